"""Times as pages show them: in the language of the page, its own calendar first.

A heading has one calendar (`fiscal_year_text`, `month_text`), and its page the other one once
(`fiscal_year_in_other_calendar`, `month_in_other_calendar`). A choice among years has both
(`fiscal_year_name`).
"""

from datetime import date

from django.utils import formats

from dates import (
    FiscalYear,
    Schedule,
    Segment,
    Style,
    era_year_text,
    is_exact,
    official_number,
    to_wareki,
    word,
)
from records.base import is_japanese


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


def fiscal_year_text(year: FiscalYear | int) -> str:
    """平成28年度, or FY2016."""
    return FiscalYear(int(year)).wareki() if is_japanese() else f"FY{int(year)}"


def fiscal_year_in_other_calendar(year: FiscalYear | int) -> str:
    """2016年度, or on English pages 平成28年度."""
    return f"{int(year)}年度" if is_japanese() else FiscalYear(int(year)).wareki()


def fiscal_year_note(year: int) -> str:
    """2016年度; empty on English pages, which count no other way."""
    return f"{year}年度" if is_japanese() else ""


def month_name(year: int, month: int) -> str:
    """平成28年11月（2016年11月）, or November 2016."""
    text = month_text(year, month)
    return f"{text}（{month_in_other_calendar(year, month)}）" if is_japanese() else text


def month_text(year: int, month: int) -> str:
    """平成28年11月, or November 2016."""
    if is_japanese():
        return _official_month(year, month)
    return formats.date_format(date(year, month, 1), "F Y")


def month_in_other_calendar(year: int, month: int) -> str:
    """2016年11月, or on English pages 平成28年11月."""
    return f"{year}年{month}月" if is_japanese() else _official_month(year, month)


def short_month(year: int, month: int) -> str:
    """11月, or November."""
    if is_japanese():
        return f"{official_number(month)}月"
    return formats.date_format(date(year, month, 1), "F")


def tiny_month(year: int, month: int) -> str:
    """11月, or Nov."""
    if is_japanese():
        return short_month(year, month)
    return formats.date_format(date(year, month, 1), "M")


def day_of_month(day: date) -> str:
    """８日（火）, or 8 (Tue)."""
    return _short_day(day)


def day_text(day: date | None) -> str:
    """平成28年11月８日, or 8 November 2016; empty for None."""
    return schedule_text(Schedule.on(day)) if day else ""


def day_note(day: date | None) -> str:
    """The same day as 2016年11月8日; empty on English pages, which tell it no other way."""
    return schedule_note(Schedule.on(day)) if day and is_japanese() else ""


def day_in_both(day: date | None) -> str:
    """平成28年11月８日（2016年11月8日）, or 8 November 2016; empty for None."""
    if day is None:
        return ""
    return f"{day_text(day)}（{day_note(day)}）" if is_japanese() else day_text(day)


def weekdays(schedule: Schedule) -> str:
    """The days of the week on which one exact segment begins and ends: （水）, （水）～（金）."""
    if len(schedule.segments) != 1 or not is_exact(schedule.segments[0]):
        return ""
    segment = schedule.segments[0]
    days = dict.fromkeys(segment.known_days())
    names = [formats.date_format(day, "D") for day in days]
    return "～".join(f"（{name}）" for name in names) if is_japanese() else " – ".join(names)


def short_days(segment: Segment) -> str:
    """The days of an exact segment beside the name of its month: ８日（火）, 17日～28日.

    Raises `ValueError` where an end is open.
    """
    if segment.start is None or segment.end is None:
        raise ValueError("an open end has no last day")
    if segment.start == segment.end:
        return _short_day(segment.start)
    if (segment.start.year, segment.start.month) == (segment.end.year, segment.end.month):
        return _between(_day_number(segment.start), _day_number(segment.end))
    return _between(_day_and_month(segment.start), _day_and_month(segment.end))


def _official_month(year: int, month: int) -> str:
    return f"{era_year_text(*to_wareki(date(year, month, 1)))}{official_number(month)}月"


def _short_day(day: date) -> str:
    if is_japanese():
        return f"{_day_number(day)}（{formats.date_format(day, 'D')}）"
    return formats.date_format(day, "j (D)")


def _day_number(day: date) -> str:
    return f"{official_number(day.day)}日" if is_japanese() else str(day.day)


def _day_and_month(day: date) -> str:
    if is_japanese():
        return f"{official_number(day.month)}月{official_number(day.day)}日"
    return formats.date_format(day, "j M")


def _between(first: str, last: str) -> str:
    return f"{first}～{last}" if is_japanese() else f"{first} – {last}"
