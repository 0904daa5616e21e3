"""The year of a date: as stated, by an era said before, or relative to another date."""

from datetime import date

from dates.eras import ERAS, era_of, from_wareki
from dates.fiscal import FIRST_MONTH
from dates.messages import ErrorCode
from dates.notation.context import MONTH_KNOWN, Context, Point
from dates.notation.errors import Unreadable
from dates.notation.syntax import Piece, When, Year
from dates.notation.vocabulary import BEFORE, WRITING
from dates.schedule import Precision

# A two-digit year without an era is believed only this near to the context, in years.
NEAR = 3


def stated_year(year: Year, when: When, before: Point | None, context: Context) -> tuple[int, str]:
    """The Western year of a year as written, and its era or nothing."""
    place = when.pieces.get("year", when)
    if year.relative:
        return relative_year(year.relative, year.fiscal, place, before, context), ""
    if year.era:
        return era_year(year.era, year.number, place), year.era
    if year.digits > 2:
        return year.number, ""
    if before and before.era:
        return era_year(before.era, year.number, place), before.era
    if before and before.rule == "stated" and year.digits == 2:
        return before.first.year // 100 * 100 + year.number, ""
    if context.era:
        return era_year(context.era, year.number, place), context.era
    return guessed_year(year, when, context)


def contradicts(
    number: int, same: Year, when: When, before: Point | None, context: Context
) -> bool:
    """Return True if the year in brackets is another; 本年 without a day of writing is none."""
    try:
        return stated_year(same, when, before, context)[0] != number
    except Unreadable:
        return same.relative is None


def fiscal_year_of(day: date) -> int:
    """The fiscal year of a day, also one outside the range of `FiscalYear`."""
    return day.year - (day.month < FIRST_MONTH)


def era_year(era: str, number: int, place: Piece | When) -> int:
    """The Western year of a year of an era."""
    if number < 1:
        raise Unreadable(ErrorCode.NO_SUCH_DAY, place)
    return from_wareki(era, number)


def relative_year(
    relative: tuple[str, int],
    fiscal: bool,
    place: Piece | When,
    before: Point | None,
    context: Context,
) -> int:
    """同年, 翌年 from the date before; 本年, 本年度 from the day of writing."""
    anchor, offset = relative
    if anchor == BEFORE or (anchor != WRITING and before):
        if before is None:
            raise Unreadable(ErrorCode.NO_YEAR, place)
        if fiscal:
            return fiscal_year_of(before.first) + offset
        if before.precision == Precision.FISCAL_YEAR:
            raise Unreadable(ErrorCode.AMBIGUOUS, place)
        return before.first.year + offset
    return written_year(fiscal, place, context) + offset


def written_year(fiscal: bool, place: Piece | When, context: Context) -> int:
    """本年 or 本年度: that of the reference; 本年度 also that of the fiscal year, if they agree."""
    known = {context.reference.year} if context.reference and not fiscal else set()
    if fiscal:
        known = {context.fiscal_year.year} if context.fiscal_year else set()
        known |= {fiscal_year_of(context.reference)} if context.reference else set()
    if len(known) != 1:
        raise Unreadable(ErrorCode.AMBIGUOUS if known else ErrorCode.NO_YEAR, place)
    return known.pop()


def guessed_year(year: Year, when: When, context: Context) -> tuple[int, str]:
    """29年３月 without an era: that of an era in force in the context, if only one fits."""
    place = when.pieces.get("year", when)
    alone = not when.has("month", "quarter", "half", "year end") and not year.fiscal
    found = set() if alone else set(candidates(year, context))
    if len(found) != 1:
        raise Unreadable(ErrorCode.AMBIGUOUS, place)
    return found.pop()


def candidates(year: Year, context: Context) -> list[tuple[int, str]]:
    """The years that a two-digit one can be, near to what the context says."""
    fiscal = context.fiscal_year
    days = [fiscal.first_day, fiscal.last_day] if fiscal else []
    days += [context.reference] if context.reference else []
    if not days or not year.number:
        return []
    expected = range(days[0].year - NEAR, days[0].year + NEAR + 1)
    eras = {era_of(max(day, ERAS[0].first_day)).name for day in days}
    found = [(from_wareki(era, year.number), era) for era in eras]
    found += [(2000 + year.number, "")] if year.digits == 2 else []
    return [pair for pair in found if pair[0] in expected]


def relative_month(when: When, before: Point | None, context: Context) -> tuple[int, int]:
    """同月, 翌月 from the date before; 今月 from the day of writing: year and month."""
    anchor, offset = when.value("month")
    base: date | None = context.reference
    if anchor == BEFORE or (anchor != WRITING and before):
        known = (*MONTH_KNOWN, Precision.MONTH)
        base = before.first if before and before.precision in known else None
    if base is None:
        raise Unreadable(ErrorCode.NO_MONTH, when)
    months = base.year * 12 + base.month - 1 + offset
    return months // 12, months % 12 + 1
