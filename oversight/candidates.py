"""What a fiscal year's plan should hold (その年に行うべき監査): departments and kinds, ranked.

A duty is what the cycles of audit types ask for. What else was not audited for years is named, too;
whether it is audited is for people to judge.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil

from dates import FiscalYear, month_end
from oversight.coverage import DRILLS, YEARLY, Cell, Column, Grid, History, State
from oversight.rules import (
    INTERNAL,
    Audit,
    AuditType,
    Department,
    Drill,
    Event,
    Facts,
    Tree,
    Trees,
)
from oversight.several_years import Span, Standing

MONTHLY = 1
HELD_OR_PLANNED = (State.DONE, State.PLANNED, State.LATE)


class Ground(StrEnum):
    """Why a plan should hold an audit; all but the last are duties."""

    EACH_YEAR = "each_year"  # of every department
    CYCLE = "cycle"  # of those that the last round had
    EACH_MONTH = "each_month"
    LONG_AGO = "long_ago"


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A kind of audit that a plan should hold, of a department; None is the agency.

    `cycle` is in months. `months` are those as (calendar year, month) in which one that comes each
    month is not planned. `cell` is what the year's plan has, `before` how it stood until the year
    before, and `last` the latest audits held.
    """

    column: Column
    ground: Ground
    cell: Cell
    before: Standing
    department: Department | None = None
    cycle: int | None = None
    months: tuple[tuple[int, int], ...] = ()
    last: tuple[Event, ...] = ()

    @property
    def is_duty(self) -> bool:
        """True where the cycle of its kind asks for it."""
        return self.ground != Ground.LONG_AGO

    @property
    def is_planned(self) -> bool:
        """True where the year's plan holds it, all of it."""
        return self.cell.state in HELD_OR_PLANNED

    @property
    def is_left_out(self) -> bool:
        """True for a duty that the year's plan leaves out, or holds in part."""
        return self.is_duty and not self.is_planned


def rank(candidate: Candidate) -> tuple[bool, int]:
    """The place of a candidate, the lowest first: duties, then what was audited never or long ago.

    The score of a department's risk would stand between the two.
    """
    last = candidate.before.last_year
    return not candidate.is_duty, last.year if last else 0


def candidates(facts: Facts, year: FiscalYear, at: date) -> list[Candidate]:
    """The candidates of the plan of `year`, as known by the end of `at`, by `rank`.

    `facts` hold the drafts of the year, of which the plan is made. Departments are those that
    exist on the last day of the year.
    """
    trees, drills = Trees(facts.departments), Column(DRILLS)
    found = list(_Kind(History(facts, trees, drills), year, at).long_ago([]))
    for one in facts.audit_types:
        column = Column(one.name, one.slug, one.regime == INTERNAL and one.cycle == YEARLY)
        found += _Kind(History(facts, trees, column), year, at).candidates(one)
    return sorted(found, key=rank)


class _Kind:
    """One kind of audit: what the year's plan has of it, and what there was before."""

    def __init__(self, history: History, year: FiscalYear, at: date) -> None:
        self.history, self.year, self.at = history, year, at
        self.before = FiscalYear(year.year - 1)
        self.grid, self.span = Grid(history, year, at), Span(history, self.before, at)
        self.tree = Tree(history.facts.departments, year.last_day)

    def candidates(self, one: AuditType) -> Iterator[Candidate]:
        """What the kind asks for by its cycle, then the departments where it was long ago."""
        if self.history.column.is_required:
            yield from (self._of(each, Ground.EACH_YEAR) for each in self.tree.highest())
        elif one.cycle == MONTHLY:
            yield from self._each_month()
        else:
            due = [] if one.cycle is None else self._of_last_round(one.cycle)
            yield from (self._of(each, Ground.CYCLE, one.cycle) for each in due)
            every = self.tree.highest() if one.regime == INTERNAL else ()
            yield from self.long_ago(every, due)

    def long_ago(
        self, departments: Iterable[Department], but: Sequence[Department] = ()
    ) -> Iterator[Candidate]:
        """Those of `departments`, and of all that ever had one, without such an audit last year."""
        for department in dict.fromkeys((*departments, *self._named(self.history.by_year))):
            before = self.span.cell(department, [self.before])
            was_met = before.latest.state in (State.DONE, State.PLANNED)
            if department not in but and before.standing.since and not was_met:
                yield self._of(department, Ground.LONG_AGO)

    def _of_last_round(self, cycle: int) -> list[Department]:
        """Those that the latest year with such audits had, where the next is due by now."""
        rounds = [year for year in self.history.by_year if year < self.year.year]
        is_due = bool(rounds) and max(rounds) + ceil(cycle / YEARLY) <= self.year.year
        return self._named([max(rounds)]) if is_due else []

    def _named(self, years: Iterable[int]) -> list[Department]:
        """The departments of today that audits of earlier ones among `years` named."""
        events = (one for year in years if year < self.year.year for one in self.of_year(year))
        named = {one.department for event in events for one in event.covers}
        return [one for one, _depth in self.tree.walk() if named.intersection(self._keys(one))]

    def _each_month(self) -> Iterator[Candidate]:
        """One of the agency where the kind is on record; what names no day may fill any month."""
        planned = self.of_year(self.year.year)
        if not planned and not self.of_year(self.before.year):
            return
        open_months = tuple(
            (year, month)
            for year, month in self.year.months()
            if not any(_may_fill(one, year, month) for one in planned)
        )
        state = State.GAP if open_months else State.PLANNED
        cell = Cell(state, events=tuple(planned))
        yield Candidate(
            column=self.history.column,
            ground=Ground.EACH_MONTH,
            months=open_months,
            cell=cell,
            before=Standing(),
        )

    def of_year(self, year: int) -> list[Audit | Drill]:
        """What there is of the kind in a fiscal year."""
        return self.history.by_year.get(year, [])

    def _of(self, department: Department, ground: Ground, cycle: int | None = None) -> Candidate:
        before = self.span.standing(department)
        events = self.history.of(self._keys(department))
        year = before.last_year.year if before.last_year else None
        return Candidate(
            column=self.history.column,
            ground=ground,
            department=department,
            cycle=cycle,
            cell=self.grid.cell(department),
            before=before,
            last=tuple(e for e in events if e.fiscal_year == year and e.was_held(self.at)),
        )

    def _keys(self, department: Department) -> list[int]:
        return self.history.facts.lineage(department.key)


def _may_fill(event: Event, year: int, month: int) -> bool:
    first, last = event.days
    return first <= month_end(year, month) and date(year, month, 1) <= last
