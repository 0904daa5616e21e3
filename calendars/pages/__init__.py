"""The calendar pages: month, fiscal year, timeline."""

from calendars.pages.grid import Day, Listed, Month, Year, month_page, parts, year_page
from calendars.pages.tally import month_tallies
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
    standing,
)

__all__ = [
    "FIRST_MONTH",
    "LAST_MONTH",
    "SMALL",
    "CurrentMonth",
    "Day",
    "Drawing",
    "Listed",
    "Month",
    "MonthPage",
    "Timeline",
    "Year",
    "YearMonth",
    "YearPage",
    "kinds",
    "month_page",
    "month_tallies",
    "parts",
    "standing",
    "year_page",
]
