"""The slip of an audit against its plan in days, as exactly as both are known and no more so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dates import Schedule, Segment, period


class Course(StrEnum):
    """How the days of an audit stand to those of its plan."""

    EXACT = "exact"
    WITHIN = "within"
    BETWEEN = "between"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DaySlip:
    """Later than planned by so many days, earlier where negative: from `least` to `most`.

    They are the same number where both sides are known to the day. Of what lies within a period
    that was planned, as a day in a month, the number tells nothing: it is as planned.
    """

    course: Course
    least: int = 0
    most: int = 0


def slip_of_beginning(planned: Schedule, actual: Schedule) -> DaySlip:
    """The slip of the first day."""
    return _slip(beginning(planned), beginning(actual))


def slip_of_end(planned: Schedule, actual: Schedule) -> DaySlip:
    """The slip of the last day."""
    return _slip(end(planned), end(actual))


def beginning(schedule: Schedule) -> tuple[date, date] | None:
    """The days between which its first day lies, both included; None where they are not known."""
    found = [
        (segment.start, period(segment.start, segment.precision_at_start)[1])
        for segment in schedule.segments
        if segment.start and not _is_rough(segment, "start")
    ]
    return _bounds(found, schedule, min)


def end(schedule: Schedule) -> tuple[date, date] | None:
    """The same of its last day."""
    found = [
        (period(segment.end, segment.precision_at_end)[0], segment.end)
        for segment in schedule.segments
        if segment.end and not _is_rough(segment, "end")
    ]
    return _bounds(found, schedule, max)


def _bounds(
    found: list[tuple[date, date]],
    schedule: Schedule,
    choose: Callable[[Iterable[date]], date],
) -> tuple[date, date] | None:
    if not found or len(found) < len(schedule.segments):
        return None
    return choose(first for first, _last in found), choose(last for _first, last in found)


def _is_rough(segment: Segment, which: str) -> bool:
    """True where that end of it is said with 頃."""
    return segment.approximate and segment.exact_end != which


def _slip(planned: tuple[date, date] | None, actual: tuple[date, date] | None) -> DaySlip:
    if planned is None or actual is None:
        return DaySlip(Course.UNKNOWN)
    least, most = (actual[0] - planned[1]).days, (actual[1] - planned[0]).days
    if least == most:
        return DaySlip(Course.EXACT, least, most)
    if planned[0] <= actual[0] and actual[1] <= planned[1]:
        return DaySlip(Course.WITHIN)
    return DaySlip(Course.BETWEEN, least, most)
