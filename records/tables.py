"""django-tables2 tables that read a list of columns, and give their rows without detours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import QuerySet

from records.columns import Column


class ShownColumn(tables.Column):
    """A `Column` in a table."""

    def __init__(self, column: Column) -> None:
        super().__init__(
            verbose_name=column.label, orderable=column.order is not None, empty_values=()
        )
        self.shown = column

    def render(self, record: Any) -> str:
        return self.shown.value(record)

    def order(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        return self.shown.order(queryset, is_descending), True


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head: its label, how it is sorted now, and what `sort` a click gives."""

    label: str
    direction: str
    next_sort: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's texts, all plain."""

    label: str
    text: str
    note: str
    names_record: bool
    is_quoted: bool
    css: str


class RecordTable(tables.Table):
    """A table of records. A subclass says which `columns` are shown, in order.

    Stock rows compile and inspect for each cell; `lean_rows` calls the columns directly.
    """

    shown: ClassVar[tuple[Column, ...]] = ()

    class Meta:
        order_by_field = "sort"

    def __init__(self, records: QuerySet, **kwargs: Any) -> None:
        extra = [(column.name, ShownColumn(column)) for column in self.shown]
        super().__init__(records, extra_columns=extra, **kwargs)

    def headings(self) -> list[Heading]:
        """The head of each column."""
        sorted_by = next(iter(self.order_by or ()), "")
        return [_heading(column, sorted_by) for column in self.shown]

    def lean_rows(self) -> Iterator[tuple[Any, list[Cell]]]:
        """Each record on this page with its cells."""
        columns = [(column, str(column.label)) for column in self.shown]
        for record in self.page.object_list:
            record = getattr(record, "record", record)
            yield record, [_cell(column, label, record) for column, label in columns]


def _heading(column: Column, sorted_by: str) -> Heading:
    if column.order is None:
        return Heading(str(column.label), "", "")
    is_ascending = sorted_by == column.name
    is_descending = sorted_by == f"-{column.name}"
    direction = "ascending" if is_ascending else "descending" if is_descending else ""
    return Heading(str(column.label), direction, f"-{column.name}" if is_ascending else column.name)


def _cell(column: Column, label: str, record: Any) -> Cell:
    note = column.note(record) if column.note else ""
    text = column.value(record)
    return Cell(label, text, note, column.names_record, column.is_quoted, column.name)
