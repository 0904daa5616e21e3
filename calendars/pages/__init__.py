"""The calendar pages: month, fiscal year, timeline."""

from calendars.pages.counts import month_counts, numbers, peak
from calendars.pages.grid import Day, ListedPart, Month, Year, month_page, parts, year_page
from calendars.pages.timeline import SMALL, Timeline
from calendars.pages.views import (
    FIRST_MONTH,
    LAST_MONTH,
    CurrentMonth,
    Drawing,
    MonthPage,
    YearMonth,
    YearPage,
    kinds,
    not_withdrawn,
)

__all__ = [
    "FIRST_MONTH",
    "LAST_MONTH",
    "SMALL",
    "CurrentMonth",
    "Day",
    "Drawing",
    "ListedPart",
    "Month",
    "MonthPage",
    "Timeline",
    "Year",
    "YearMonth",
    "YearPage",
    "kinds",
    "month_counts",
    "month_page",
    "not_withdrawn",
    "numbers",
    "parts",
    "peak",
    "year_page",
]
