"""The front page: what is next, and how the year stands."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

import jpholiday
from django.utils import timezone
from django.views.generic import TemplateView

from calendars.entries import Entry, Stretch
from calendars.feeds import publish_if_stale, recent_changes
from calendars.pages import (
    SMALL,
    ListedPart,
    Month,
    counted_kinds,
    month_counts,
    month_page,
    numbers,
    parts,
    peak,
)
from calendars.scheduled import Status
from dates import FiscalYear, Precision, is_exact, month_end
from jlis_gov.composition import DRAWINGS, FEEDS, SCHEDULED, SOURCES
from jlis_gov.views import FOUR_WEEKS, fiscal_years, left_out
from records.corrections import Correction

AHEAD = timedelta(days=366)
SHOWN_FIRST = 6  # with the year still on the same screen
SHOWN_UNDER_WAY = 8
SHOWN_LATEST = 8
SHOWN_NEWS = 6
SHOWN_CORRECTIONS = 3
MOST_DRAWN = 150  # bars: the front page stays under 100 kB
DAYS = (Precision.DAY, Precision.MINUTE)


class FrontPage(TemplateView):
    """What is next; and the current fiscal year or, without records of it, the latest one held."""

    template_name = "jlis_gov/front.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = self.request.user, timezone.now()
        today, years = timezone.localdate(now), fiscal_years(user)
        publish_if_stale(FEEDS, now)
        lists = [kind for kind in SCHEDULED if kind.is_known_to(user)]
        context = {"section": "front", "today": today, "years": years, "lists": lists}
        context |= {"news": recent_changes(SHOWN_NEWS)}
        context["corrected"] = Correction.objects.of_public_records(SHOWN_CORRECTIONS)
        context |= next_and_under_way(user, today)
        if years:
            context |= how_it_stands(user, year_shown(user, today, years), today)
        return super().get_context_data(**kwargs) | context


def stretches(user: Any, first: date, last: date) -> list[Stretch]:
    """The days of all kinds that touch these days, by their start."""
    found = (one for s in SOURCES for one in s.stretches(viewer=user, first=first, last=last))
    return sorted(found, key=attrgetter("first", "last"))


def entries_of(user: Any, chosen: Iterable[Stretch]) -> list[Entry]:
    """The entries of the records that these are days of."""
    wanted = {(one.kind, one.record) for one in chosen}
    found: list[Entry] = []
    for source in SOURCES:
        if records := {record for kind, record in wanted if kind == source.key}:
            found += source.entries(viewer=user, records=records)
    return found


def listed(user: Any, chosen: Iterable[Stretch], first: date, last: date) -> list[ListedPart]:
    """The parts of what takes place that touch these days, in the order of their start."""
    entries = [entry for entry in entries_of(user, chosen) if not entry.is_on_former_days]
    return [ListedPart(entry, part, continues=False) for entry, part in parts(entries, first, last)]


def foremost(ordered: Sequence[Stretch], most: int) -> list[Stretch]:
    """The first `most`, and those that begin on the same day as the last of them."""
    if len(ordered) <= most:
        return list(ordered)
    return [one for one in ordered if one.first <= ordered[most - 1].first]


def next_and_under_way(user: Any, today: date) -> dict[str, Any]:
    """The first of what begins in the year ahead and of what has begun, and how many more."""
    last = today + AHEAD
    known = [one for one in stretches(user, today, last) if one.takes_place]
    begun = [one for one in known if one.first < today]
    ahead = [one for one in known if one.first >= today]
    chosen = foremost(ahead, SHOWN_FIRST) + foremost(begun, SHOWN_UNDER_WAY)
    shown = listed(user, chosen, today, last)
    later = [one.first for one in ahead[SHOWN_FIRST:]]
    soon = left_out(later, today + FOUR_WEEKS)
    return {
        "coming": [one for one in shown if one.begins >= today][:SHOWN_FIRST],
        "left_out": soon,
        "in_year_ahead": {} if soon else left_out(later, last),
        "under_way": [one for one in shown if one.begins < today][:SHOWN_UNDER_WAY],
        "more_under_way": len(begun[SHOWN_UNDER_WAY:]),
        "this_month": (today.year, today.month),
    }


def year_shown(user: Any, today: date, years: Sequence[FiscalYear]) -> FiscalYear:
    """The current year if it has records, else the latest of which something took place."""
    if (current := FiscalYear.of(today)) in years:
        return current
    records = (kind.model.objects.visible_to(user).current() for kind in SCHEDULED)
    held = set[int]().union(*(found.filter(status=Status.HELD).fiscal_years() for found in records))
    return FiscalYear(max(held)) if held else years[0]


def how_it_stands(user: Any, year: FiscalYear, today: date) -> dict[str, Any]:
    """What the year holds: how much of each kind, drawn, and the latest of it."""
    found = stretches(user, year.first_day, year.last_day)
    total = numbers(found)
    held = numbers(one for one in found if one.status == Status.HELD)
    shown_kinds = [kind for kind in SCHEDULED if kind.is_known_to(user)]
    names = [kind.key.removeprefix("kind:") for kind in shown_kinds]
    context = {
        "fiscal_year": year,
        "counts": {
            kind.name: total.get(name, 0) for kind, name in zip(shown_kinds, names, strict=True)
        },
        "tiles": [
            (kind, total.get(name, 0), held.get(name, 0))
            for kind, name in zip(shown_kinds, names, strict=True)
        ],
        "latest": latest(user, found, today),
    }
    if year.contains(today):
        context["month"] = month_of(user, today)
    return context | pictured(user, year, found, today)


def pictured(user: Any, year: FiscalYear, found: Sequence[Stretch], today: date) -> dict[str, Any]:
    """The year by month, and all of it drawn small unless that is more than the page can bear."""
    counts = month_counts(year, found)
    context = {
        "month_counts": counts,
        "peak": peak(counts),
        "kinds": counted_kinds(SOURCES, counts),
    }
    if len(found) <= MOST_DRAWN:  # each is a bar at least
        entries = entries_of(user, found)
        drawing = DRAWINGS[0].drawn(year, entries, user, today=today, size=SMALL)
        if sum(len(row.bars) for row in drawing.rows) <= MOST_DRAWN:
            context["drawing"] = drawing
    return context


def latest(user: Any, found: Iterable[Stretch], today: date) -> list[ListedPart]:
    """What of it lies behind and is known to the day, the latest first."""
    past = [one for one in found if one.first < today and one.precision in DAYS][::-1]
    if not past:
        return []
    chosen = past[: 2 * SHOWN_LATEST]  # some of them may be no days after all: 頃, an open end
    shown = listed(user, chosen, chosen[-1].first, today)
    exact = [one for one in shown if one.begins < today and is_exact(one.segment)]
    return exact[::-1][:SHOWN_LATEST]


def month_of(user: Any, day: date) -> Month:
    """The month of `day`, which is today."""
    first, last = day.replace(day=1), month_end(day.year, day.month)
    holidays = dict(jpholiday.month_holidays(day.year, day.month))
    entries = entries_of(user, stretches(user, first, last))
    return month_page(day.year, day.month, entries, today=day, holidays=holidays)
