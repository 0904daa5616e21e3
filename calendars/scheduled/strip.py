"""A schedule on small month strips. Only what is known to the day is marked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from calendars.scheduled.messages import message_text
from dates import Schedule, closed_because, is_exact, month_end

MOST_STRIPS = 3


@dataclass(frozen=True, slots=True)
class StripDay:
    """A day of a strip."""

    date: date
    is_marked: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """One month, all its days in a row."""

    year: int
    month: int
    days: tuple[StripDay, ...]


def month_strips(schedule: Schedule) -> list[Strip]:
    """The first months, at most `MOST_STRIPS`, in which `schedule` has days known exactly."""
    stretches = _stretches(schedule)
    return [
        Strip(year, month, tuple(_strip_days(year, month, stretches)))
        for year, month in _all_months(stretches)[:MOST_STRIPS]
    ]


def months_left_out(schedule: Schedule) -> int:
    """The number of months that have such days beyond those of `month_strips`."""
    return max(len(_all_months(_stretches(schedule))) - MOST_STRIPS, 0)


def closed_days(schedule: Schedule) -> list[tuple[date, Any]]:
    """Days on which something begins or ends though offices are closed, each with the reason."""
    ends = {day for part in schedule.segments if is_exact(part) for day in part.known_days()}
    reasons = ((day, closed_because(day)) for day in sorted(ends))
    return [(day, message_text(reason)) for day, reason in reasons if reason]


def _stretches(schedule: Schedule) -> list[tuple[date, date]]:
    return [part.known_days() for part in schedule.segments if is_exact(part)]


def _all_months(stretches: Iterable[tuple[date, date]]) -> list[tuple[int, int]]:
    return sorted({month for stretch in stretches for month in _months(*stretch)})


def _strip_days(
    year: int, month: int, stretches: Iterable[tuple[date, date]]
) -> Iterator[StripDay]:
    for number in range(1, month_end(year, month).day + 1):
        day = date(year, month, number)
        is_marked = any(first <= day <= last for first, last in stretches)
        yield StripDay(day, is_marked, bool(closed_because(day)))


def _months(first: date, last: date) -> list[tuple[int, int]]:
    begin, end = (day.year * 12 + day.month - 1 for day in (first, last))
    return [(count // 12, count % 12 + 1) for count in range(begin, end + 1)]
