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

from records.base import chip, is_japanese, marked
from records.lists.columns import Column, Ordering, counts_rows, once

LINE = "\n"
JAPANESE = ' lang="ja"'
Writer = Callable[[Any], str]


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

    def writer(self) -> Writer:
        """Writes its cell of one record after the other; what all of them share, once."""
        column = self.shown
        label, language = escape(str(column.label)), ' lang="ja"' if column.is_quoted else ""
        name, value, noted = escape(column.name), column.value, column.note
        minor = " cell-minor" if column.is_minor else ""
        minor += " row-number" if column.numbers_rows else ""
        state = column.state
        worded = escape if column.is_quoted or is_japanese() else marked

        def write(record: Any) -> str:
            english, note = column.in_english(record), noted(record) if noted else ""
            text = english or value(record)
            told, spoken = (marked(text), "") if english else (worded(text), language)
            empty = "" if text else " cell-empty"
            beside = f'<span class="cell-note" lang="ja">{escape(note)}</span>' if note else ""
            shown = told.replace(LINE, "<br>")
            if state and text:
                shown = chip(mark_safe(shown), state(record))  # noqa: S308 (escaped above)
            return (
                f'<td role="cell" class="cell-{name}{minor}{empty}" data-label="{label}">'
                f'<span class="cell-text"{spoken}>{shown}</span>'
                f"{beside}</td>"
            )

        return once(write, column.key)


class NameColumn(ShownColumn):
    """The column that names the record: it heads the row, and leads to the record's page."""

    def writer(self) -> Writer:
        value, is_open = self.shown.value, self.shown.is_open
        badge = format_html('<span class="badge badge-internal">{}</span>', gettext("unpublished"))

        def write(record: Any) -> str:
            own, english = escape(value(record)), self.shown.in_english(record)
            beside = f'<span class="cell-note" lang="ja">{own}</span>' if english else ""
            return (
                '<th scope="row" role="rowheader" class="cell-name">'
                f'<a href="{escape(record.get_absolute_url())}"{"" if english else JAPANESE}>'
                f"{marked(english) if english else own}</a>{beside}"
                f"{'' if is_open(record) else badge}</th>"
            )

        return write


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's head: its label, how it is sorted now, and what `sort` a click gives."""

    label: str
    direction: str
    next_sort: str
    is_minor: bool


class RecordTable(tables.Table):
    """A table of records. A subclass says which `columns` are shown, in order.

    Stock rows compile and inspect for each cell; `written_rows` calls the columns directly.
    """

    shown: ClassVar[tuple[Column, ...]] = ()

    class Meta:
        order_by_field = "sort"

    def __init__(self, records: QuerySet, **kwargs: Any) -> None:
        self.drawn = [
            NameColumn(column) if column.names_record else ShownColumn(column)
            for column in self.shown
        ]
        extra = [(each.shown.name, each) for each in self.drawn]
        super().__init__(records, extra_columns=extra, **kwargs)

    def headings(self) -> list[Heading]:
        """The head of each column."""
        sorted_by = next(iter(self.order_by or ()), "")
        found = []
        for column in self.shown:
            name = column.name if column.order else ""
            directions = {name: "ascending", f"-{name}": "descending"} if name else {}
            next_sort = f"-{name}" if name and sorted_by == name else name
            direction = directions.get(sorted_by, "")
            found.append(Heading(str(column.label), direction, next_sort, column.is_minor))
        return found

    @property
    def counts_rows(self) -> bool:
        """True where a number stands before each row."""
        return counts_rows(self.shown)

    @property
    def on_page(self) -> QuerySet:
        """The records on this page, as they are asked for."""
        return self.data.data[max(self.page.start_index() - 1, 0) : self.page.end_index()]

    def records(self) -> Iterator[Any]:
        """The records on this page."""
        loader = self.data.data.model.row_loader
        if loader is None:
            return (row.record for row in self.page.object_list)
        return iter(loader.read(self.on_page))

    def written_rows(self) -> Iterator[SafeString]:
        """The rows of this page, in HTML, counted through the whole list where it counts rows.

        What a cell repeats of the one above it is set back.
        """
        writers = [column.writer() for column in self.drawn]
        above, counts = [""] * len(writers), self.counts_rows
        for number, record in enumerate(self.records(), start=self.page.start_index()):
            cells = [write(record) for write in writers]
            shown = "".join(map(set_back, cells, above))
            counted = f'<td role="cell" class="row-number">{number}</td>' if counts else ""
            yield mark_safe(f'<tr role="row">{counted}{shown}</tr>\n')  # noqa: S308 (escaped, each)
            above = cells


def set_back(cell: str, above: str) -> str:
    """The HTML of a cell, marked where it says the same as the one above it; it stays in full."""
    return cell.replace(' class="', ' class="cell-same ', 1) if cell == above else cell
