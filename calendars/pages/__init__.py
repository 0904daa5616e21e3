"""The calendar pages: month, fiscal year, timeline."""

from calendars.pages.counts import month_counts, numbers, peak
from calendars.pages.grid import Day, ListedPart, Month, Year, month_page, parts, year_page
from calendars.pages.signs import KindSign, counted_kinds, kinds
from calendars.pages.sizes import SMALL
from calendars.pages.timeline import Bar, Timeline
from calendars.pages.tips import Tip, tip
from calendars.pages.tracks import Track, track
from calendars.pages.views import (
    FIRST_MONTH,
    LAST_MONTH,
    CurrentMonth,
    Drawing,
    MonthPage,
    YearMonth,
    YearPage,
    not_withdrawn,
)

__all__ = [
    "FIRST_MONTH",
    "LAST_MONTH",
    "SMALL",
    "Bar",
    "CurrentMonth",
    "Day",
    "Drawing",
    "KindSign",
    "ListedPart",
    "Month",
    "MonthPage",
    "Timeline",
    "Tip",
    "Track",
    "Year",
    "YearMonth",
    "YearPage",
    "counted_kinds",
    "kinds",
    "month_counts",
    "month_page",
    "not_withdrawn",
    "numbers",
    "parts",
    "peak",
    "tip",
    "track",
    "year_page",
]
