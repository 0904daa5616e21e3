"""Distances of a schedule from its fiscal year and from a day."""

from datetime import date

from dates.fiscal import FiscalYear
from dates.messages import Notice, WarningCode, notice
from dates.schedule import Schedule, Segment, month_end, period
from dates.wording import word

ALLOWANCE = 3  # months


def far_from(schedule: Schedule, year: FiscalYear) -> tuple[Notice, ...]:
    """A notice for each segment that begins or ends far from `year`.

    Three months before it belong to its preparation; the three after it are those in which its
    settlement is audited and goes to the minister (平成25年法律第29号). What is known less exactly
    than that is near where it touches the year itself.
    """
    own = {"first": year.first_day, "last": year.last_day}
    return tuple(
        notice(WarningCode.FAR, part=word(Schedule((segment,))), **own)
        for segment in schedule.segments
        if not _is_near(segment, year)
    )


def lies_ahead(schedule: Schedule, year: FiscalYear | None, today: date) -> bool:
    """Return True if a part of `schedule`, or without dates the year, can only begin after `today`.

    A month or a range that has begun is not ahead, nor is what is open at its start. 頃 is taken
    for any day of the month.
    """
    if not schedule.segments:
        return year is not None and year.first_day > today
    firsts = (_earliest(segment) for segment in schedule.segments if segment.start)
    return any(first > today for first in firsts)


def earliest_day(schedule: Schedule) -> date | None:
    """The first day on which it may have begun; None where that is open or not known."""
    if schedule.starts_on is None:
        return None
    return min(_earliest(segment) for segment in schedule.segments)


def _earliest(segment: Segment) -> date:
    is_exact = not segment.approximate or segment.exact_end == "start"
    first, _last = segment.known_days()
    return first if is_exact else first.replace(day=1)


def _is_near(segment: Segment, year: FiscalYear) -> bool:
    """Return True if the day, month, … in which it begins is near, and that in which it ends."""
    start, end = segment.start, segment.end
    begins = period(start, segment.precision_at_start) if start else None
    ends = period(end, segment.precision_at_end) if end else None
    earliest = date(year.year, 4 - ALLOWANCE, 1)
    latest = month_end(year.year + 1, 3 + ALLOWANCE)
    return all(
        (earliest <= first and last <= latest)
        or (first <= year.last_day and year.first_day <= last)
        for first, last in filter(None, (begins, ends))
    )
