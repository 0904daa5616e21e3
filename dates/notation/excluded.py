"""（土日を除く）: whether days that a schedule names are left out of it."""

from collections.abc import Iterable
from datetime import date, timedelta

import jpholiday

from dates.notation.syntax import CLOSED, HOLIDAY, Piece
from dates.schedule import Precision, Segment
from dates.workdays import closed_because

EXACT = (Precision.MINUTE, Precision.DAY)


def leaves_out(excluded: Piece, segments: Iterable[Segment]) -> bool:
    """Return True if a day of the segments is excluded, or may be where they are vague."""
    return any(touches(segment, excluded.value) for segment in segments)


def touches(segment: Segment, excluded: frozenset[int | str]) -> bool:
    """Return True if it has an excluded day; a vague or open one may have, one of a year has."""
    exact = {segment.precision_at_start, segment.precision_at_end} <= set(EXACT)
    start, end = segment.start, segment.end
    if not exact or start is None or end is None or (end - start).days > 365:
        return True
    days = (start + timedelta(days=number) for number in range((end - start).days + 1))
    return any(is_off(day, excluded) for day in days)


def is_off(day: date, excluded: frozenset[int | str]) -> bool:
    """Return True for an excluded day of the week, a holiday or a day without office hours."""
    if day.weekday() in excluded or (HOLIDAY in excluded and jpholiday.is_holiday(day)):
        return True
    return CLOSED in excluded and bool(closed_because(day))
