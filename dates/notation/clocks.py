"""Clock times, of which 午前 and 午後 may be said once for two."""

from datetime import time

from dates.messages import ErrorCode
from dates.notation.errors import Unreadable
from dates.notation.syntax import Clock, Piece, Span


def clock_time(piece: Piece, half: int | None = None) -> time:
    """The time of day of a clock piece; `half` is 午前 (0) or 午後 (12) said before it, or None.

    午前12時 and 午後12時 are noon or midnight, depending on whom one asks: refused.
    """
    clock: Clock = piece.value
    hour = clock.hour
    if clock.half is not None:
        half = clock.half
    if half is not None and not clock.noon:
        if clock.half is not None and hour >= 12:
            raise Unreadable(ErrorCode.AMBIGUOUS if hour == 12 else ErrorCode.NO_SUCH_TIME, piece)
        hour = hour + half if hour < 12 else hour
    if clock.abroad:
        raise Unreadable(ErrorCode.ZONE, piece)
    if clock.second:
        raise Unreadable(ErrorCode.SECONDS, piece)
    if hour > 23 or clock.minute > 59:
        raise Unreadable(ErrorCode.NO_SUCH_TIME, piece)
    return time(hour, clock.minute)


def clock_times(start: Piece, end: Piece) -> tuple[time, time]:
    """Both times of a range: 午後２時から４時 is until 16:00.

    ２時～午後４時 is refused: the first can be two in the morning.
    """
    first, last = start.value, end.value
    unsaid = first.half is None and not first.noon
    if unsaid and last.half == 12 and first.hour + 12 < last.hour + 12 and first.hour < 12:
        raise Unreadable(ErrorCode.AMBIGUOUS, start)
    return clock_time(start), clock_time(end, first.half or None)


def clocks_of(span: Span) -> tuple[Piece, ...]:
    """The clock time at which a span begins, or the hours of each of its days."""
    first = span.start and span.start.pieces.get("clock")
    return (first,) if first else span.clocks[:1]


def is_at_night(piece: Piece) -> bool:
    """Return True for one to six o'clock without 午前: offices mostly mean the afternoon."""
    clock: Clock = piece.value
    return clock.half is None and 1 <= clock.hour < 6
