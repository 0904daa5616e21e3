"""A schedule on small month strips. Only what is known to the day is marked."""

from collections.abc import Iterable
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
    stretches, strips = _stretches(schedule), []
    for year, month in _months(stretches)[:MOST_STRIPS]:
        last_day = month_end(year, month).day
        days = [date(year, month, number) for number in range(1, last_day + 1)]
        marked = [any(first <= day <= last for first, last in stretches) for day in days]
        closed = [bool(closed_because(day)) for day in days]
        strips.append(Strip(year, month, tuple(map(StripDay, days, marked, closed))))
    return strips


def months_left_out(schedule: Schedule) -> int:
    """The number of months that have such days beyond those of `month_strips`."""
    return max(len(_months(_stretches(schedule))) - MOST_STRIPS, 0)


def closed_days(schedule: Schedule) -> list[tuple[date, Any]]:
    """Days on which something begins or ends though offices are closed, each with the reason."""
    ends = {day for part in schedule.segments if is_exact(part) for day in part.known_days()}
    reasons = ((day, closed_because(day)) for day in sorted(ends))
    return [(day, message_text(reason)) for day, reason in reasons if reason]


def _stretches(schedule: Schedule) -> list[tuple[date, date]]:
    return [part.known_days() for part in schedule.segments if is_exact(part)]


def _months(stretches: Iterable[tuple[date, date]]) -> list[tuple[int, int]]:
    """The months that these touch, each once and in order."""
    counts = {
        count
        for first, last in stretches
        for count in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    }
    return [(count // 12, count % 12 + 1) for count in sorted(counts)]
