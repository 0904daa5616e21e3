"""How pages show times in the language they are read in, both calendars side by side."""

from datetime import date

from django.utils import formats, translation

from calendars.fiscal import FiscalYear
from calendars.schedule import Precision, Schedule, Segment
from calendars.wareki import era_year_text, to_wareki
from calendars.wording import Style, word


def is_japanese() -> bool:
    """Whether the page is read in Japanese."""
    return (translation.get_language() or "ja").startswith("ja")


def schedule_text(schedule: Schedule, override: str = "") -> str:
    """The schedule in the page's language: official notation, or Gregorian English.

    `override` is the wording of the printed report where it differs from the rule.
    """
    if is_japanese():
        return override or word(schedule)
    return word(schedule, Style.ENGLISH)


def schedule_note(schedule: Schedule, override: str = "") -> str:
    """The same in the other calendar: Gregorian, or on English pages the official notation."""
    if schedule.is_undated:
        return ""
    if is_japanese():
        return word(schedule, Style.GREGORIAN)
    return override or word(schedule)


def fiscal_year_name(year: FiscalYear | int) -> str:
    """平成28年度（2016年度）, or FY2016."""
    fiscal_year = year if isinstance(year, FiscalYear) else FiscalYear(int(year))
    if is_japanese():
        return f"{fiscal_year.wareki()}（{fiscal_year}年度）"
    return f"FY{fiscal_year}"


def month_name(year: int, month: int) -> str:
    """平成28年11月（2016年11月）, or November 2016."""
    if is_japanese():
        era_year = era_year_text(*to_wareki(date(year, month, 1)))
        return f"{era_year}{month}月（{year}年{month}月）"
    return formats.date_format(date(year, month, 1), "F Y")


def day_text(day: date) -> str:
    """平成28年11月８日, or 8 November 2016."""
    return schedule_text(_one_day(day))


def day_note(day: date) -> str:
    """The same day in the other calendar."""
    return schedule_note(_one_day(day))


def _one_day(day: date) -> Schedule:
    return Schedule((Segment(day, day, Precision.DAY),))
