"""A fiscal year drawn to scale, a row for each department or regime: pure layout.

What is known to the day is a bar on its days. A month, 上旬, 頃 is a hatched bar over the days
among which it lies, and an open end an arrow, so that nothing vague looks like a day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate

from calendars.entries import Entry
from calendars.pages.grid import parts
from calendars.pages.levels import first_fit
from calendars.pages.sizes import (
    ARROW,
    FULL,
    GAP,
    GLYPH,
    HEAD,
    LEVEL,
    LONGEST_TEXT,
    MARGIN,
    NARROWEST,
    TODAY,
    WIDTH,
    Size,
)
from calendars.pages.tips import letters
from dates import FiscalYear, Schedule, Segment, is_exact


class TextPosition(StrEnum):
    """The position of a bar's text."""

    AFTER = "after"
    BEFORE = "before"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Bar:
    """One segment: from `left` to `right`, `y` its upper edge; `text` is its name, shortened."""

    entry: Entry
    segment: Segment
    left: float
    right: float
    is_mark: bool
    text: str
    y: int = 0
    size: Size = FULL

    @property
    def is_exact(self) -> bool:
        """True where it stands on its days, not over those among which it lies."""
        return is_exact(self.segment)

    @property
    def opens_left(self) -> bool:
        """True where an arrow stands there, for an open start."""
        return self.segment.start is None

    @property
    def opens_right(self) -> bool:
        """True where an arrow stands there, for an open end."""
        return self.segment.end is None

    @property
    def place(self) -> TextPosition:
        """Its text stands at its right; where there is no room at its left, else above it."""
        room = text_width(self.text) + ARROW + GAP
        if self.right + room <= WIDTH:
            return TextPosition.AFTER
        return TextPosition.BEFORE if self.left - room >= MARGIN else TextPosition.ABOVE

    @property
    def width(self) -> float:
        """In units."""
        return round(self.right - self.left, 1)

    @property
    def middle(self) -> float:
        """In units."""
        return round((self.left + self.right) / 2, 1)

    @property
    def text_x(self) -> float:
        """The text's anchor: at its end when it stands before the bar."""
        if self.place == TextPosition.BEFORE:
            return round(self.left - self._room_left - GAP, 1)
        if self.place == TextPosition.AFTER:
            return round(self.right + self._room_right + GAP, 1)
        return self.left

    @property
    def text_y(self) -> int:
        """The baseline of its text."""
        return self.y - GAP if self.place == TextPosition.ABOVE else self.y + self.size.bar - 3

    @property
    def top(self) -> int:
        """The upper edge of the bar and its text."""
        return self.y - LEVEL if self.text and self.place == TextPosition.ABOVE else self.y

    @property
    def below(self) -> int:
        """The lower edge of the bar."""
        return self.y + self.size.bar

    @property
    def center_y(self) -> float:
        """Halfway down the bar."""
        return self.y + self.size.half

    @property
    def height(self) -> int:
        """The height of the bar and its text."""
        return self.below - self.top

    @property
    def reach(self) -> tuple[float, float]:
        """The left edge and the width of the bar and its text."""
        left, right = self.extent
        return round(left, 1), round(right - left, 1)

    @property
    def schedule(self) -> Schedule:
        """That part alone."""
        return Schedule((self.segment,))

    @property
    def extent(self) -> tuple[float, float]:
        """From where to where nothing else may stand on its level."""
        room = text_width(self.text) + 2 * GAP
        left, right = self.left - self._room_left, self.right + self._room_right
        if self.place == TextPosition.BEFORE:
            return left - room, right
        is_above = self.place == TextPosition.ABOVE
        return left, max(right, self.left + room) if is_above else right + room

    @property
    def _room_left(self) -> int:
        return ARROW if self.opens_left else 0

    @property
    def _room_right(self) -> int:
        return ARROW if self.opens_right else 0


@dataclass(frozen=True, slots=True)
class Row:
    """A department's or regime's line; `y` is its upper edge, `below` its lower one, in units."""

    name: str
    y: int
    below: int
    bars: tuple[Bar, ...]
    baseline: int = 0

    @property
    def height(self) -> int:
        """In units."""
        return self.below - self.y


@dataclass(frozen=True, slots=True)
class MonthMark:
    """The beginning of a month, in units."""

    year: int
    month: int
    left: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """A fiscal year's drawing, `WIDTH` units wide; `today` where that is a day of the year."""

    fiscal_year: FiscalYear
    rows: tuple[Row, ...]
    head: int = HEAD
    today: date | None = None
    width: int = WIDTH + ARROW
    margin: int = MARGIN

    @property
    def months(self) -> list[MonthMark]:
        """The beginnings of its months."""
        year = self.fiscal_year
        return [MonthMark(*month, _x(year, date(*month, 1))) for month in year.months()]

    @property
    def height(self) -> int:
        """In units."""
        return self.rows[-1].below if self.rows else self.head

    @property
    def today_x(self) -> float | None:
        """The middle of today, in units; None where it is no day of the year."""
        if self.today is None:
            return None
        ends = (self.today, self.today + timedelta(days=1))
        return round(sum(_x(self.fiscal_year, end) for end in ends) / 2, 1)


def timeline(
    fiscal_year: FiscalYear,
    entries: Iterable[Entry],
    rows: Iterable[tuple[str, str]],
    *,
    rest: str,
    marks: str = "",
    size: Size = FULL,
    today: date | None = None,
) -> Timeline:
    """Lay out what of `entries` touches the year.

    `rows` are keys with the names of their rows, in order; what has none of them stands in a last
    row named `rest`, and a row without anything is left out. Entries with the key `marks` are
    drawn as marks where they take one day. `today` is marked where it is a day of the year.
    """
    is_current = today is not None and fiscal_year.contains(today)
    head = size.head + (TODAY if is_current else 0)
    happening = parts(entries, fiscal_year.first_day, fiscal_year.last_day)
    wanted = list(rows)
    keys = {key for key, _name in wanted}
    found = [
        *((name, [part for part in happening if part[0].has(key)]) for key, name in wanted),
        (rest, [part for part in happening if not part[0].keys & keys]),
    ]
    drawn: list[Row] = []
    for name, touching in found:
        if touching:
            y = drawn[-1].below if drawn else head
            bars = [_bar(fiscal_year, *part, marks, size) for part in touching]
            drawn.append(_row(name, y, bars, size))
    return Timeline(fiscal_year, tuple(drawn), head, today if is_current else None)


def _row(name: str, y: int, bars: Sequence[Bar], size: Size) -> Row:
    """Each bar on the highest level on which it and its text meet no other.

    A level on which a text stands above its bar has the height of two.
    """
    top = y + size.padding + (size.name if text_width(name) > MARGIN - GAP else 0)
    levels = first_fit(bar.extent for bar in bars)
    high = {level for level, bar in zip(levels, bars, strict=True) if bar.top < bar.y}
    heights = [size.level * (2 if level in high else 1) for level in range(max(levels) + 1)]
    lower = list(accumulate(heights, initial=top))[1:]
    placed = tuple(
        replace(bar, y=lower[level] - size.level) for bar, level in zip(bars, levels, strict=True)
    )
    return Row(name, y, lower[-1] + size.padding, placed, y + size.padding + size.bar - 3)


def _x(fiscal_year: FiscalYear, day: date) -> float:
    """The beginning of `day`, in units; a day beyond the year is drawn at its edge."""
    days = (fiscal_year.last_day - fiscal_year.first_day).days + 1
    passed = min(max((day - fiscal_year.first_day).days, 0), days)
    return round(MARGIN + (WIDTH - MARGIN) * passed / days, 1)


def _bar(fiscal_year: FiscalYear, entry: Entry, segment: Segment, marks: str, size: Size) -> Bar:
    """The bar of a segment, widened about its middle where it is too narrow to be seen."""
    first, last = segment.known_days()
    is_mark = is_exact(segment) and first == last and bool(marks) and entry.has(marks)
    left, right = _x(fiscal_year, first), _x(fiscal_year, last + timedelta(days=1))
    narrowest = size.mark if is_mark else NARROWEST
    if right - left < narrowest:
        middle = min(max((left + right) / 2, MARGIN + narrowest / 2), WIDTH - narrowest / 2)
        left, right = round(middle - narrowest / 2, 1), round(middle + narrowest / 2, 1)
    text = shortened(entry.feed_title) if size.is_named else ""
    return Bar(entry, segment, left, right, is_mark, text, size=size)


def shortened(text: str) -> str:
    """`text`, cut with 「…」 where it is wider than a drawing has room for."""
    if text_width(text) <= LONGEST_TEXT * GLYPH:
        return text
    while text_width(text) > (LONGEST_TEXT - 1) * GLYPH:
        text = text[:-1]
    return text.rstrip() + "…"


def text_width(text: str) -> float:
    """About how wide `text` is drawn, in units: half-width letters are half as wide."""
    return letters(text) * GLYPH
