"""A part of a schedule on the scale of a month or a year, for a list of them: pure layout."""

from dataclasses import dataclass
from datetime import date, timedelta

from dates import Segment, is_exact

WIDTH, NARROWEST = 372, 8  # in units: twelve for a day of the longest month; a bar that is seen


@dataclass(frozen=True, slots=True)
class Track:
    """A bar from `left` to `right` on a line `WIDTH` units long.

    It `comes` from before the line and `goes` on after it where the days do, or where that end is
    open.
    """

    left: float
    right: float
    is_exact: bool
    comes: bool
    goes: bool

    @property
    def width(self) -> float:
        """In units."""
        return round(self.right - self.left, 1)


def track(segment: Segment, first: date, last: date) -> Track:
    """Where `segment` lies among the days from `first` to `last`, both included.

    Raises `ValueError` where it touches none of them.
    """
    start, end = segment.known_days()
    if start > last or end < first:
        raise ValueError("nothing of it to draw")
    days = (last - first).days + 1
    begin = (max(start, first) - first).days / days * WIDTH
    finish = (min(end, last) + timedelta(days=1) - first).days / days * WIDTH
    finish = max(finish, begin + NARROWEST)
    begin, finish = begin - max(finish - WIDTH, 0), min(finish, WIDTH)
    return Track(
        round(begin, 1),
        round(finish, 1),
        is_exact(segment),
        comes=start < first or segment.start is None,
        goes=end > last or segment.end is None,
    )
