"""The coverage of several fiscal years as its page and its files show it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from calendars.scheduled import fiscal_year_name, fiscal_year_text, schedule_text
from dates import FiscalYear, official_number
from oversight.coverage import STATE_WORDS, Column, State, end_of_latest
from oversight.coverage_pages import (
    Links,
    Page,
    ShownCell,
    column_groups,
    indented,
    links_to,
    shown_row,
    sign_of,
    signs,
    tiny,
)
from oversight.pages import links_of
from oversight.rules import Subject
from oversight.several_years import Standing, YearsCell, YearsCoverage, YearsRow
from records.base import is_japanese
from records.lists import Table

BETWEEN = "、"
STANDING = gettext_lazy("Since the last audit")


@dataclass(frozen=True, slots=True)
class View:
    """A way to show several years: as a page for a reader, and as a table of a file."""

    page: Callable[[YearsCoverage, Any], Page]
    table: Callable[[YearsCoverage], Table]


def standing_text(standing: Standing) -> str:
    """How long a department has been without a kind of audit, in words: ２年度未実施."""
    if standing.since is None:
        return _("none on record")
    parts = [] if standing.last_year else [_("none on record since %s") % _year(standing.since)]
    if standing.last_year and standing.missed:
        parts.append(missed_text(standing.missed))
    if standing.last_year:
        parts.append(_("last in %s") % _last(standing, standing.last_year))
    if standing.unrecorded:
        number = _number(standing.unrecorded)
        text = ngettext(
            "%(number)s year has no record", "%(number)s years have no record", standing.unrecorded
        )
        parts.append(text % {"number": number})
    return (BETWEEN if is_japanese() else ", ").join(parts)


def missed_text(missed: int) -> str:
    """２年度未実施, or none for 2 fiscal years."""
    text = ngettext("none for %(number)s fiscal year", "none for %(number)s fiscal years", missed)
    return text % {"number": _number(missed)}


def _last(standing: Standing, year: FiscalYear) -> str:
    if standing.last is None:
        return _year(year)
    return _("%(state)s (%(day)s)") % {"state": _year(year), "day": schedule_text(standing.last)}


def _short(standing: Standing, column: Column) -> str:
    """The most important of it; nothing where nobody asks for what never was."""
    if standing.last_year is None:
        is_asked = standing.since and column.is_required
        return pgettext("coverage", "none") if is_asked else ""
    return missed_text(standing.missed) if standing.missed else tiny(standing.last)


def _number(number: int) -> str:
    return official_number(number) if is_japanese() else str(number)


def _year(year: FiscalYear) -> str:
    return fiscal_year_text(year.year)


def page_of_all(found: YearsCoverage, user: Any) -> Page:
    """All kinds of audit: in a cell the signs of the years, and how it stands."""
    links = links_of((row.department.subject for row in found.rows), user)
    shown = partial(_all_years, found.years)
    rows = tuple(shown_row(row, links, map(shown, found.columns, row.cells)) for row in found.rows)
    return Page(column_groups(found.columns), rows, signs(State))


def _all_years(years: Iterable[FiscalYear], column: Column, cell: YearsCell) -> ShownCell:
    each = (
        f"{_year(year)} {STATE_WORDS[one.state]}"
        for year, one in zip(years, cell.years, strict=True)
    )
    return ShownCell(
        cell.latest.state,
        tuple(map(sign_of, cell.years)),
        f"{standing_text(cell.standing)} ({BETWEEN.join(each)})",
        _short(cell.standing, column),
    )


def page_of_one(found: YearsCoverage, user: Any) -> Page:
    """One kind of audit: a cell a year, then how it stands."""
    links = links_of(_subjects(found), user)
    rows = tuple(shown_row(row, links, _years_of(row.cells[0], links)) for row in found.rows)
    years = (Column(_year(year)) for year in found.years)
    columns = (*years, Column(STANDING))
    return Page(column_groups(columns), rows, signs(State))


def _years_of(cell: YearsCell, links: Links) -> Iterator[ShownCell]:
    for one in cell.years:
        words, end = str(STATE_WORDS[one.state]), end_of_latest(one.events)
        yield ShownCell(one.state, (sign_of(one),), words, tiny(end), links_to(one, links))
    words = standing_text(cell.standing)
    yield ShownCell(cell.latest.state, (), "", words)


def _subjects(found: YearsCoverage) -> Iterator[Subject]:
    for row in found.rows:
        yield row.department.subject
        for cell in row.cells:
            yield from (event.subject for one in cell.years for event in one.events)


def table_of_all(found: YearsCoverage) -> Table:
    """All kinds of audit: how each department stands."""
    return Table(
        title=_("Coverage until %(year)s") % {"year": fiscal_year_name(found.year)},
        columns=(_("Department"), *(str(column.name) for column in found.columns)),
        rows=tuple(
            (indented(row), *(standing_text(cell.standing) for cell in row.cells))
            for row in found.rows
        ),
        merges=False,
    )


def table_of_one(found: YearsCoverage) -> Table:
    """One kind of audit: the years, then how it stands."""
    title = _("Coverage until %(year)s") % {"year": fiscal_year_name(found.year)}
    return Table(
        title=f"{title}：{found.columns[0].name}",
        columns=(_("Department"), *map(_year, found.years), str(STANDING)),
        rows=tuple((indented(row), *_words_of(row)) for row in found.rows),
        merges=False,
    )


def _words_of(row: YearsRow) -> Iterator[str]:
    (cell,) = row.cells
    yield from (str(STATE_WORDS[one.state]) for one in cell.years)
    yield standing_text(cell.standing)


OF_ALL, OF_ONE = View(page_of_all, table_of_all), View(page_of_one, table_of_one)
