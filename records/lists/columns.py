"""One list of columns a kind of record: the page's table and every export read the same."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, cast

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.base import is_japanese
from records.lists.rendering import Value

MOST_WORDED = 10_000  # texts that are remembered for a column
Ordering = Callable[[QuerySet, bool], QuerySet]


@dataclass(frozen=True, slots=True)
class Datum:
    """A column for machines: one datum a cell, of one type all the way down.

    `value` takes the record and its line: where a record has several (one for each department),
    the thing that this line is about, else None. `key` is what it depends on where many records
    have that in common. One that `is_later` is of a later version than the list itself: a file that
    comes in again may lack it.
    """

    label: str | Promise
    value: Callable[[Any, Any], Value]
    key: Callable[[Any], Hashable] | None = None
    is_later: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its text for each record, in the active language.

    `value` gives its text, `note` a second text that belongs to it (the same dates in the other
    calendar), both plain. `order` sorts a queryset by it, newest or last first where its second
    argument is true; a column without one cannot be sorted by. `names_record` marks the one
    column whose text names the record; one that is not for anyone, as `is_open` tells, is marked.
    `is_quoted` marks the record's own words, which stay in Japanese whatever the page's language.
    `state` names the state that its text tells: a page shows it as a chip. What is `is_minor` is
    left out where the screen is narrow. What `numbers_rows` is the number by which people name a
    record: its list counts no rows beside it.
    A page in English has the text of `english` before them, where that is not empty.
    `data` says the same to machines; a column without says its text on one line. `key` is what its
    text depends on where many records have that in common: a page or a file of them words it once.
    """

    name: str
    label: str | Promise
    value: Callable[[Any], str]
    note: Callable[[Any], str] | None = None
    order: Ordering | None = None
    names_record: bool = False
    is_open: Callable[[Any], bool] = attrgetter("is_public")
    is_quoted: bool = False
    data: tuple[Datum, ...] = ()
    key: Callable[[Any], Hashable] | None = None
    english: Callable[[Any], str] | None = None
    state: Callable[[Any], str] | None = None
    is_minor: bool = False
    numbers_rows: bool = False

    def in_english(self, record: Any) -> str:
        """What a page in English has for it, empty where that is the text itself."""
        return self.english(record) if self.english and not is_japanese() else ""

    def full_text(self, record: Any) -> str:
        """All that it says of a record, the note below the text."""
        note = self.note(record) if self.note else ""
        text = str(self.value(record))
        return f"{text}\n{note}" if note else text

    def for_machines(self) -> tuple[Datum, ...]:
        """Its data."""
        return self.data or (
            Datum(self.label, lambda record, line: one_line(str(self.value(record))), self.key),
        )


def teller(column: Column) -> Callable[[Any], str]:
    """A function like `column.full_text` that words each key once; in one language."""
    return once(column.full_text, column.key)


def machine_teller(datum: Datum) -> Callable[[Any, Any], Value]:
    """A function like `datum.value` that finds each key's value once; in one language."""
    return once(datum.value, datum.key)


def once(say: Callable[..., Any], key: Callable[[Any], Hashable] | None) -> Callable[..., Any]:
    """A function like `say` that asks it once for all records with one key in common."""
    if key is None:
        return say
    known: dict[Hashable, Any] = {}

    def cached(record: Any, *line: Any) -> Any:
        common = key(record)
        found = known.get(common)
        if found is not None:
            return found
        if len(known) >= MOST_WORDED:
            known.clear()
        known[common] = value = say(record, *line)
        return value

    return cached


# What every list tells machines before its own columns.
IDENTITY = (
    Datum(_("ID"), lambda record, line: str(record.uid)),
    Datum(
        _("Visibility"),
        lambda record, line: str(record.get_visibility_display()),
        attrgetter("visibility"),
    ),
)


def one_line(text: str) -> str:
    """The text without line breaks, which stand between words or things listed."""
    return " ".join(text.split("\n"))


def by_fields(*fields: str) -> Ordering:
    """Order by these database fields, in a stable way."""

    def order(records: QuerySet, descending: bool) -> QuerySet:
        sign = "-" if descending else ""
        return records.order_by(*(sign + field for field in fields), "pk")

    return order


def by_date(records: QuerySet, descending: bool) -> QuerySet:
    """Order scheduled records by start, then precision; undated ones last either way."""
    return cast(Any, records).by_date(newest_first=descending)  # of calendars.scheduled


def counts_rows(columns: Iterable[Column]) -> bool:
    """True where a list of these columns counts its rows: none of them is a number that does."""
    return not any(column.numbers_rows for column in columns)


def sort_names(columns: Iterable[Column]) -> list[str]:
    """The values that `sort` may take in a list's address."""
    names = [column.name for column in columns if column.order]
    return [*names, *(f"-{name}" for name in names)]
