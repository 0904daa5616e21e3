"""Recognition: whether a text is a date, and which fiscal year one names or lies in."""

from contextlib import suppress
from datetime import date

from dates import notation
from dates.fiscal import FIRST_YEAR, FiscalYear
from dates.messages import ErrorCode, NotationError
from dates.schedule import Precision, Schedule

FIRST_DAY = FiscalYear(FIRST_YEAR).first_day
FISCAL_YEAR_ENDINGS = ("", "度", "年度")  # left out where nothing but a fiscal year is asked for


def is_schedule(text: str) -> bool:
    """Return True if `text` is a date with its year, or says that there is none (未定)."""
    try:
        schedule = notation.read(text).schedule
    except NotationError:
        return False
    return bool(schedule.segments or schedule.words)


def read_fiscal_year(text: str) -> FiscalYear:
    """The fiscal year that `text` names: 令和８年度, 令和８, R8, 2026, 2026年度, FY2026.

    Raises `NotationError` for anything else, also for a number of which the era is not said.
    """
    figures = text.strip()
    if len(figures) == 4 and figures.isascii() and figures.isdigit():
        with suppress(ValueError):
            return FiscalYear(int(figures))
    for ending in FISCAL_YEAR_ENDINGS:
        with suppress(NotationError):
            segments = notation.read(figures + ending).schedule.segments
            if [one.precision for one in segments] == [Precision.FISCAL_YEAR]:
                [segment] = segments
                if segment.is_single and segment.start:
                    return FiscalYear.of(segment.start)
    raise NotationError(ErrorCode.NOT_UNDERSTOOD, text)


def proposed_fiscal_year(text: str, today: date) -> FiscalYear | None:
    """The fiscal year to propose for a record that takes place when `text` says.

    That in which all its days lie, or of `today` where it names no day or no year; None where its
    days lie in several.
    """
    with suppress(NotationError):
        schedule = notation.read(text).schedule
        if schedule.segments:
            return sole_fiscal_year(schedule)
    return FiscalYear.of(today)


def sole_fiscal_year(schedule: Schedule) -> FiscalYear | None:
    """The fiscal year in which all days of `schedule` lie; None for no days, or several years."""
    days = [day for segment in schedule.segments for day in segment.known_days()]
    years = {FiscalYear.of(day) for day in days if day >= FIRST_DAY}
    return years.pop() if len(years) == 1 and min(days) >= FIRST_DAY else None
