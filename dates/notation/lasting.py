"""Lengths: ５日間 and ３か月間, counted from a first day or held against two."""

from dataclasses import replace
from datetime import date, timedelta

from dates.fiscal import LAST_YEAR
from dates.messages import ErrorCode
from dates.notation.context import Point
from dates.notation.errors import KeptAsWords, Unreadable
from dates.notation.syntax import Piece
from dates.schedule import Precision, Segment, month_end, period

DAYS_IN = {"days": 1, "weeks": 7}
MONTHS_IN = {"months": 1, "years": 12}
# The precisions from which each can be counted on; a vaguer first day would gain precision.
COUNTED: dict[str, tuple[Precision, ...]] = {
    "days": (Precision.DAY,),
    "weeks": (Precision.DAY,),
    "months": (Precision.DAY, Precision.MONTH),
    "years": (Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.FISCAL_YEAR),
}


def last_day(first: date, number: int, unit: str) -> date:
    """The last of so many days, weeks, months or years of which `first` is the first day.

    Months and years go by the calendar: they end before the day of the same number, or, where
    the last month has none, with that month (Civil Code, article 143(2)).
    """
    if unit in DAYS_IN:
        return first + timedelta(days=number * DAYS_IN[unit] - 1)
    months = first.month - 1 + number * MONTHS_IN[unit]
    last = month_end(first.year + months // 12, months % 12 + 1)
    return last if first.day > last.day else last.replace(day=first.day) - timedelta(days=1)


def last_point(start: Point, length: Piece) -> Point:
    """The end of ９月１日から５日間, as exact as its beginning.

    Raises `KeptAsWords` where that is too vague to be counted from（９月から５日間）.
    """
    number, unit = length.value
    if not number:
        raise Unreadable(ErrorCode.NO_SUCH_DAY, length)
    if start.precision not in COUNTED[unit]:
        raise KeptAsWords(length)
    last = last_day(start.first, number, unit)
    if last.year > LAST_YEAR:
        raise Unreadable(ErrorCode.OUT_OF_RANGE, length)
    first = period(last, start.precision)[0]
    return replace(start, first=first, last=last, when=replace(start.when, weekdays=()))


def check_length(length: Piece, segments: list[Segment]) -> None:
    """Refuse（３日間）of a range that is not so long, nor all days of the list together."""
    number, unit = length.value
    segment = segments[-1]
    if unit in MONTHS_IN:
        if segment.start is None or segment.end is None:
            raise Unreadable(ErrorCode.WRONG_YEARS, length)
        if not number or last_day(segment.start, number, unit) != segment.end:
            raise Unreadable(ErrorCode.WRONG_YEARS, length)
        return
    counts = [days_of(segment) for segment in segments]
    if not counts[-1]:  # ９月（２日間）
        raise Unreadable(ErrorCode.NO_DATE, length)
    if number * DAYS_IN[unit] not in (counts[-1], sum(counts)):
        raise Unreadable(ErrorCode.WRONG_COUNT, length, count=counts[-1])


def days_of(segment: Segment) -> int:
    """The number of days of a segment; none where it is open or vague."""
    if segment.start is None or segment.end is None or segment.precision.rank > 1:
        return 0
    return (segment.end - segment.start).days + 1
