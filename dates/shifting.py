"""A schedule shifted into another fiscal year's plan, and compared with what became of it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dates.schedule import Precision, Schedule, Segment, bound, period
from dates.wording import word

MONTH = Precision.MONTH
FOREVER = 10_000 * 12  # later than any month; a month is counted as year * 12 + month


def shifted(schedule: Schedule, years: int) -> Schedule:
    """The schedule so many years on, no more exact than the month.

    Days, 旬 and 頃 become the months they touch, each once; a range becomes one of months, and one
    with those of its phase that have a month in common with it. Months and what is coarser keep
    their precision, open ends stay open, words stay words. Labels of phases are kept, hours of the
    clock dropped. Everything moves by whole years, so a day after the end of its record's fiscal
    year stays after that of the next one.

    Raises `ValueError` where that leaves the years that schedules have.
    """
    found: list[Segment] = []
    for each in schedule.segments:
        segment, place = _coarsened(each, years), len(found)
        for index in reversed(range(len(found))):
            if _shares_a_month(found[index], segment):
                other, place = found.pop(index), index
                start = bound((other.start, segment.start), min)
                segment = replace(other, start=start, end=bound((other.end, segment.end), max))
        found.insert(place, segment)
    return Schedule(tuple(found), schedule.words)


def shifted_text(schedule: Schedule, years: int) -> str:
    """The shifted schedule in official notation; phases stand one a line."""
    later = shifted(schedule, years)
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


def _shares_a_month(one: Segment, other: Segment) -> bool:
    if one == other:
        return True
    is_monthly = one.precision == other.precision == MONTH
    first, last = zip(_months(one), _months(other), strict=True)
    is_bounded = -FOREVER not in first or FOREVER not in last  # until then, and from then on
    return is_monthly and is_bounded and one.label == other.label and max(first) <= min(last)


def _months(segment: Segment) -> tuple[int, int]:
    """First and last month, as counted; far off where an end is open."""
    first = -FOREVER if segment.start is None else _month(segment.start)
    return first, FOREVER if segment.end is None else _month(segment.end)


def _month(day: date) -> int:
    return day.year * 12 + day.month


class SlipKind(StrEnum):
    """The comparison of what became of a schedule with what was planned."""

    AS_PLANNED = "as_planned"
    LATER = "later"
    EARLIER = "earlier"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Slip:
    """Later or earlier by so many months; 0 months unless it is one of these."""

    kind: SlipKind
    months: int = 0

    @property
    def is_slip(self) -> bool:
        """True where it is certain that it was not as planned."""
        return self.kind in (SlipKind.LATER, SlipKind.EARLIER)


def slip(planned: Schedule, actual: Schedule) -> Slip:
    """The distance of `actual` from the months that `planned` touches.

    Within them it is as planned, whatever the days. Otherwise the month farthest from its nearest
    planned month says by how much; as near to one before as to one after, it is later. Of a
    quarter, a half or a year only the nearest month is certain. It is undetermined where either
    names no day, or where the actual one is said so roughly (頃, the quarter that the planned month
    is in …) that it may well be as planned.
    """
    if not planned.segments or not actual.segments:
        return Slip(SlipKind.UNDETERMINED)
    spans = [_months(segment) for segment in planned.segments]
    distances = {segment: _distances(segment, spans) for segment in actual.segments}
    if not any(any(found) for found in distances.values()):
        return Slip(SlipKind.AS_PLANNED)
    certain: list[int] = []
    for segment, found in distances.items():
        is_coarse = segment.precision.rank > MONTH.rank
        if any(found) and (segment.approximate or (is_coarse and not all(found))):
            return Slip(SlipKind.UNDETERMINED)  # it may be within the plan all the same
        choose = min if is_coarse else max
        certain.append(choose(found, key=_weight))
    months = max(certain, key=_weight)
    return Slip(SlipKind.LATER if months > 0 else SlipKind.EARLIER, abs(months))


def _distances(segment: Segment, spans: list[tuple[int, int]]) -> list[int]:
    """Months of a segment from their nearest planned one: negative before it, 0 within."""
    found: list[int] = []
    first, last = segment.known_days()
    for month in range(_month(first), _month(last) + 1):
        offs = [max(begin - month, 0) * -1 or max(month - end, 0) for begin, end in spans]
        found.append(min(offs, key=lambda off: (abs(off), -off)))
    return found


def _weight(months: int) -> tuple[int, int]:
    """The sort key of distances: the farthest last, and of two as far the later one."""
    return abs(months), months
