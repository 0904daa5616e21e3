"""A schedule carried into another fiscal year's plan, and held against what became of it.

Pure: no clock, no database.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dates.schedule import Precision, Schedule, Segment, bound, period
from dates.wording import word

MONTH = Precision.MONTH
FOREVER = 10_000 * 12  # later than any month; a month is counted as year * 12 + month


def moved(schedule: Schedule, years: int) -> Schedule:
    """The schedule so many years on, no more exact than the month.

    Days, 旬 and 頃 become the months they touch, each once; a range becomes one of months. Months
    and what is coarser keep their precision, open ends stay open, words stay words. Labels of
    phases are kept, hours of the clock dropped. Everything moves by whole years, so a day after
    the end of its record's fiscal year stays after that of the next one.

    Raises `ValueError` where that leaves the years that schedules have.
    """
    coarse: list[Segment] = []
    for segment in schedule.segments:
        _add(coarse, _coarsened(segment, years))
    return Schedule(tuple(coarse), schedule.words)


def moved_text(schedule: Schedule, years: int) -> str:
    """The moved schedule in official notation; phases stand one a line."""
    later = moved(schedule, years)
    return word(later, lines=any(segment.label for segment in later.segments))


def _coarsened(segment: Segment, years: int) -> Segment:
    first = max(segment.precision_at_start, MONTH, key=lambda precision: precision.rank)
    last = max(segment.precision_at_end, MONTH, key=lambda precision: precision.rank)
    is_mixed = first != last and None not in (segment.start, segment.end)
    coarsest = max(first, last, key=lambda precision: precision.rank)
    only = last if segment.start is None else first
    return Segment(
        start=_years_on(segment.start, years, first)[0] if segment.start else None,
        end=_years_on(segment.end, years, last)[1] if segment.end else None,
        precision=coarsest if is_mixed else only,
        label=segment.label,
        start_precision=first if is_mixed else None,
        end_precision=last if is_mixed else None,
    )


def _years_on(day: date, years: int, precision: Precision) -> tuple[date, date]:
    return period(day.replace(year=day.year + years, day=1), precision)


def _add(found: list[Segment], segment: Segment) -> None:
    """Add it, as one with those of its phase that have a month in common with it."""
    place = len(found)
    for index in reversed(range(len(found))):
        if _shares_a_month(found[index], segment):
            segment, place = _union(found.pop(index), segment), index
    found.insert(place, segment)


def _shares_a_month(one: Segment, other: Segment) -> bool:
    if one == other:
        return True
    is_monthly = one.precision == other.precision == MONTH
    first, last = zip(_months(one), _months(other), strict=True)
    is_bounded = -FOREVER not in first or FOREVER not in last  # until then, and from then on
    return is_monthly and is_bounded and one.label == other.label and max(first) <= min(last)


def _union(one: Segment, other: Segment) -> Segment:
    start = bound((one.start, other.start), min)
    return replace(one, start=start, end=bound((one.end, other.end), max))


def _months(segment: Segment) -> tuple[int, int]:
    """First and last month, as counted; far off where an end is open."""
    first = -FOREVER if segment.start is None else _month(segment.start)
    return first, FOREVER if segment.end is None else _month(segment.end)


def _month(day: date) -> int:
    return day.year * 12 + day.month


class Course(StrEnum):
    """The comparison of what became of a schedule with what was planned."""

    AS_PLANNED = "as_planned"
    LATER = "later"
    EARLIER = "earlier"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Slip:
    """Later or earlier by so many months; 0 months unless it is one of these."""

    course: Course
    months: int = 0

    @property
    def is_slip(self) -> bool:
        """True where it is certain that it was not as planned."""
        return self.course in (Course.LATER, Course.EARLIER)


def slip(planned: Schedule, actual: Schedule) -> Slip:
    """The distance of `actual` from the months that `planned` touches.

    Within them it is as planned, whatever the days. Otherwise the month farthest from its nearest
    planned month says by how much; as near to one before as to one after, it is later. Of a
    quarter, a half or a year only the nearest month is certain. It is undetermined where either
    names no day, or where the actual one is said so roughly (頃, the quarter that the planned month
    is in …) that it may well be as planned.
    """
    if not planned.segments or not actual.segments:
        return Slip(Course.UNDETERMINED)
    spans = [_months(segment) for segment in planned.segments]
    strays = {segment: _strays(segment, spans) for segment in actual.segments}
    if not any(any(distances) for distances in strays.values()):
        return Slip(Course.AS_PLANNED)
    if any(_is_rough(segment, distances) for segment, distances in strays.items()):
        return Slip(Course.UNDETERMINED)
    months = max((_certain(*stray) for stray in strays.items()), key=lambda off: (abs(off), off))
    return Slip(Course.LATER if months > 0 else Course.EARLIER, abs(months))


def _strays(segment: Segment, spans: list[tuple[int, int]]) -> list[int]:
    """The distance of each month of a segment from its nearest planned one."""
    first, last = segment.known_days()
    return [_distance(month, spans) for month in range(_month(first), _month(last) + 1)]


def _certain(segment: Segment, distances: list[int]) -> int:
    choose = max if segment.precision.rank <= MONTH.rank else min
    return choose(distances, key=lambda off: (abs(off), off))


def _distance(month: int, spans: list[tuple[int, int]]) -> int:
    """Months from the nearest planned month: positive after it, negative before, 0 within."""
    distances = [max(first - month, 0) * -1 or max(month - last, 0) for first, last in spans]
    return min(distances, key=lambda distance: (abs(distance), -distance))


def _is_rough(segment: Segment, distances: list[int]) -> bool:
    """Return True if a segment that is not within the plan may be so all the same."""
    is_coarse = segment.precision.rank > MONTH.rank
    return any(distances) and (segment.approximate or (is_coarse and not all(distances)))
