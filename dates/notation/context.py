"""The surroundings of a date, and its place in the calendar once its year and month are known."""

from calendar import monthcalendar
from dataclasses import dataclass
from datetime import date

from dates.fiscal import FiscalYear
from dates.messages import ErrorCode
from dates.notation.errors import Unreadable
from dates.notation.syntax import When
from dates.schedule import Precision, month_end, period

MONTH_KNOWN = (Precision.MINUTE, Precision.DAY, Precision.TEN_DAY)


@dataclass(frozen=True, slots=True)
class Context:
    """Knowledge beside the text: the fiscal year, the day of writing, the era in force.

    `midnight` says that 0:00 beside a day is a time, and was not left there by a program.
    """

    fiscal_year: FiscalYear | None = None
    reference: date | None = None
    era: str = ""
    midnight: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A moment placed in the calendar: first and last possible day.

    `rule` says where its year came from: "stated", "fiscal" (a fiscal year, stated or of the
    context) or "nearest".
    """

    first: date
    last: date
    precision: Precision
    when: When
    rule: str = "stated"
    fiscal: FiscalYear | None = None
    era: str = ""


def placed(when: When, year: int, month: int | None, fiscal: bool) -> tuple[date, date, Precision]:
    """First day, last day and precision of a moment of which year and month are known."""
    if month is None:
        return placed_in_year(when, year, fiscal)
    if not 1 <= month <= 12:
        raise Unreadable(ErrorCode.NO_SUCH_DAY, when.pieces["month"])
    last = month_end(year, month)
    if when.has("day"):
        if not 1 <= when.value("day") <= last.day:
            raise Unreadable(ErrorCode.NO_SUCH_DAY, when)
        day = date(year, month, when.value("day"))
        return day, day, Precision.DAY
    if when.has("nth"):
        nth = nth_weekday(year, month, *when.value("nth"))
        if nth is None:
            raise Unreadable(ErrorCode.NO_SUCH_DAY, when)
        return nth, nth, Precision.DAY
    if when.has("month end"):
        return last, last, Precision.DAY
    if when.has("third"):
        third = when.value("third")
        days = [
            period(date(year, month, number * 10 + 1), Precision.TEN_DAY)
            for number in (third if isinstance(third, tuple) else (third,))
        ]
        return days[0][0], days[-1][1], Precision.TEN_DAY
    return date(year, month, 1), last, Precision.MONTH


def nth_weekday(year: int, month: int, number: int, weekday: int) -> date | None:
    """The first, second … or (-1) last Monday (0) to Sunday of a month; None if it has none."""
    weeks = [week[weekday] for week in monthcalendar(year, month) if week[weekday]]
    place = number - (number > 0)
    if not -1 <= place < len(weeks) or not number:
        return None
    return date(year, month, weeks[place])


def placed_in_year(when: When, year: int, fiscal: bool) -> tuple[date, date, Precision]:
    """A year, or a half, a quarter or the end of one. Halves of a calendar year are refused."""
    if when.has("quarter", "half") and not fiscal:
        raise Unreadable(ErrorCode.AMBIGUOUS, when)
    precision = Precision.FISCAL_YEAR if fiscal else Precision.YEAR
    first, last = period(date(year, 4, 1), precision)
    if when.has("quarter"):
        number = when.value("quarter")
        if not 1 <= number <= 4:
            raise Unreadable(ErrorCode.NO_SUCH_DAY, when)
        months = 4 + (number - 1) * 3
        precision = Precision.QUARTER
        first, last = period(date(year + months // 13, (months - 1) % 12 + 1, 1), precision)
    elif when.has("half"):
        precision = Precision.HALF_YEAR
        first, last = period(date(year, 4 + 6 * when.value("half"), 1), precision)
    if when.has("year end", "month end"):
        return last, last, Precision.DAY
    return first, last, precision
