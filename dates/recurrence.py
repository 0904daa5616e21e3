"""The days on which something comes again, by a rule, and what becomes of a closed day.

Names are those of RFC 5545, 3.3.10. Its rules know neither working days nor the offices' closed
days, so the days are counted here; `dateutil.rrule` says the same of all that both can say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count as count_from
from itertools import islice

from dates.fiscal import LAST_YEAR
from dates.messages import Notice
from dates.schedule import month_end
from dates.workdays import closed_because, next_workday, previous_workday

LAST_DAY = date(LAST_YEAR, 12, 31)
LONGEST_MONTH = 31


class Frequency(StrEnum):
    """The period that a rule goes by; the days of each are chosen by the rule's other parts.

    A quarter and a year have one month: every third and every twelfth from that of the start on.
    """

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}


class ClosedDayRule(StrEnum):
    """What becomes of a day on which offices are closed."""

    KEEP = "keep"
    PREVIOUS = "previous"
    NEXT = "next"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class RecurrenceInstance:
    """A day by the rule, the day that it becomes (None if dropped), and why it was closed."""

    original: date
    day: date | None
    closed: Notice | None = None

    @property
    def is_moved(self) -> bool:
        """True where it takes place on another day than the rule's."""
        return self.day not in (None, self.original)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A rule by which days come again.

    Every `interval` periods of `freq`, weeks beginning on Monday, it takes the days that are

    - `bymonthday`: that day of the month, -1 its last. A month without such a day has none, as in
      the RFC; who means the last day says -1, not 31.
    - `byday`: days of the week, 0 is Monday.
    - `byworkday`: days on which offices are open (see `closed_because`).

    `bysetpos` takes one of those days in each month only: 1 the first, -1 the last. Without any of
    these it is the start's weekday or day of the month.

    It ends after `count` days or with the day `until`, at most one of which is given; otherwise it
    goes on to the end of 2100. Both are held to the days by the rule: what `closed` moves may lie
    after `until`, what it drops is counted. Raises `ValueError` for a rule that makes no sense.
    """

    freq: Frequency
    interval: int = 1
    count: int | None = None
    until: date | None = None
    bymonthday: int | None = None
    byday: tuple[int, ...] = ()
    byworkday: bool = False
    bysetpos: int | None = None
    closed: ClosedDayRule = ClosedDayRule.KEEP

    def __post_init__(self) -> None:
        is_weekly = self.freq == Frequency.WEEKLY
        if self.interval < 1 or (self.count is not None and self.count < 1):
            raise ValueError("interval and count are at least 1")
        if self.count is not None and self.until is not None:
            raise ValueError("a rule has a count or an until, not both")
        if (self.bymonthday is not None) + bool(self.byday) + self.byworkday > 1:
            raise ValueError("a rule has one of bymonthday, byday, byworkday")
        if self.bymonthday is not None and (is_weekly or not _is_place(self.bymonthday)):
            raise ValueError("bymonthday is a day of a month, 1 to 31 or -1 to -31")
        if not set(self.byday) <= set(range(7)):
            raise ValueError("byday are days of the week, 0 to 6")
        if self.bysetpos is None:
            return
        if is_weekly or not (self.byday or self.byworkday) or not _is_place(self.bysetpos):
            raise ValueError("bysetpos is a place among the byday or byworkday of a month")

    def instances(self, start: date) -> Iterator[RecurrenceInstance]:
        """The days from `start` on, in the order of the rule; two may move to the same day."""
        last = min(self.until or LAST_DAY, LAST_DAY)
        found = (day for day in self._days_by_rule(start, last) if start <= day <= last)
        for original in islice(found, self.count):
            closed = closed_because(original)
            yield RecurrenceInstance(
                original, self._open_day(original) if closed else original, closed
            )

    def days(self, start: date) -> Iterator[date]:
        """The days from `start` on, moved and without those dropped."""
        return (each.day for each in self.instances(start) if each.day is not None)

    def _open_day(self, closed: date) -> date | None:
        match self.closed:
            case ClosedDayRule.PREVIOUS:
                return previous_workday(closed)
            case ClosedDayRule.NEXT:
                return next_workday(closed)
            case ClosedDayRule.DROP:
                return None
        return closed

    def _days_by_rule(self, start: date, last: date) -> Iterator[date]:
        for first, end in self._periods(start, last):
            length = (end - first).days + 1
            days = [first + timedelta(days) for days in range(length)]
            fitting = [day for day in days if self._fits(day, start, end)]
            if self.bysetpos is None:
                yield from fitting
            elif abs(self.bysetpos) <= len(fitting):
                yield fitting[self.bysetpos - (self.bysetpos > 0)]

    def _periods(self, start: date, last: date) -> Iterator[tuple[date, date]]:
        """First and last day of each week or month, from that of `start` to that of `last`."""
        if self.freq == Frequency.WEEKLY:
            first = start - timedelta(start.weekday())
            while first <= last:
                yield first, first + timedelta(6)
                first += timedelta(7 * self.interval)
            return
        step = MONTHS[self.freq] * self.interval
        for months in count_from(start.year * 12 + start.month - 1, step):
            year, month = months // 12, months % 12 + 1
            if (year, month) > (last.year, last.month):
                return
            yield date(year, month, 1), month_end(year, month)

    def _fits(self, day: date, start: date, end: date) -> bool:
        """Return True if the rule takes this day of the period that ends with `end`."""
        if self.byday:
            return day.weekday() in self.byday
        if self.byworkday:
            return closed_because(day) is None
        if self.freq == Frequency.WEEKLY:
            return day.weekday() == start.weekday()
        wanted = start.day if self.bymonthday is None else self.bymonthday
        return day.day == (wanted if wanted > 0 else end.day + 1 + wanted)


def _is_place(number: int) -> bool:
    return 1 <= abs(number) <= LONGEST_MONTH
