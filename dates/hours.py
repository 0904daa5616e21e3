"""A time of day that stands in a column of its own, joined to its row's date."""

import re
import unicodedata

from dates import notation
from dates.fiscal import FiscalYear
from dates.messages import ErrorCode, NotationError
from dates.schedule import Precision, Schedule, Segment
from dates.wording import word

_SECONDS = re.compile(r"(\d[:：]\d\d)[:：]00(?!\d)")
# Nothing, or what a program shows of an empty cell.
_UNSAID = re.compile(r"未定|[-－―–—]|0?0:00(:00)?|")


def with_hours(when: str, hours: str, fiscal_year: FiscalYear | None) -> str:
    """The text that says both a date and the hours beside it; `when` where those say nothing.

    Raises `NotationError` where the date is not one exact day, where the hours are none or differ
    from those that the date says itself.
    """
    if _UNSAID.fullmatch(unicodedata.normalize("NFKC", "".join(hours.split()))):
        return when
    day = _day(notation.read(when, fiscal_year=fiscal_year).schedule)
    if day is None:
        raise NotationError(ErrorCode.NO_DAY_FOR_HOURS, when)
    is_timed = day.precision == Precision.MINUTE
    date_text = word(Schedule((_untimed(day),))) if is_timed else when
    joined = date_text + " " + _SECONDS.sub(r"\1", hours)
    try:
        timed = _day(notation.read(joined, fiscal_year=fiscal_year).schedule)
    except NotationError:
        timed = None
    if timed is None or timed.start != day.start or timed.precision != Precision.MINUTE:
        raise NotationError(ErrorCode.NO_HOURS, hours)
    if is_timed and _times(timed) != _times(day):
        raise NotationError(ErrorCode.OTHER_HOURS, hours)
    return when if is_timed else joined


def without_hours(schedule: Schedule) -> Schedule:
    """The same days, and no more said of them."""
    return Schedule(tuple(map(_untimed, schedule.segments)), schedule.words)


def schedules_agree(one: Schedule, other: Schedule) -> bool:
    """Return True if both are of the same days and, if both tell hours, of the same hours."""
    return one == other or other == without_hours(one) or one == without_hours(other)


def has_hours(schedule: Schedule) -> bool:
    """Return True if a time of day is said."""
    return any(segment.start_time or segment.end_time for segment in schedule.segments)


def _day(schedule: Schedule) -> Segment | None:
    """The one day that it names exactly, timed or not."""
    if len(schedule.segments) != 1:
        return None
    segment = schedule.segments[0]
    is_exact = segment.precision in (Precision.DAY, Precision.MINUTE)
    is_day = is_exact and segment.start is not None and segment.start == segment.end
    is_vague = segment.approximate and segment.precision == Precision.DAY
    return segment if is_day and not is_vague else None


def _times(segment: Segment) -> tuple[object, ...]:
    return segment.start_time, segment.end_time, segment.approximate


def _untimed(segment: Segment) -> Segment:
    if segment.precision != Precision.MINUTE or segment.start_precision:
        return segment
    return Segment(segment.start, segment.end, Precision.DAY, label=segment.label)
