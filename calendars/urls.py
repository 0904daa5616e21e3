"""Addresses of the calendar's pages: 2016-11 is a month, fy2016 a fiscal year."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import URLPattern, path, re_path, register_converter
from django.views.decorators.csrf import csrf_exempt

from calendars.entries import Source
from calendars.feeds import EntryView, Feeds, FeedView, PersonalFeedView, not_found
from calendars.pages import (
    FIRST_MONTH,
    LAST_MONTH,
    CurrentMonth,
    Drawing,
    MonthPage,
    YearMonth,
    YearPage,
)
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, FiscalYear

app_name = "calendars"


class MonthConverter:
    """(2016, 11) as 2016-11, from April 2014 to March 2101."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> YearMonth:
        year, month = map(int, value.split("-"))
        if not 1 <= month <= 12 or not FIRST_MONTH <= (year, month) <= LAST_MONTH:
            raise ValueError(value)
        return year, month

    def to_url(self, value: YearMonth) -> str:
        year, month = value
        return f"{year:04}-{month:02}"


class FiscalYearConverter:
    """A fiscal year by its Western year, from 2014 to 2100."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> FiscalYear:
        if not FIRST_FISCAL_YEAR <= int(value) <= LAST_FISCAL_YEAR:
            raise ValueError(value)
        return FiscalYear(int(value))

    def to_url(self, value: FiscalYear | int) -> str:
        return str(value)


register_converter(MonthConverter, "month")
register_converter(FiscalYearConverter, "fiscal_year")


def patterns(
    sources: Sequence[Source],
    drawings: Sequence[Drawing],
    years: Callable[[Any], Sequence[FiscalYear]],
) -> tuple[list[URLPattern], str]:
    """The patterns to include below `/calendar/`, with their namespace.

    `years` tells the fiscal years of which a user may see records.
    """
    year = YearPage.as_view(sources=sources, drawings=drawings, years=years)
    return [
        path("", CurrentMonth.as_view(), name="calendar"),
        path("<month:month>/", MonthPage.as_view(sources=sources), name="month"),
        path("fy<fiscal_year:year>/", year, name="year"),
    ], app_name


def feed_patterns(feeds: Feeds) -> list[URLPattern]:
    """The patterns to include below `/feeds/`: all feeds, named `feed`, and each record's file.

    Every other path below is 404 in plain text: a client that is given HTML empties its calendar.
    """
    # Exempt, or a program that tries PROPFIND is told 403 in HTML: nothing here can be changed.
    views = (FeedView, EntryView, PersonalFeedView)
    feed, entry, personal = (csrf_exempt(view.as_view(feeds=feeds)) for view in views)
    shapes = ("<str:name>.ics", "<str:group>/<slug:slug>.ics")
    return [
        path("events/<uuid:uid>.ics", entry, name="entry"),
        path("personal/<str:token>.ics", personal, name="personal"),
        *(path(f"fy<int:year>/{shape}", feed, name="feed") for shape in shapes),
        *(path(shape, feed, name="feed") for shape in shapes),
        re_path("", csrf_exempt(not_found)),
    ]
