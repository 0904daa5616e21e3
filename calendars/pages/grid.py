"""The month and the fiscal year laid out: pure code, given entries and days.

Only what is known to the day stands on a day. The rest of a schedule (a month, 上旬, 頃, an open
end) stands in a band of its own beside the days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import reduce
from operator import or_

from calendars.entries import Entry
from calendars.pages.levels import first_free
from dates import FiscalYear, Schedule, Segment, is_exact, month_end

WEEK = 7
MONDAY, SUNDAY = 0, 6


@dataclass(frozen=True, slots=True)
class Slot:
    """One entry on one day; `column_span` days of it are left in this week, this one included.

    `is_head` where its bar of this week is drawn and its title written: on its first day, and
    again where a week begins. It `goes_on` where that bar ends before the entry does.
    """

    entry: Entry
    segment: Segment
    starts: bool
    ends: bool
    is_head: bool
    column_span: int
    goes_on: bool


@dataclass(slots=True)
class Day:
    """A day of a month page. `slots` hold None where a bar of another day passes above."""

    date: date
    in_month: bool
    is_today: bool
    holiday: str
    slots: list[Slot | None] = field(default_factory=list)

    @property
    def is_sunday_or_holiday(self) -> bool:
        """Printed in red in Japan."""
        return bool(self.holiday) or self.date.weekday() == SUNDAY

    @property
    def is_saturday(self) -> bool:
        """Printed in blue in Japan."""
        return self.date.weekday() == SUNDAY - 1

    @property
    def entries(self) -> list[Slot]:
        """The slots of this day that are taken."""
        return [slot for slot in self.slots if slot is not None]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of a month page."""

    days: list[Day]

    @property
    def has_bars(self) -> bool:
        """True where anything runs over several days, so that levels must line up."""
        return any(slot.column_span > 1 for day in self.days for slot in day.entries)


@dataclass(frozen=True, slots=True)
class VaguePart:
    """A part of an entry's schedule that names no day."""

    entry: Entry
    segment: Segment | None

    @property
    def schedule(self) -> Schedule:
        """That part alone; the words where nothing is dated."""
        if self.segment is None:
            return self.entry.schedule
        return Schedule((self.segment,))


@dataclass(frozen=True, slots=True)
class ListedPart:
    """A part of an entry's schedule in a list of a month; `continues` from the month before."""

    entry: Entry
    segment: Segment
    continues: bool

    @property
    def schedule(self) -> Schedule:
        """That part alone."""
        return Schedule((self.segment,))

    @property
    def begins(self) -> date:
        """The first of the days among which it lies."""
        return self.segment.known_days()[0]


@dataclass(frozen=True, slots=True)
class Month:
    """A month page: whole weeks of days, the same as a list, and what of it names no day."""

    year: int
    month: int
    weeks: list[Week]
    listed: list[ListedPart]
    vague: list[VaguePart]

    @property
    def key(self) -> tuple[int, int]:
        """Year and month, as addresses take them."""
        return self.year, self.month


def parts(entries: Iterable[Entry], first: date, last: date) -> list[tuple[Entry, Segment]]:
    """The segments that touch these days, both included, in the order of their start."""
    found = []
    for entry in entries:
        for segment in entry.schedule.segments:
            start, end = segment.known_days()
            if start <= last and first <= end:
                found.append((entry, segment))
    return sorted(found, key=_order)


def month_page(
    year: int,
    month: int,
    entries: Iterable[Entry],
    *,
    today: date | None = None,
    holidays: Mapping[date, str] | None = None,
    first_weekday: int = SUNDAY,
) -> Month:
    """Lay out a month. `first_weekday` is 0 for Monday to 6 for Sunday."""
    first, last = date(year, month, 1), month_end(year, month)
    listed, vague = _listed(parts(entries, first, last), first, last)
    start = first - timedelta(days=(first.weekday() - first_weekday) % WEEK)
    weeks = []
    while start <= last:
        days = [start + timedelta(days=offset) for offset in range(WEEK)]
        week = [
            Day(day, first <= day <= last, day == today, (holidays or {}).get(day, ""))
            for day in days
        ]
        _place(week, listed)
        weeks.append(Week(week))
        start += timedelta(days=WEEK)
    return Month(year, month, weeks, listed, vague)


def _listed(
    touching: Iterable[tuple[Entry, Segment]], first: date, last: date
) -> tuple[list[ListedPart], list[VaguePart]]:
    """The segments among these that touch the month: what stands on its days, and the rest."""
    exact: list[ListedPart] = []
    vague: list[VaguePart] = []
    for entry, segment in touching:
        start, end = segment.known_days()
        if start > last or end < first:
            continue
        if is_exact(segment):
            exact.append(ListedPart(entry, segment, continues=start < first))
        else:
            vague.append(VaguePart(entry, segment))
    return exact, vague


def _place(week: list[Day], listed: Iterable[ListedPart]) -> None:
    """Put each segment on its days of this week, all on one level, so that they read as a bar."""
    shown = [day for day in week if day.in_month]
    taken = {day.date: 0 for day in shown}
    for part in listed:
        start, end = part.segment.known_days()
        days = [day for day in shown if start <= day.date <= end]
        level = first_free(reduce(or_, (taken[day.date] for day in days), 0))
        for position, day in enumerate(days):
            taken[day.date] |= 1 << level
            day.slots += [None] * (level + 1 - len(day.slots))
            day.slots[level] = Slot(
                part.entry,
                part.segment,
                starts=day.date == start,
                ends=day.date == end,
                is_head=position == 0,
                column_span=len(days) - position,
                goes_on=days[-1].date < end,
            )


@dataclass(frozen=True, slots=True)
class MonthList:
    """A month of a year page: what stands on its days, and what of it names no day.

    The first month of the year `opens` it.
    """

    year: int
    month: int
    exact: list[ListedPart]
    vague: list[VaguePart]
    opens: bool = False

    @property
    def key(self) -> tuple[int, int]:
        """Year and month, as addresses take them."""
        return self.year, self.month

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return month_end(self.year, self.month)

    @property
    def told(self) -> list[ListedPart]:
        """What of `exact` no earlier month of the year tells."""
        return [part for part in self.exact if self.opens or not part.continues]

    @property
    def continued(self) -> list[ListedPart]:
        """What of `exact` an earlier month of the year tells."""
        return [part for part in self.exact if part.continues and not self.opens]

    @property
    def count(self) -> int:
        """The number of parts of schedules that it lists."""
        return len(self.exact) + len(self.vague)


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year's page.

    `over_months` names no day and more than one month, `undated` no time at all; `outside` lies
    beyond the year.
    """

    fiscal_year: FiscalYear
    months: list[MonthList]
    over_months: list[VaguePart]
    undated: list[VaguePart]
    outside: list[VaguePart]


def year_page(fiscal_year: FiscalYear, entries: Iterable[Entry]) -> Year:
    """Lay out a fiscal year, given what happens in it and what belongs to its record."""
    found = list(entries)
    first, last = fiscal_year.first_day, fiscal_year.last_day
    inside = parts(found, first, last)
    seen = set(inside)
    over_months = [VaguePart(entry, segment) for entry, segment in inside if _is_long(segment)]
    within = [(entry, segment) for entry, segment in inside if not _is_long(segment)]
    months = [
        MonthList(year, month, *_listed(within, start, month_end(year, month)), start == first)
        for year, month in fiscal_year.months()
        for start in (date(year, month, 1),)
    ]
    undated = [VaguePart(entry, None) for entry in found if not entry.schedule.segments]
    outside = [
        VaguePart(entry, segment)
        for entry in found
        for segment in entry.schedule.segments
        if (entry, segment) not in seen and entry.has(f"fy:{fiscal_year}")
    ]
    return Year(fiscal_year, months, over_months, undated, outside)


def _is_long(segment: Segment) -> bool:
    """True for a vague one over several months; each of them would repeat it."""
    first, last = segment.known_days()
    return not is_exact(segment) and (first.year, first.month) != (last.year, last.month)


def _order(part: tuple[Entry, Segment]) -> tuple:
    entry, segment = part
    start, end = segment.known_days()
    at = (segment.start_time.hour, segment.start_time.minute) if segment.start_time else (-1, -1)
    return start, segment.precision.rank, -(end - start).days, at, entry.feed_title, entry.uid
