"""One list of columns a kind of record: the page's table and every export read the same."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

Ordering = Callable[[QuerySet, bool], QuerySet]


@dataclass(frozen=True, slots=True)
class Column:
    """What one column says of a record, in the active language.

    `value` gives its text, `note` a second text that belongs to it (the same dates in the other
    calendar), both plain. `order` sorts a queryset by it, newest or last first where its second
    argument is true; a column without one cannot be sorted by. `names_record` marks the one
    column whose text names the record. `is_quoted` marks the record's own words, which stay in
    Japanese whatever the page's language.
    """

    name: str
    label: str | Promise
    value: Callable[[Any], str]
    note: Callable[[Any], str] | None = None
    order: Ordering | None = None
    names_record: bool = False
    is_quoted: bool = False


def by_fields(*fields: str) -> Ordering:
    """Order by these database fields, in a stable way."""

    def order(records: QuerySet, descending: bool) -> QuerySet:
        sign = "-" if descending else ""
        return records.order_by(*(sign + field for field in fields), "pk")

    return order


def by_date(records: QuerySet, descending: bool) -> QuerySet:
    """Order scheduled records by start, then precision; undated ones last either way."""
    return records.by_date(newest_first=descending)


def sort_names(columns: Iterable[Column]) -> list[str]:
    """The values that `sort` may take in a list's address."""
    names = [column.name for column in columns if column.order]
    return [*names, *(f"-{name}" for name in names)]
