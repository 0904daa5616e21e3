"""The coverage of a fiscal year as its page and its files show it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from calendars.scheduled import fiscal_year_name, schedule_text
from dates import Precision, Schedule, Style, short_day, word
from oversight.coverage import OF_A_YEAR, STATE_SIGNS, STATE_WORDS, Cell, Column, Coverage, State
from oversight.pages import Link, links_of
from oversight.rules import Subject
from records.base import is_japanese
from records.lists import Table

SHORT = {Precision.DAY: 3, Precision.MONTH: 2}  # how many parts of a date are known
Links = Mapping[str, Link]
Sign = tuple[str, str | Promise, State]


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell on its page; `text` says what its signs, its colour and its `short` text do."""

    state: State
    signs: tuple[tuple[str, State], ...]
    text: str
    short: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A department on the page of a coverage."""

    name: str
    address: str
    depth: int
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class ColumnGroup:
    """The columns of one regime under its name, which is empty for the drills."""

    name: str | Promise
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A table of coverage on its page; `signs` are those that stand in it, with their words."""

    groups: tuple[ColumnGroup, ...]
    rows: tuple[ShownRow, ...]
    signs: tuple[Sign, ...]


def page(found: Coverage, user: Any) -> Page:
    """The coverage of a year as its page shows it."""
    return Page(column_groups(found.columns), grid(found, user), signs())


def signs(states: Iterable[State] = OF_A_YEAR) -> tuple[Sign, ...]:
    """What the signs of these states mean."""
    return tuple((STATE_SIGNS[state], STATE_WORDS[state], state) for state in states)


def column_groups(columns: Iterable[Column]) -> tuple[ColumnGroup, ...]:
    """The columns by their regime, in their order."""
    grouped = groupby(columns, key=lambda column: column.regime)
    return tuple(ColumnGroup(name, tuple(each)) for name, each in grouped)


def grid(found: Coverage, user: Any) -> tuple[ShownRow, ...]:
    """The rows of the coverage, with links to the departments and to the audits of a cell."""
    links = links_of(_subjects(found), user)
    return tuple(
        shown_row(row, links, (_shown(cell, links) for cell in row.cells)) for row in found.rows
    )


def shown_row(row: Any, links: Links, cells: Iterable[ShownCell]) -> ShownRow:
    """A row of one year or of several, with the link to its department."""
    link = links.get(row.department.subject.uid)
    name, address = row.department.name, link.address if link else ""
    return ShownRow(name, address, row.depth, tuple(cells))


def _subjects(found: Coverage) -> Iterator[Subject]:
    for row in found.rows:
        yield row.department.subject
        yield from (event.subject for cell in row.cells for event in cell.events)


def _shown(cell: Cell, links: Links) -> ShownCell:
    return ShownCell(
        cell.state,
        (sign_of(cell),),
        cell_text(cell),
        tiny(cell.last),
        links_to(cell, links),
    )


def sign_of(cell: Cell) -> tuple[str, State]:
    """The sign of its state, and the state, which gives it its colour."""
    return STATE_SIGNS[cell.state], cell.state


def links_to(cell: Cell, links: Links) -> tuple[Link, ...]:
    """The audits of a cell that the reader may see."""
    found = (links.get(event.subject.uid) for event in cell.events)
    return tuple(link for link in found if link)


def tiny(end: Schedule | None) -> str:
    """H28.9.1, H28.9 or 2016-09-01, 2016-09, as exactly as it is known; empty for None."""
    if end is None or end.ends_on is None:
        return ""
    (segment,) = end.segments
    if not is_japanese() or segment.approximate or segment.precision not in SHORT:
        return schedule_text(end) if is_japanese() else word(end, Style.EDTF)
    return ".".join(short_day(end.ends_on).split(".")[: SHORT[segment.precision]])


def cell_text(cell: Cell) -> str:
    """A cell in one line of a file: its state, and the end of the last audit."""
    words = str(STATE_WORDS[cell.state])
    if not cell.last:
        return words
    return _("%(state)s (%(day)s)") % {"state": words, "day": schedule_text(cell.last)}


def table(found: Coverage) -> Table:
    """The coverage as a table of a file."""
    return Table(
        title=_("Coverage of %(year)s") % {"year": fiscal_year_name(found.year)},
        columns=(_("Department"), *(str(column.name) for column in found.columns)),
        rows=tuple((indented(row), *(cell_text(cell) for cell in row.cells)) for row in found.rows),
        notes=tuple(f"{sign}：{words}" for sign, words, _state in signs()),
        merges=False,
    )


def indented(row: Any) -> str:
    """The name of the department of a row in a file, below what it belongs to."""
    return "　" * row.depth + row.department.name
