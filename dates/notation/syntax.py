"""The parts of a text as written, before context fills in what it leaves out."""

from dataclasses import dataclass
from typing import Any, cast

from dates.notation.labels import Label
from dates.notation.vocabulary import BEFORE

FOLLOWING = (BEFORE, 1)  # 翌３月: of the year after that of the date before
HOLIDAY, CLOSED = "holiday", "closed"  # beside days of the week: what a span leaves out
SAME = (BEFORE, 0)  # 同８月１日, 同５日


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing said of a moment, and where in the text."""

    name: str
    value: Any
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Year:
    """A year as written: 平成28 (era, number), 2016 (no era), 同年 (relative), 年度 or not.

    `same` is the parallel year in brackets, `elided` says that 年 was left out（同８月）.
    """

    number: int = 0
    digits: int = 0
    era: str = ""
    fiscal: bool = False
    relative: tuple[str, int] | None = None
    same: "Year | None" = None
    elided: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time as written; `half` is 0 for 午前, 12 for 午後, None where it is not said.

    `second` is None where it is not said, any other number than 0 for a fraction; `digital` says
    that it is written with a colon, `abroad` that it is one of another time zone.
    """

    hour: int
    minute: int = 0
    half: int | None = None
    noon: bool = False
    second: int | None = None
    digital: bool = False
    abroad: bool = False

    @property
    def may_be_left_over(self) -> bool:
        """True if a program may have written it beside a day that has no time: 0:00, 00:00:00."""
        unsaid = self.digital and self.half is None and not self.abroad
        return unsaid and not (self.hour or self.minute or self.second)


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week in brackets, 0 for Monday; first and last one where `span`.

    `holiday` is True where 祝 claims a national holiday, False where 休 says it is a day off.
    """

    days: tuple[int, ...] = ()
    holiday: bool | None = None
    span: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """A moment as written: its pieces by name, how it is written, what is noted beside it."""

    pieces: dict[str, Piece]
    first: int
    last: int
    style: str = ""
    weekdays: tuple[Piece, ...] = ()
    same: tuple[tuple["When", ...], ...] = ()
    approximate: bool = False

    def has(self, *names: str) -> bool:
        """Return True if it has any piece of these names."""
        return any(name in self.pieces for name in names)

    def value(self, name: str) -> Any:
        """The value of its piece of this name; None if it has none."""
        piece = self.pieces.get(name)
        return piece.value if piece else None

    @property
    def date_names(self) -> set[str]:
        """The names of its pieces, the clock time left out."""
        return set(self.pieces) - {"clock"}


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when; without one end where it is open.

    `clocks` are hours that hold on every day, `note` is a deadline's noun, `closed` says that まで
    or 以降 was written, `lasting` is how long it goes on from its start, `excluded` the days off
    that it leaves out.
    """

    start: When | None
    end: When | None
    first: int
    last: int
    clocks: tuple[Piece, ...] = ()
    note: str = ""
    closed: bool = False
    single: bool = False
    lasting: Piece | None = None
    excluded: tuple[Piece, ...] = ()

    @property
    def first_moment(self) -> When:
        """Its start, or its end where that is open; it never lacks both."""
        return cast(When, self.start or self.end)

    @property
    def last_moment(self) -> When:
        """Its end, or its start where that is open."""
        return cast(When, self.end or self.start)


@dataclass(frozen=True, slots=True)
class Item:
    """One element of a list: what stands before it, its label, and what follows it."""

    span: Span
    label: Label | None
    notes: tuple[str, ...]
    days: Piece | None
    ordinal: Piece | None
    excluded: tuple[Piece, ...]
    first: int
    last: int
    separator: str = ""
