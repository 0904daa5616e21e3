"""A schedule as events: the days that each covers, and what its title says about them."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dates import Precision, Schedule, Segment, Style, month_end, period, word

LONGEST_EXACT = 31  # days; a longer bar fills month views, so it is told as a span

_ERA_YEAR = re.compile(r"\w{2}(?:元|[0-9０-９]+)年(?!度)")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event of a schedule: a segment, and the days `first` to `last` that a calendar shows.

    `key` tells it from the others of its schedule ("" where there is only one) and stays the same
    when other segments change; `part` is 「2/4日目」-like, or the segment's label. A span can be
    marked on single days instead; `marked` is then the one.
    """

    segment: Segment
    first: date
    last: date
    key: str = ""
    part: str = ""
    marked: date | None = None

    @property
    def days(self) -> tuple[date, date]:
        """First and last day of the event."""
        return (self.marked, self.marked) if self.marked else (self.first, self.last)

    def markers(self) -> list["Occurrence"]:
        """In the place of its bar, one day a month: the first day of each month that it shows."""
        days = [self.first]
        while (following := month_end(days[-1].year, days[-1].month) + timedelta(1)) <= self.last:
            days.append(following)
        start = f"{self.key}-" if self.key else ""
        return [replace(self, key=f"{start}{day:%Y%m}", marked=day) for day in days]

    @property
    def is_open(self) -> bool:
        return self.segment.start is None or self.segment.end is None

    @property
    def is_timed(self) -> bool:
        """True when a clock can show it: it starts at a time and, after days, ends at one."""
        segment = self.segment
        endless = self.first != self.last and segment.end_time is None
        return segment.start_time is not None and not endless and not self.is_span

    @property
    def is_span(self) -> bool:
        """True when its days are not all known: vague, open, or too long to be a row of days."""
        told = self.segment.precision in (Precision.MINUTE, Precision.DAY)
        return not told or self.is_open or (self.last - self.first).days >= LONGEST_EXACT

    @property
    def is_tentative(self) -> bool:
        """True when a subscriber must not take its days as settled."""
        return self.is_span or self.segment.approximate

    @property
    def is_day_unknown(self) -> bool:
        """True when the record leaves open on which of the days shown it takes place."""
        return self.is_tentative and not self.is_timed

    @property
    def remark(self) -> str:
        """A title's remark on days that are not all known: 「11月・日未定」; "" otherwise."""
        if not self.is_tentative:
            return ""
        exact_ends = self.segment.precision in (Precision.MINUTE, Precision.DAY)
        words = self._words()
        return words if self.is_open or exact_ends else f"{words}・日未定"

    @property
    def edtf(self) -> str:
        """The interval in EDTF (ISO 8601-2)."""
        return word(Schedule((self._unlabelled(),)), Style.EDTF)

    def _unlabelled(self) -> Segment:
        return replace(self.segment, label="")

    def _words(self) -> str:
        words = word(Schedule((self._unlabelled(),)), Style.OFFICIAL)
        within_a_year = not self.is_open and len(_ERA_YEAR.findall(words)) == 1
        finer = self.segment.precision.rank <= Precision.MONTH.rank
        if within_a_year and finer and self.first.year == self.last.year:
            return _ERA_YEAR.sub("", words)  # the calendar itself shows the year
        return words


def occurrences(schedule: Schedule) -> list[Occurrence]:
    """The events of a schedule, day after day; none for one that is undated.

    Several are told apart by their first day, and by how often that has been there. Their part is
    「2/4日目」 among single days, 「1/2」 where one lasts longer; after its label if any.
    """
    parted = [part for segment in schedule.segments for part in _daily_parts(segment)]
    segments = sorted(parted, key=shown_days)
    if len(segments) == 1:
        return [Occurrence(segments[0], *shown_days(segments[0]), part=segments[0].label)]
    totals = Counter(segment.label for segment in segments)
    longer = {segment.label for segment in segments if segment.start != segment.end}
    days: Counter[date] = Counter()
    places: Counter[str] = Counter()
    found = []
    for segment in segments:
        label, (first, last) = segment.label, shown_days(segment)
        days[first] += 1
        again = f"-{days[first]}" if days[first] > 1 else ""
        places[label] += 1
        place = f"{places[label]}/{totals[label]}{'' if label in longer else '日目'}"
        part = " ".join(filter(None, (label, place if totals[label] > 1 else "")))
        found.append(Occurrence(segment, first, last, f"{first:%Y%m%d}{again}", part))
    return found


def shown_days(segment: Segment) -> tuple[date, date]:
    """First and last day a calendar shows; an open end lasts as long as the month it is known for.

    Where only a longer unit is known (a quarter, a year), the open end lasts to the end of that.
    """
    start, end = segment.start, segment.end
    if start is not None and end is None:
        return start, _at_least_month(start, segment.precision_at_start)[1]
    if start is None and end is not None:
        return _at_least_month(end, segment.precision_at_end)[0], end
    if start is None or end is None:
        raise ValueError("A segment has a start or an end")
    return start, end


def _at_least_month(day: date, precision: Precision) -> tuple[date, date]:
    return period(day, max(precision, Precision.MONTH, key=lambda found: found.rank))


def _daily_parts(segment: Segment) -> list[Segment]:
    """A segment whose times hold on each of its days is an event on each of them."""
    start, end = segment.start, segment.end
    if not segment.daily or start is None or end is None or segment.start_time is None:
        return [segment]
    count_of_days = (end - start).days + 1
    if count_of_days > LONGEST_EXACT:
        return [segment]
    days = (start + timedelta(n) for n in range(count_of_days))
    return [replace(segment, start=day, end=day, daily=False) for day in days]
