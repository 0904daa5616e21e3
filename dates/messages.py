"""Codes and parameters of errors, warnings and reasons; their words are found at the edge."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import TypeAlias

# Days stand as `date` (a month as 2016-09), days of the week as numbers (0 is Monday), parts of
# the text as typed.
Value: TypeAlias = date | int | str


class ErrorCode(StrEnum):
    """Reasons why a text is no schedule; `part` of the error is what cannot be what it says."""

    NOT_UNDERSTOOD = auto()
    TOO_LONG = auto()
    NO_YEAR = auto()
    NO_MONTH = auto()
    NO_UNIT = auto()
    NO_DATE = auto()
    NO_SUCH_DAY = auto()
    NO_SUCH_TIME = auto()
    SECONDS = auto()
    ZONE = auto()
    BACKWARDS = auto()
    WRONG_WEEKDAY = auto()  # date, weekday
    NOT_A_HOLIDAY = auto()  # date
    CONTRADICTION = auto()
    OUT_OF_RANGE = auto()
    AMBIGUOUS = auto()
    NO_SEPARATOR = auto()
    EDTF_MARK = auto()
    TWICE = auto()
    WRONG_COUNT = auto()  # count
    WRONG_YEARS = auto()
    UNKNOWN_ERA = auto()
    NO_DAY_FOR_HOURS = auto()
    NO_HOURS = auto()
    OTHER_HOURS = auto()


class WarningCode(StrEnum):
    """Unusual things about a text that could be read; each has a `part` but HOLIDAY."""

    ERA_ENDED = auto()  # real
    ERA_NOT_BEGUN = auto()  # real
    LUNAR = auto()
    NEXT_YEAR = auto()  # date
    BY_WEEKDAY = auto()  # date
    OUTSIDE = auto()  # date
    EARLIER_YEAR = auto()  # date, other
    HOLIDAY = auto()  # date, name
    LONG = auto()
    DISORDER = auto()
    HOURS = auto()
    NIGHT = auto()
    MIDNIGHT = auto()
    HOLDS_DATE = auto()
    FAR = auto()  # first, last


class ClosureCode(StrEnum):
    """Reasons why offices are closed on a day."""

    NATIONAL_HOLIDAY = auto()  # name
    YEAR_END = auto()
    SATURDAY = auto()
    SUNDAY = auto()


Code: TypeAlias = ErrorCode | WarningCode | ClosureCode


@dataclass(frozen=True, slots=True)
class Notice:
    """A code with its parameters, to be put into words where it is shown."""

    code: WarningCode | ClosureCode
    values: tuple[tuple[str, Value], ...] = ()


def notice(code: WarningCode | ClosureCode, **values: Value) -> Notice:
    """A notice with these parameters."""
    return Notice(code, tuple(values.items()))


class NotationError(ValueError):
    """A text that is not a schedule.

    `part` is the text that was not understood, as typed; `suggestion` is a nearby text that can be
    read, or empty; `values` are the parameters of the message, `part` among them.
    """

    def __init__(
        self, code: ErrorCode, part: str = "", suggestion: str = "", **values: Value
    ) -> None:
        self.code = code
        self.part = part
        self.suggestion = suggestion
        self.values: dict[str, Value] = {"part": part, **values}
        super().__init__(f"{code}: {part}" if part else str(code))
