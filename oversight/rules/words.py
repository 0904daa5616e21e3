"""Days and years in the words of whoever reads them."""

import unicodedata
from datetime import date

from django.utils.functional import lazy
from django.utils.translation import get_language

from dates import FiscalYear, Precision, Schedule, Segment, Style, period, word


def _is_english() -> bool:
    language = get_language()
    return language is not None and language.startswith("en")


def _worded(schedule: Schedule) -> str:
    return word(schedule, Style.ENGLISH if _is_english() else Style.OFFICIAL)


def _year(year: FiscalYear) -> str:
    return f"FY{year}" if _is_english() else year.wareki()


worded = lazy(_worded, str)  # a schedule, as officials write it
year_text = lazy(_year, str)  # 平成28年度


def folded(text: str) -> str:
    """A copy to compare titles and names by: without white space, one width for every letter."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def day_text(day: date) -> str:
    """平成28年６月30日, in the language of whoever reads it."""
    return worded(Schedule((Segment(day, day, Precision.DAY),)))


def calendar_year_text(year: int) -> str:
    """平成28年, in the language of whoever reads it."""
    first, last = period(date(year, 1, 1), Precision.YEAR)
    return worded(Schedule((Segment(first, last, Precision.YEAR),)))


def month_text(year: int, month: int) -> str:
    """平成28年４月, in the language of whoever reads it; `year` is a calendar year."""
    first, last = period(date(year, month, 1), Precision.MONTH)
    return worded(Schedule((Segment(first, last, Precision.MONTH),)))
