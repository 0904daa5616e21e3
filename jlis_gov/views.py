"""The front page and the pages that need more than one room."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import jpholiday
from django.utils import timezone
from django.views.generic import TemplateView

import organization.views
from calendars.entries import Entry
from calendars.feeds import publish_if_stale, recent_changes
from calendars.kinds import ScheduledKind
from calendars.pages import (
    SMALL,
    ListedPart,
    Month,
    Timeline,
    Year,
    kinds,
    month_counts,
    month_page,
    not_withdrawn,
    parts,
    year_page,
)
from dates import FiscalYear
from jlis_gov.composition import BY_RANK, DRAWINGS, FEEDS, LISTED, SCHEDULED, SOURCES
from organization.contacts import with_parts
from organization.filters import with_subdepartments
from organization.models import Department
from organization.succession import predecessors
from records.base import Record
from records.corrections import Correction
from records.kinds import Concerning, Kind

AHEAD = timedelta(days=366)
FOUR_WEEKS = timedelta(days=27)  # today included
SHOWN_FIRST = 6  # with the month and the year still on the same screen
SHOWN_UNDER_WAY = 8
SHOWN_LATEST = 8
SHOWN_NEWS = 6
SHOWN_CORRECTIONS = 3
MOST_SHOWN = 100
MOST_DRAWN = 150  # bars: the front page stays under 100 kB


class FrontPage(TemplateView):
    """The front page: what is next, or where nothing is, the latest fiscal year with records."""

    template_name = "jlis_gov/front.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = self.request.user, timezone.now()
        today, years = timezone.localdate(now), fiscal_years(user)
        publish_if_stale(FEEDS, now)
        context = {"section": "front", "today": today, "news": recent_changes(SHOWN_NEWS)}
        context["corrected"] = Correction.objects.of_public_records(SHOWN_CORRECTIONS)
        context |= next_and_under_way(user, today)
        if years:
            shown = FiscalYear.of(today) if FiscalYear.of(today) in years else years[0]
            entries = entries_of(user, shown)
            page = year_page(shown, entries)
            context |= {"latest": latest(page, today), "years": years}
            shown_kinds = [kind for kind in SCHEDULED if kind.is_known_to(user)]
            number = counts(shown_kinds, entries)
            context |= {"fiscal_year": shown, "counts": number}
            context["tiles"] = [(kind, number[kind.name]) for kind in shown_kinds]
            context["tallies"] = month_counts(shown, entries)
            context |= {"drawing": overview(user, shown, entries), "kinds": kinds(SOURCES, entries)}
            if shown.contains(today):
                context["month"] = month_of(today, entries)
        return super().get_context_data(**kwargs) | context


def next_and_under_way(user: Any, today: date) -> dict[str, Any]:
    """The first of what begins in the year ahead and of what has begun, and how many more."""
    known = coming(user, today, today + AHEAD)
    begun = [one for one in known if one.begins < today]
    ahead = [one for one in known if one.begins >= today]
    later = ahead[SHOWN_FIRST:]
    soon = left_out(later, today + FOUR_WEEKS)
    return {
        "coming": ahead[:SHOWN_FIRST],
        "left_out": soon,
        "in_year_ahead": {} if soon else left_out(later, today + AHEAD),
        "under_way": begun[:SHOWN_UNDER_WAY],
        "more_under_way": len(begun[SHOWN_UNDER_WAY:]),
        "this_month": (today.year, today.month),
    }


def left_out(later: Iterable[ListedPart], last: date) -> dict[str, Any]:
    """How many of these begin by `last`, and the month of the first; nothing where none does."""
    found = [one for one in later if one.begins <= last]
    first = found[0].begins if found else last
    return {"count": len(found), "month": (first.year, first.month)} if found else {}


def coming(user: Any, today: date, last: date) -> list[ListedPart]:
    """The entries of these days that the user may see, by start, less what will not take place."""
    found = [entry for s in SOURCES for entry in s.entries(viewer=user, first=today, last=last)]
    gone = {entry for entry in found if entry.status.is_off or entry.is_on_former_days}
    ahead = parts([entry for entry in found if entry not in gone], today, last)
    return [ListedPart(entry, segment, continues=False) for entry, segment in ahead]


def fiscal_years(user: Any) -> list[FiscalYear]:
    """The fiscal years of which the visitor may see a record, newest first."""
    records = [kind.model.objects.visible_to(user).current() for kind in SCHEDULED]
    years = (found.order_by().values_list("fiscal_year", flat=True).distinct() for found in records)
    return [FiscalYear(year) for year in sorted({one for found in years for one in found})[::-1]]


def entries_of(user: Any, fiscal_year: FiscalYear) -> list[Entry]:
    """The entries of what happens in the fiscal year."""
    first, last = fiscal_year.first_day, fiscal_year.last_day
    return not_withdrawn(e for s in SOURCES for e in s.entries(viewer=user, first=first, last=last))


def overview(user: Any, fiscal_year: FiscalYear, entries: Iterable[Entry]) -> Timeline | None:
    """The year drawn small, all of it; None where that is more than a front page can bear."""
    found = list(entries)
    if len(parts(found, fiscal_year.first_day, fiscal_year.last_day)) > MOST_DRAWN:
        return None  # each is a bar at least
    drawing = DRAWINGS[0].drawn(fiscal_year, found, user, SMALL)
    return drawing if sum(len(row.bars) for row in drawing.rows) <= MOST_DRAWN else None


def month_of(day: date, entries: Iterable[Entry]) -> Month:
    """The month of `day`, which is today."""
    holidays = dict(jpholiday.month_holidays(day.year, day.month))
    return month_page(day.year, day.month, entries, today=day, holidays=holidays)


def latest(page: Year, today: date, most: int = SHOWN_LATEST) -> list[ListedPart]:
    """The entries of a year that lie behind and are known to the day, the latest first."""
    begun = [one for month in page.months for one in month.exact if not one.continues]
    past = [one for one in begun if one.begins < today]
    return past[::-1][:most]


def counts(kinds: Iterable[ScheduledKind], entries: Iterable[Entry]) -> dict[str, int]:
    """The number of these of each kind, by its name: the strip and the drawing show the same."""
    found = Counter(key for entry in entries for key in entry.keys)
    return {kind.name: found[kind.key] for kind in kinds}


class DepartmentPage(organization.views.DepartmentPage):
    """A department with the records that concern it or its parts, newest first.

    What became it is part of its history, and marked as such.
    """

    template_name = "jlis_gov/department.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, own = self.request.user, with_subdepartments(self.object)
        years = by_year(concerning(own, user))
        if before := predecessors(self.object, user):
            add_predecessors(years, before, user)
        return super().get_context_data(**kwargs) | {
            "years": [years[number] for number in sorted(years, reverse=True)],
            "lists": [kind for kind in LISTED if kind.concerning and kind.is_known_to(user)],
            "feed_slug": self.object.slug if self.object.is_public else "",
        }


CONCERNING = tuple((kind, kind.concerning) for kind in BY_RANK if kind.concerning)
Found = Iterable[tuple[Kind, Concerning, Iterable[Record]]]


def concerning(departments: frozenset[int], user: Any) -> Found:
    """The records of each kind that concern these departments, as far as `user` may see them."""
    for kind, offer in CONCERNING:
        yield kind, offer, offer.records(departments, user)[:MOST_SHOWN]


@dataclass(slots=True)
class YearOfDepartment:
    """The records that concern a department in one fiscal year; `before`, those of what became it.

    `departments` are those that became it and were there that year; none for itself.
    """

    fiscal_year: int
    records: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    departments: list[Department] = field(default_factory=list)
    before: "YearOfDepartment | None" = None

    @property
    def kinds(self) -> list[tuple[Kind, str, list[Record]]]:
        """Each kind of which there are records, with the template that shows them."""
        return [
            (kind, offer.template, self.records[kind.name])
            for kind, offer in CONCERNING
            if self.records[kind.name]
        ]


Years = dict[int, YearOfDepartment]


def by_year(found: Found) -> Years:
    """The records by fiscal year; a finding is of its audit's year."""
    years: Years = {}
    for kind, offer, records in found:
        for record in records:
            number = offer.fiscal_year(record)
            year = years.setdefault(number, YearOfDepartment(number))
            year.records[kind.name].append(record)
    return years


def add_predecessors(years: Years, departments: Iterable[Department], user: Any) -> None:
    """Add to `years` what concerned these departments alone."""
    shown = {one for year in years.values() for records in year.records.values() for one in records}
    found = concerning(with_parts(one.pk for one in departments), user)
    alone = (
        (kind, offer, [one for one in records if one not in shown])
        for kind, offer, records in found
    )
    for number, year in by_year(alone).items():
        first, last = FiscalYear(number).first_day, FiscalYear(number).last_day
        year.departments = [one for one in departments if one.existed(first, last)]
        years.setdefault(number, YearOfDepartment(number)).before = year
