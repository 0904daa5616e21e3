"""Schedule: when something takes place, as exactly as was said and no more so."""

import json
import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import cast


class Precision(StrEnum):
    """The exactness with which a day is known, fine to coarse."""

    MINUTE = "minute"
    DAY = "day"
    TEN_DAY = "ten_day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    FISCAL_YEAR = "fiscal_year"
    YEAR = "year"

    @property
    def rank(self) -> int:
        """0 for the finest; grows as the precision coarsens."""
        return RANKS[self]


RANKS = {precision: rank for rank, precision in enumerate(Precision)}
MONTHS = {  # how many months a period has, and the month whose cycle it follows
    Precision.MONTH: (1, 1),
    Precision.QUARTER: (3, 4),
    Precision.HALF_YEAR: (6, 4),
    Precision.FISCAL_YEAR: (12, 4),
    Precision.YEAR: (12, 1),
}


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def months_after(day: date, months: int) -> date:
    """The day so many months later, or earlier; where that month is shorter, its last day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def period(day: date, precision: Precision) -> tuple[date, date]:
    """First and last day of the period of this precision that `day` is in.

    Halves and quarters are those of the fiscal year; 上旬 is days 1 to 10, 中旬 11 to 20,
    下旬 21 to the month's last.
    """
    if precision in MONTHS:
        length, cycle = MONTHS[precision]
        months = day.year * 12 + day.month - 1
        first = months - (months + 1 - cycle) % length
        last = first + length - 1
        return date(first // 12, first % 12 + 1, 1), month_end(last // 12, last % 12 + 1)
    if precision == Precision.TEN_DAY:
        third = min((day.day - 1) // 10, 2)
        last_day = (
            month_end(day.year, day.month) if third == 2 else day.replace(day=third * 10 + 10)
        )
        return day.replace(day=third * 10 + 1), last_day
    return day, day


@dataclass(frozen=True, slots=True)
class Segment:
    """One unbroken stretch of a schedule.

    `start` is the first possible day, `end` the last possible one, included; None is an open end.
    `precision` is the coarser of the two ends' precisions; `start_precision` and `end_precision`
    are set only where the ends differ. `start_time` belongs to the first day and `end_time` to the
    last, unless `daily`, when both hold on every day. `exact_end` names the end ("start", "end")
    to which `approximate` does not apply.

    Raises `ValueError` if it runs backwards or its bounds are not those of whole periods.
    """

    start: date | None
    end: date | None
    precision: Precision
    start_time: time | None = None
    end_time: time | None = None
    approximate: bool = False
    label: str = ""
    start_precision: Precision | None = None
    end_precision: Precision | None = None
    daily: bool = False
    exact_end: str = ""

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise ValueError("a segment has a start or an end")
        self._check_precisions()
        if self.start and self.start != period(self.start, self.precision_at_start)[0]:
            raise ValueError(f"{self.start} does not begin a {self.precision_at_start}")
        if self.end and self.end != period(self.end, self.precision_at_end)[1]:
            raise ValueError(f"{self.end} does not end a {self.precision_at_end}")
        if self.start and self.end and self._runs_backwards(self.start, self.end):
            raise ValueError(f"{self.start} to {self.end} runs backwards")
        if self.exact_end and not self.approximate:
            raise ValueError("only an approximate segment has an exact end")

    def _check_precisions(self) -> None:
        first, last = self.start_precision, self.end_precision
        if first is None and last is None:
            return
        if first is None or last is None or first == last or self.precision not in (first, last):
            raise ValueError("the two ends' precisions are given only where they differ")
        if self.precision != max(first, last, key=lambda precision: precision.rank):
            raise ValueError("the precision is the coarser of the two ends'")

    def _runs_backwards(self, start: date, end: date) -> bool:
        first, last = self.start_time, self.end_time
        is_inverted = first is not None and last is not None and first >= last
        return start > end or (is_inverted and (start == end or self.daily))

    @property
    def precision_at_start(self) -> Precision:
        """The precision of the first day."""
        return self.start_precision or self.precision

    @property
    def precision_at_end(self) -> Precision:
        """The precision of the last day."""
        return self.end_precision or self.precision

    def at_end(self) -> "Segment":
        """Its last day, month … alone. Raises `ValueError` where its end is open."""
        if self.end is None:
            raise ValueError("an open end has no last day")
        precision = max(Precision.DAY, self.precision_at_end, key=lambda one: one.rank)
        is_rough = self.approximate and self.exact_end != "end"
        return Segment(*period(self.end, precision), precision, approximate=is_rough)

    @property
    def is_single(self) -> bool:
        """True for one day, one 旬, one month …, not a range of them."""
        if self.start is None or self.end is None or self.start_precision:
            return False
        return period(self.start, self.precision) == (self.start, self.end)

    def known_days(self) -> tuple[date, date]:
        """First and last day it is known to touch.

        An open end is known to the end of the day, month … that its start names; an open start
        likewise from the beginning of the one that its end names.
        """
        if self.start is None:
            end = cast(date, self.end)  # one of the two is there
            return period(end, self.precision_at_end)[0], end
        if self.end is None:
            return self.start, period(self.start, self.precision_at_start)[1]
        return self.start, self.end

    def canonical(self) -> str:
        """One line of text that `from_canonical` reads back."""
        dates = f"{self.start or ''}..{self.end or ''}"
        if self.start_precision:
            parts = [dates, f"{self.start_precision}>{self.end_precision}"]
        else:
            parts = [dates, str(self.precision)]
        if self.start_time or self.end_time:
            times = "-".join(f"{at:%H:%M}" if at else "" for at in (self.start_time, self.end_time))
            parts.append(f"daily:{times}" if self.daily else times)
        if self.approximate:
            parts.append({"": "~", "end": "~start", "start": "~end"}[self.exact_end])
        if self.label:
            parts.append(json.dumps(self.label, ensure_ascii=False))
        return " ".join(parts)

    @classmethod
    def from_canonical(cls, line: str) -> "Segment":
        """The segment that `canonical` wrote; `ValueError` for anything else."""
        match = CANONICAL.fullmatch(line)
        if match is None:
            raise ValueError(f"not a segment: {line}")
        found = match.groupdict()
        first, _, last = found["precision"].partition(">")
        pair = (Precision(first), Precision(last)) if last else (None, None)
        return cls(
            start=date.fromisoformat(found["start"]) if found["start"] else None,
            end=date.fromisoformat(found["end"]) if found["end"] else None,
            precision=max(pair, key=lambda p: p.rank) if last else Precision(first),
            start_time=time.fromisoformat(found["from"]) if found["from"] else None,
            end_time=time.fromisoformat(found["to"]) if found["to"] else None,
            approximate=bool(found["approximate"]),
            label=json.loads(found["label"]) if found["label"] else "",
            start_precision=pair[0],
            end_precision=pair[1],
            daily=bool(found["daily"]),
            exact_end={"~start": "end", "~end": "start"}.get(found["approximate"] or "", ""),
        )


def is_exact(segment: Segment) -> bool:
    """Return True if both of its ends are known to the day."""
    is_closed = segment.start is not None and segment.end is not None
    is_day = segment.precision in (Precision.MINUTE, Precision.DAY)
    return is_closed and is_day and not segment.approximate


CANONICAL = re.compile(
    r"(?P<start>\d{4}-\d\d-\d\d)?\.\.(?P<end>\d{4}-\d\d-\d\d)? (?P<precision>[a-z_]+(?:>[a-z_]+)?)"
    r"(?: (?P<daily>daily:)?(?P<from>\d\d:\d\d)?-(?P<to>\d\d:\d\d)?)?"
    r"(?: (?P<approximate>~|~start|~end))?(?: (?P<label>\".*\"))?"
)
WORDS = "words "


@dataclass(frozen=True, slots=True)
class Schedule:
    """Segments in the order they were written, or the words of one that names no day.

    `Schedule()` says nothing yet. Giving both segments and words raises `ValueError`.
    """

    segments: tuple[Segment, ...] = ()
    words: str = ""

    def __post_init__(self) -> None:
        if self.segments and self.words:
            raise ValueError("a schedule has segments or words, not both")

    @property
    def starts_on(self) -> date | None:
        """The first possible day; None if undated or open at the start."""
        return bound((segment.start for segment in self.segments), min)

    @property
    def ends_on(self) -> date | None:
        """The last possible day, included; None if undated or open at the end."""
        return bound((segment.end for segment in self.segments), max)

    @property
    def precision(self) -> Precision | None:
        """The coarsest of its segments' precisions; None if undated."""
        precisions = (segment.precision for segment in self.segments)
        return max(precisions, key=lambda precision: precision.rank, default=None)

    @property
    def is_undated(self) -> bool:
        """True where it is kept as words: recurring, ad hoc, not yet settled."""
        return bool(self.words)

    def overlaps(self, first: date, last: date) -> bool:
        """Return True if a segment, gaps between them apart, touches these days, both included."""
        bounds = (segment.known_days() for segment in self.segments)
        return any(start <= last and first <= end for start, end in bounds)

    def canonical(self) -> str:
        """The stable, lossless text that is stored; empty for `Schedule()`."""
        if self.words:
            return WORDS + json.dumps(self.words, ensure_ascii=False)
        return "\n".join(segment.canonical() for segment in self.segments)

    @classmethod
    def on(cls, day: date) -> "Schedule":
        """The schedule of exactly one day."""
        return cls((Segment(day, day, Precision.DAY),))

    @classmethod
    def from_canonical(cls, text: str) -> "Schedule":
        """The schedule that `canonical` wrote; `ValueError` for any other text."""
        if text.startswith(WORDS):
            words = json.loads(text.removeprefix(WORDS))
            schedule = cls(words=words if isinstance(words, str) else "")
        else:
            lines = text.split("\n") if text else []
            schedule = cls(tuple(Segment.from_canonical(line) for line in lines))
        if schedule.canonical() != text:
            raise ValueError(f"not a schedule's canonical text: {text}")
        return schedule

    def __str__(self) -> str:
        return self.canonical()


def bound(days: Iterable[date | None], choose: Callable[[list[date]], date]) -> date | None:
    """The least or greatest of the days, None if one of them is open or there is none."""
    found = list(days)
    return None if None in found or not found else choose(cast(list[date], found))
