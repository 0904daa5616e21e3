"""Coverage: which department was audited, and held its drill, by what and when in a fiscal year."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import itemgetter

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dates import FiscalYear, Schedule
from oversight.rules import INTERNAL, Audit, Department, Drill, Event, Facts, Tree, Trees

DRILLS = _("drill")
YEARLY = 12


class State(StrEnum):
    """How a department stands with one kind of audit in a year.

    Only where several years are told are there years without a record, and before a department.
    """

    DONE = "done"
    PLANNED = "planned"
    LATE = "late"
    GAP = "gap"
    NOT_REQUIRED = "not_required"
    NOT_RECORDED = "not_recorded"
    NOT_THERE = "not_there"


STATE_WORDS = {
    State.DONE: _("audited"),
    State.PLANNED: pgettext_lazy("coverage", "planned"),
    State.LATE: pgettext_lazy("coverage", "late"),
    State.GAP: _("not covered"),
    State.NOT_REQUIRED: _("not required"),
    State.NOT_RECORDED: _("not recorded"),
    State.NOT_THERE: _("not set up yet"),
}
STATE_SIGNS = {
    State.DONE: "●",
    State.PLANNED: "○",
    State.LATE: "▲",
    State.GAP: "×",
    State.NOT_REQUIRED: "–",
    State.NOT_RECORDED: "…",
    State.NOT_THERE: "/",
}
OF_A_YEAR = (State.DONE, State.PLANNED, State.LATE, State.GAP, State.NOT_REQUIRED)


@dataclass(frozen=True, slots=True)
class Column:
    """A kind of audit, or the drills, whose `slug` is empty. `is_required` of each department.

    `regime` is what the right is called by which such audits are made.
    """

    name: str | Promise
    slug: str = ""
    is_required: bool = False
    regime: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """How a department stands: `last` is the end of the latest audit, of that year or before."""

    state: State
    last: Schedule | None = None
    events: tuple[Audit | Drill, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A department with its cells, in the order of the columns; `depth` is 0 for the highest."""

    department: Department
    depth: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The departments of a fiscal year against the kinds of audit, by the end of a day."""

    year: FiscalYear
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def coverage(
    facts: Facts, year: FiscalYear, at: date, regimes: frozenset[str] | None = None
) -> Coverage:
    """The coverage of `year` as known by the end of `at`, by audits of all regimes or of some.

    Rows are the departments that exist on its last day, each above what belongs to it. Columns are
    the kinds of audit that the year has or that come every year, and the drills, which are under
    no regime.
    """
    trees = Trees(facts.departments)
    columns = columns_of(facts, [year], regimes)
    grids = [Grid(History(facts, trees, column), year, at) for column in columns]
    return Coverage(
        year,
        columns,
        tuple(
            Row(department, depth, tuple(grid.cell(department) for grid in grids))
            for department, depth in Tree(facts.departments, year.last_day).walk()
        ),
    )


def columns_of(
    facts: Facts, years: Iterable[FiscalYear], regimes: frozenset[str] | None
) -> tuple[Column, ...]:
    """The kinds of audit that these years have, or that come every year, and the drills.

    Those of the agency as a whole, which mean no department, have no column.
    """
    audits = (audit for year in years for audit in facts.audits_by_year.get(year.year, ()))
    slugs = {slug for audit in audits if audit.covers for slug in audit.types}
    return tuple(_columns(facts, slugs, regimes))


def _columns(facts: Facts, slugs: set[str], regimes: frozenset[str] | None) -> Iterator[Column]:
    for one in facts.audit_types:
        is_required = one.regime == INTERNAL and one.cycle == YEARLY
        is_open = regimes is None or one.regime in regimes
        if is_open and (is_required or one.slug in slugs):
            yield Column(one.name, one.slug, is_required, one.regime_name)
    if regimes is None:
        yield Column(DRILLS)


class History:
    """What there is of one column in any year, by year and by department."""

    def __init__(self, facts: Facts, trees: Trees, column: Column) -> None:
        self.facts, self.trees, self.column = facts, trees, column
        self.by_year: dict[int, list[Audit | Drill]] = defaultdict(list)
        self._by_department: dict[int, list[Audit | Drill]] = defaultdict(list)
        for event in self._events():
            self.by_year[event.fiscal_year].append(event)
            for key in trees.touched(event):
                self._by_department[key].append(event)

    def of(self, keys: Iterable[int]) -> list[Audit | Drill]:
        """What means something of one of these departments, each once."""
        keys = list(keys)
        if len(keys) == 1:
            return self._by_department[keys[0]]
        found = {event.subject: event for key in keys for event in self._by_department[key]}
        return list(found.values())

    def _events(self) -> Iterator[Audit | Drill]:
        events: Iterable[Audit | Drill] = self.facts.drills
        if self.column.slug:
            events = (one for one in self.facts.audits if self.column.slug in one.types)
        return (one for one in events if not one.is_off)


def end_of_latest(events: Iterable[Event]) -> Schedule | None:
    """The end of the latest of these, as exactly as it is known; None where that is of none."""
    ended = ((last, event) for event in events if (last := event.last))
    latest = max(ended, key=itemgetter(0), default=None)
    return latest[1].end if latest else None


class Grid:
    """One column in one year: how each department stands by the end of a day."""

    def __init__(self, history: History, year: FiscalYear, at: date) -> None:
        self.history, self.year, self.at = history, year, at
        current = history.by_year[year.year]
        self.done = history.trees.covered((one for one in current if one.was_held(at)), year)
        self.met = history.trees.covered(current, year)

    def cell(self, department: Department) -> Cell:
        """How a department stands; what became of its predecessors counts as its own."""
        keys = self.history.facts.lineage(department.key)
        events = [one for one in self.history.of(keys) if one.fiscal_year <= self.year.year]
        current = [one for one in events if one.fiscal_year == self.year.year]
        held = [one for one in current if one.was_held(self.at)]
        planned = [one for one in current if not one.was_held(self.at)]
        last = end_of_latest(one for one in events if one.was_held(self.at))
        return Cell(self._state(keys, held, planned), last, (*held, *planned))

    def _state(self, keys: list[int], held: Sequence[Event], planned: Sequence[Event]) -> State:
        is_required = self.history.column.is_required
        if self.done.intersection(keys) if is_required else held:
            return State.DONE
        if planned and (not is_required or self.met.intersection(keys)):
            is_late = all(one.is_over(self.at) for one in planned)
            return State.LATE if is_late else State.PLANNED
        return State.GAP if is_required else State.NOT_REQUIRED
