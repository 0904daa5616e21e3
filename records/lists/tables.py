"""django-tables2 tables that read a list of columns, and write their rows without detours.

A page of a list is little but its cells, and a template takes longer over each than all that its
text is made of; so the rows are written here, and everything around them by templates.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, ClassVar, cast

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from records.base import is_japanese, marked
from records.lists.columns import Column, Ordering, once


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
        order = cast(Ordering, self.shown.order)  # django-tables2 asks only for sortable columns
        return order(queryset, is_descending), True


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head: its label, how it is sorted now, and what `sort` a click gives."""

    label: str
    direction: str
    next_sort: str


LINE = "\n"
Writer = Callable[[Any], str]


class RecordTable(tables.Table):
    """A table of records. A subclass says which `columns` are shown, in order.

    Stock rows compile and inspect for each cell; `written_rows` calls the columns directly.
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

    def records(self) -> Iterator[Any]:
        """The records on this page."""
        found, page = self.data.data, self.page
        if found.model.row_loader is None:
            return (row.record for row in page.object_list)
        return iter(
            found.model.row_loader.read(found[max(page.start_index() - 1, 0) : page.end_index()])
        )

    def written_rows(self) -> Iterator[SafeString]:
        """The rows of this page, in HTML."""
        writers = [_writer(column) for column in self.shown]
        for record in self.records():
            cells = "".join([write(record) for write in writers])
            yield mark_safe(f'<tr role="row">{cells}</tr>\n')  # noqa: S308 (each cell is escaped)


def _heading(column: Column, sorted_by: str) -> Heading:
    if column.order is None:
        return Heading(str(column.label), "", "")
    is_ascending = sorted_by == column.name
    is_descending = sorted_by == f"-{column.name}"
    direction = "ascending" if is_ascending else "descending" if is_descending else ""
    return Heading(str(column.label), direction, f"-{column.name}" if is_ascending else column.name)


def _writer(column: Column) -> Writer:
    """Writes a column's cell of one record after the other; what all of them share, once."""
    return _name_writer(column) if column.names_record else _text_writer(column)


def _name_writer(column: Column) -> Writer:
    badge = format_html('<span class="badge badge-internal">{}</span>', gettext("internal"))

    def write(record: Any) -> str:
        return (
            '<th scope="row" role="rowheader" class="cell-name">'
            f'<a href="{escape(record.get_absolute_url())}" lang="ja">'
            f"{escape(column.value(record))}</a>"
            f"{'' if record.is_public else badge}</th>"
        )

    return write


def _text_writer(column: Column) -> Writer:
    label, language = escape(str(column.label)), ' lang="ja"' if column.is_quoted else ""
    name, value, noted = escape(column.name), column.value, column.note
    worded = escape if column.is_quoted or is_japanese() else marked

    def write(record: Any) -> str:
        text, note = value(record), noted(record) if noted else ""
        empty = "" if text else " cell-empty"
        beside = f'<span class="cell-note" lang="ja">{escape(note)}</span>' if note else ""
        return (
            f'<td role="cell" class="cell-{name}{empty}" data-label="{label}">'
            f'<span class="cell-text"{language}>{worded(text).replace(LINE, "<br>")}</span>'
            f"{beside}</td>"
        )

    return once(write, column.key)
