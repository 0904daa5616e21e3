"""The numbers behind the pictures of oversight: pure functions of plain values, years and days."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from audits.account_filters import Age
from dates import FiscalYear, Precision, Schedule, month_end
from oversight.rules import Audit, Drill, Event


def months_of(year: FiscalYear) -> list[date]:
    """The first days of its twelve months."""
    first, last = year.first_day, year.last_day
    return [
        *(date(first.year, month, 1) for month in range(first.month, 13)),
        *(date(last.year, month, 1) for month in range(1, last.month + 1)),
    ]


@dataclass(frozen=True, slots=True)
class Followed:
    """A finding as its pictures count it.

    `given_on` is the day by which the account of follow-up takes it as made, `found_on` the one
    that is on record; None is unknown. `is_overdue` as of the day of the figures.
    """

    given_on: date | None
    found_on: date | None
    closed_on: date | None
    is_overdue: bool = False

    def is_pending(self, at: date) -> bool:
        """True where it was made by the end of `at` and not closed by then."""
        is_given = self.given_on is None or self.given_on <= at
        return is_given and (self.closed_on is None or self.closed_on > at)


@dataclass(frozen=True, slots=True)
class Flow:
    """The findings of a month: made and closed in it, and not closed by its end.

    `stock` is None of a month that is still to come.
    """

    month: date
    made: int
    closed: int
    stock: int | None
    until: date


def flow(findings: Sequence[Followed], year: FiscalYear, at: date) -> list[Flow]:
    """The findings month by month, as known by the end of `at`.

    One without a day is made in no month; it counts in the stock as the list of findings has it.
    """
    made = sorted(one.found_on for one in findings if one.found_on)
    closed = sorted(one.closed_on for one in findings if one.closed_on)
    given = sorted(one.given_on or date.min for one in findings)
    done = sorted(max(one.given_on or date.min, one.closed_on) for one in findings if one.closed_on)
    found = []
    for first in months_of(year):
        until = min(month_end(first.year, first.month), at)
        stock = bisect_right(given, until) - bisect_right(done, until) if first <= at else None
        within = _number(made, first, until), _number(closed, first, until)
        found.append(Flow(first, *within, stock, until))
    return found


def _number(days: Sequence[date], first: date, last: date) -> int:
    """How many of these sorted days lie between two, both included."""
    return max(0, bisect_right(days, last) - bisect_left(days, first))


@dataclass(frozen=True, slots=True)
class Ageing:
    """Findings that are not closed, by the days since they were made: overdue ones and others."""

    age: Age
    overdue: int
    others: int


def ageing(findings: Iterable[Followed], at: date) -> list[Ageing]:
    """The ageing of those whose day is on record, as of the end of `at`."""
    counts: Counter[tuple[Age, bool]] = Counter()
    for one in findings:
        if one.is_pending(at) and one.found_on is not None:
            counts[Age.of((at - one.found_on).days), one.is_overdue] += 1
    return [Ageing(age, counts[age, True], counts[age, False]) for age in Age]


class Work(StrEnum):
    """The sorts of work that a year holds."""

    MEETING = "meeting"
    INTERNAL = "internal"
    EXTERNAL = "external"
    ACCOUNTING = "accounting"
    AUDITOR = "auditor"
    DRILL = "drill"

    @classmethod
    def of(cls, event: Event) -> "Work":
        """The sort of an event: an audit's is its regime."""
        if isinstance(event, Audit):
            return cls(event.regime)
        return cls.DRILL if isinstance(event, Drill) else cls.MEETING


@dataclass(frozen=True, slots=True)
class Load:
    """The work of a fiscal year: how many events each of its months has, by their sort.

    `unfixed` have no month that is certain; `outside` lie in other years, wholly or in part.
    """

    year: FiscalYear
    months: Counter[tuple[date, Work]]
    unfixed: Counter[Work]
    outside: Counter[Work]

    def of_month(self, month: date) -> int:
        """The number of all events of a month."""
        return sum(self.months[month, work] for work in Work)

    @property
    def is_recorded(self) -> bool:
        """True where the register has anything of that year."""
        return any((self.months, self.unfixed.total(), self.outside.total()))


def load(events: Iterable[Event], year: FiscalYear) -> Load:
    """The work of the records of `year`, without what was called off.

    An event counts once in each month that it certainly touches.
    """
    months: Counter[tuple[date, Work]] = Counter()
    unfixed: Counter[Work] = Counter()
    outside: Counter[Work] = Counter()
    for event in events:
        if event.fiscal_year != year.year or event.is_off:
            continue
        work, touched = Work.of(event), months_touched(event.schedule)
        within = {month for month in touched if year.contains(month)}
        months.update((month, work) for month in within)
        unfixed[work] += not touched
        outside[work] += touched > within
    return Load(year, months, unfixed, outside)


def months_touched(schedule: Schedule) -> set[date]:
    """The first days of the months that it certainly touches: none of a quarter, nor with 頃."""
    found: set[date] = set()
    for segment in schedule.segments:
        if segment.approximate or segment.precision.rank > Precision.MONTH.rank:
            continue
        month, last = (day.replace(day=1) for day in segment.known_days())
        while month <= last:
            found.add(month)
            month = month_end(month.year, month.month) + timedelta(days=1)
    return found
