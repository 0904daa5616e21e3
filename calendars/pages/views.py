"""The month and the fiscal year as pages, given `sources`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import jpholiday
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from calendars.entries import Entry, EntryStatus, Source
from calendars.pages.counts import MonthCount, month_counts, peak
from calendars.pages.grid import MONDAY, SUNDAY, WEEK, VaguePart, Year, month_page, year_page
from calendars.pages.signs import counted_kinds, kinds
from calendars.pages.sizes import FULL, Size
from calendars.pages.timeline import Timeline, timeline
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, FiscalYear, month_end

YearMonth = tuple[int, int]
MOST_DRAWN = 300  # stretches of a year that a page draws and lists
WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
FIRST_MONTH = (FIRST_FISCAL_YEAR, 4)
LAST_MONTH = (LAST_FISCAL_YEAR + 1, 3)


def not_withdrawn(entries: Iterable[Entry]) -> list[Entry]:
    """Without what is withdrawn: a calendar on paper would not show it."""
    return [entry for entry in entries if entry.status != EntryStatus.WITHDRAWN]


class CalendarPage(TemplateView):
    """A page that asks sources for entries."""

    sources: Sequence[Source] = ()
    extra_context = {"section": "calendars"}

    def entries(self, **wanted: Any) -> list[Entry]:
        """The entries of all sources that the visitor may see."""
        user = self.request.user
        found = (entry for s in self.sources for entry in s.entries(viewer=user, **wanted))
        return not_withdrawn(found)


class MonthPage(CalendarPage):
    """One month, `month` being (year, month)."""

    template_name = "calendars/month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        month: YearMonth = kwargs.pop("month")
        year, number = month
        first, last = date(year, number, 1), month_end(year, number)
        entries = self.entries(first=first, last=last)
        holidays = dict(jpholiday.month_holidays(year, number))
        today = timezone.localdate()
        begins = MONDAY if self.request.GET.get("week") == "monday" else SUNDAY
        page = month_page(
            year, number, entries, today=today, holidays=holidays, first_weekday=begins
        )
        order = [(begins + offset) % WEEK for offset in range(WEEK)]
        return super().get_context_data(**kwargs) | {
            "page": page,
            "weekdays": [(index, WEEKDAYS[index]) for index in order],
            "begins_on_monday": begins == MONDAY,
            "query": "?week=monday" if begins == MONDAY else "",
            "this": month,
            "fiscal_year": FiscalYear.of(first),
            "previous": neighbour(month, -1),
            "next": neighbour(month, 1),
            "this_month": (today.year, today.month),
            "kinds": kinds(self.sources, entries),
        }


def neighbour(month: YearMonth, step: int) -> YearMonth | None:
    """The month `step` months later; None beyond what the register can hold."""
    count = month[0] * 12 + month[1] - 1 + step
    found = (count // 12, count % 12 + 1)
    return found if FIRST_MONTH <= found <= LAST_MONTH else None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A way to draw a year: its name in the address, its label, and its rows.

    `rows` gives the keys and names of the rows for (viewer, fiscal year); see
    `calendars.pages.timeline.timeline` for the rest.
    """

    name: str
    label: str | Promise
    rows: Callable[[Any, FiscalYear], Iterable[tuple[str, str]]]
    rest: str | Promise
    marks: str = ""

    def drawn(
        self,
        year: FiscalYear,
        entries: Iterable[Entry],
        viewer: Any,
        *,
        today: date,
        size: Size = FULL,
    ) -> Timeline:
        """The year as `viewer` may see it."""
        return timeline(
            year,
            entries,
            self.rows(viewer, year),
            rest=str(self.rest),
            marks=self.marks,
            size=size,
            today=today,
        )


class YearPage(CalendarPage):
    """One fiscal year; `years` tells those of which a user may see records."""

    template_name = "calendars/year.html"
    drawings: Sequence[Drawing] = ()
    years: Callable[[Any], Sequence[FiscalYear]] = staticmethod(lambda user: ())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year: FiscalYear = kwargs.pop("year")
        user, today = self.request.user, timezone.localdate()
        entries, counts = self.found(year)
        years = sorted(self.years(user), key=int)
        page = year_page(year, entries)
        asked = self.request.GET.get("by", "")
        way = next((way for way in self.drawings if way.name == asked), self.drawings[0])
        return super().get_context_data(**kwargs) | {
            "page": page,
            "bands": bands(page),
            "month_counts": counts,
            "peak": peak(counts),
            "drawings": self.drawings,
            "drawn_by": way.name,
            "query": "" if way is self.drawings[0] else f"?by={way.name}",
            "drawing": None if counts else way.drawn(year, entries, user, today=today),
            "count": len(entries) + sum(month.count for month in counts),
            "years": years[::-1],
            "previous": next((one for one in years[::-1] if int(one) < int(year)), None),
            "next": next((one for one in years if int(one) > int(year)), None),
            "kinds": kinds(self.sources, entries) or counted_kinds(self.sources, counts),
        }

    def found(self, year: FiscalYear) -> tuple[list[Entry], list[MonthCount]]:
        """What happens in the year or belongs to its record.

        Beyond `MOST_DRAWN` stretches what happens is counted by month, and only the rest is given.
        """
        user, span = self.request.user, {"first": year.first_day, "last": year.last_day}
        happening = {s.name: list(s.stretches(viewer=user, **span)) for s in self.sources}
        drawn = [one for found in happening.values() for one in found]
        is_crowded = len(drawn) > MOST_DRAWN
        entries: list[Entry] = []
        for source in self.sources:
            wanted = source.recorded_in(viewer=user, fiscal_year=year)
            touching = {one.record for one in happening[source.name]}
            wanted = wanted - touching if is_crowded else wanted | touching
            if wanted:
                entries += source.entries(viewer=user, records=wanted)
        return not_withdrawn(entries), month_counts(year, drawn) if is_crowded else []


def bands(page: Year) -> list[tuple[str, str | Promise, list[VaguePart]]]:
    """The bands for parts that belong to no month: a name, a heading and the parts of each."""
    found = (
        ("over-months", _("Over several months (no day set)"), page.over_months),
        ("undated", _("No date set"), page.undated),
        ("outside", _("Of this fiscal year, but on days outside it"), page.outside),
    )
    return [band for band in found if band[2]]


class CurrentMonth(View):
    """Leads to the month that today is in."""

    http_method_names = ("get", "head")

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        if not FIRST_MONTH <= (today.year, today.month) <= LAST_MONTH:
            raise Http404
        response = HttpResponseRedirect(
            reverse("calendars:month", args=[(today.year, today.month)])
        )
        response["Cache-Control"] = "no-cache"
        return response
