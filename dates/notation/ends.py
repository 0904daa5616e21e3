"""Two ends made one segment, and the hours that hold on each of its days."""

from dataclasses import dataclass, replace
from datetime import time

from dates.messages import ErrorCode
from dates.notation.clocks import clock_times
from dates.notation.context import Point
from dates.notation.errors import Unreadable
from dates.notation.syntax import Item, Piece, Span
from dates.schedule import Precision, Segment


@dataclass(frozen=True, slots=True)
class End:
    """One end of a segment: the point and its time of day."""

    point: Point
    at: time | None = None

    @property
    def precision(self) -> Precision:
        """The point's, or to the minute."""
        return Precision.MINUTE if self.at else self.point.precision


def in_order(first: Piece, last: Piece) -> tuple[time, time]:
    """Hours of one day, refused if they run backwards."""
    times = clock_times(first, last)
    if times[0] >= times[1]:
        raise Unreadable(ErrorCode.BACKWARDS, Piece("hours", None, first.first, last.last))
    return times


def on_each_day(segment: Segment, times: tuple[time | None, time], place: Item) -> Segment:
    """A day, or several, with the hours that hold on each."""
    if None in (segment.start, segment.end) or segment.precision != Precision.DAY:
        raise Unreadable(ErrorCode.NO_DATE, place)
    daily = segment.start != segment.end
    first, last = times
    return replace(
        segment, precision=Precision.MINUTE, start_time=first, end_time=last, daily=daily
    )


def approximate(span: Span) -> bool:
    """Return True if either end is followed by 頃."""
    return any(when is not None and when.approximate for when in (span.start, span.end))


def exact_end(span: Span) -> str:
    """The end of a range to which 頃 does not apply; nothing if to both or none."""
    if span.start is None or span.end is None or span.start.approximate == span.end.approximate:
        return ""
    return "end" if span.start.approximate else "start"


def make(span: Span, start: End | None, end: End | None, label: str) -> Segment:
    """The segment of two ends, one of which may be open; `Unreadable` if it runs backwards."""
    precisions = [found.precision for found in (start, end) if found]
    if span.single or (start and end and start.point is end.point):
        precisions = precisions[:1]
    mixed = len(set(precisions)) > 1
    try:
        return Segment(
            start.point.first if start else None,
            end.point.last if end else None,
            max(precisions, key=lambda precision: precision.rank),
            start.at if start else None,
            end.at if end else None,
            approximate=approximate(span),
            label=label,
            start_precision=precisions[0] if mixed else None,
            end_precision=precisions[1] if mixed else None,
            exact_end=exact_end(span) if start and end else "",
        )
    except ValueError as error:
        raise Unreadable(ErrorCode.BACKWARDS, span) from error
