"""Coverage over several fiscal years: how long each department has been without each kind of audit.

A year in which no audit of a kind is on record says nothing of any department: such audits may have
been made and not kept. So it is told apart, and never counts as a year without an audit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from dates import FiscalYear, Schedule
from oversight.coverage import Cell, Column, Grid, History, State, columns_of, end_of_latest
from oversight.rules import Department, Facts, Tree, Trees

NOT_RECORDED, NOT_THERE = Cell(State.NOT_RECORDED), Cell(State.NOT_THERE)


@dataclass(frozen=True, slots=True)
class Standing:
    """How long a department has been without a kind of audit, through its predecessors.

    `last` is the end of the latest audit, `last_year` the latest fiscal year with one.
    `missed` are the years that ended since then without one, `unrecorded` those that have no audit
    of the kind at all on record; where there never was one, both count from `since`, the first
    year of which such audits are on record, None where none are.
    """

    last: Schedule | None = None
    last_year: FiscalYear | None = None
    since: FiscalYear | None = None
    missed: int = 0
    unrecorded: int = 0


@dataclass(frozen=True, slots=True)
class YearsCell:
    """A department and a kind of audit over several years: a cell a year, and how it stands."""

    years: tuple[Cell, ...]
    standing: Standing

    @property
    def latest(self) -> Cell:
        """The cell of the last year."""
        return self.years[-1]


@dataclass(frozen=True, slots=True)
class YearsRow:
    """A department with its cells, in the order of the columns; `depth` is 0 for the highest."""

    department: Department
    depth: int
    cells: tuple[YearsCell, ...]


@dataclass(frozen=True, slots=True)
class YearsCoverage:
    """The departments at the end of the last of `years` against the kinds of audit."""

    years: tuple[FiscalYear, ...]
    columns: tuple[Column, ...]
    rows: tuple[YearsRow, ...]

    @property
    def year(self) -> FiscalYear:
        """The last of its years."""
        return self.years[-1]

    def narrowed(self, number: int, slug: str | None = None) -> Self:
        """The last `number` of its years, of all columns or of the one of this slug."""
        places = [n for n, one in enumerate(self.columns) if slug in (None, one.slug)]
        rows = (
            replace(
                row,
                cells=tuple(
                    replace(row.cells[n], years=row.cells[n].years[-number:]) for n in places
                ),
            )
            for row in self.rows
        )
        columns = tuple(self.columns[n] for n in places)
        return replace(self, years=self.years[-number:], columns=columns, rows=tuple(rows))


def years_coverage(
    facts: Facts, years: Sequence[FiscalYear], at: date, regimes: frozenset[str] | None = None
) -> YearsCoverage:
    """The coverage of `years`, the earliest first, as known by the end of `at`.

    How long a department was without an audit is told from all years on record up to the last.
    """
    trees, last = Trees(facts.departments), years[-1]
    columns = columns_of(facts, years, regimes)
    spans = [Span(History(facts, trees, column), last, at) for column in columns]
    tree = Tree(facts.departments, last.last_day)
    return YearsCoverage(
        tuple(years),
        columns,
        tuple(
            YearsRow(one, depth, tuple(span.cell(one, years) for span in spans))
            for one, depth in tree.walk()
        ),
    )


class Span:
    """One column in all years on record up to `last`, by the end of `at`."""

    def __init__(self, history: History, last: FiscalYear, at: date) -> None:
        self.history, self.at = history, at
        first = min((*history.by_year, last.year))
        self.years = [FiscalYear(year) for year in range(first, last.year + 1)]
        known = [one for one in self.years if history.by_year.get(one.year) or not self._over(one)]
        self.grids = {year: Grid(history, year, at) for year in known}

    def cell(self, department: Department, years: Iterable[FiscalYear]) -> YearsCell:
        """How a department stands in each of `years`, and as of the last."""
        shown = tuple(self._of_year(department, year) for year in years)
        return YearsCell(shown, self.standing(department))

    def standing(self, department: Department) -> Standing:
        """How long the department has been without such an audit."""
        found = {year: self._of_year(department, year) for year in self.years}
        states = {year: one.state for year, one in found.items() if one is not NOT_THERE}
        done = [year for year, state in states.items() if state == State.DONE]
        kept = [year for year, state in states.items() if state != State.NOT_RECORDED]
        since = done[-1] if done else kept[0] if kept else None
        ended = [
            state
            for year, state in states.items()
            if since and since <= year and self._over(year) and year not in done
        ]
        return Standing(
            last=self._last(found[done[-1]]) if done else None,
            last_year=done[-1] if done else None,
            since=kept[0] if kept else None,
            missed=len(ended) - ended.count(State.NOT_RECORDED),
            unrecorded=ended.count(State.NOT_RECORDED),
        )

    def _over(self, year: FiscalYear) -> bool:
        return year.last_day <= self.at

    def _last(self, cell: Cell) -> Schedule | None:
        return end_of_latest(one for one in cell.events if one.was_held(self.at))

    def _of_year(self, department: Department, year: FiscalYear) -> Cell:
        facts = self.history.facts
        known = (facts.department_by_key.get(key) for key in facts.lineage(department.key))
        if not any(one and one.existed(year.first_day, year.last_day) for one in known):
            return NOT_THERE
        return self.grids[year].cell(department) if year in self.grids else NOT_RECORDED


def recorded_years(facts: Facts, last: FiscalYear, most: int) -> list[FiscalYear]:
    """Up to `most` fiscal years until `last`, none before the first with an audit or a drill."""
    first = min((*facts.audits_by_year, *facts.drills_by_year, last.year))
    return [FiscalYear(year) for year in range(max(first, last.year - most + 1), last.year + 1)]
