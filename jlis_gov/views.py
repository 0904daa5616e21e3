"""The front page and the pages that need more than one room."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

import organization.views
from audits.filters import audits_of, drills_of
from audits.models import Audit, Drill, Finding
from calendars.entries import Entry
from calendars.fiscal import FiscalYear
from calendars.grid import Year, parts, year_page
from calendars.schedule import Schedule
from calendars.views import standing
from jlis_gov.composition import SOURCES
from meetings.models import Meeting
from organization.filters import with_subdepartments

AHEAD = timedelta(days=366)
SHOWN_NEXT = 10
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Coming:
    """A part of an entry's schedule that is still to come or under way."""

    entry: Entry
    schedule: Schedule


class FrontPage(TemplateView):
    """What is next; where nothing is coming, the latest fiscal year that has records."""

    template_name = "jlis_gov/front.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        fiscal_year = latest_fiscal_year(user)
        return super().get_context_data(**kwargs) | {
            "section": "front",
            "today": today,
            "coming": coming(user, today),
            "fiscal_year": fiscal_year,
            "year": year_of(user, fiscal_year) if fiscal_year else None,
            "counts": counts(user, fiscal_year) if fiscal_year else {},
        }


def coming(user: Any, today: date, most: int = SHOWN_NEXT) -> list[Coming]:
    """What the visitor may know of the year ahead, by start; what is called off is left out."""
    last = today + AHEAD
    found = (entry for s in SOURCES for entry in s.entries(viewer=user, first=today, last=last))
    standing_entries = [entry for entry in found if not entry.status.is_off]
    ahead = parts(standing_entries, today, last)
    return [Coming(entry, Schedule((segment,))) for entry, segment in ahead[:most]]


def latest_fiscal_year(user: Any) -> FiscalYear | None:
    """The latest fiscal year of which the visitor may see a record."""
    years = (
        model.objects.visible_to(user)
        .current()
        .order_by("-fiscal_year")
        .values_list("fiscal_year", flat=True)
        .first()
        for model in (Meeting, Audit, Drill)
    )
    latest = max((year for year in years if year is not None), default=None)
    return None if latest is None else FiscalYear(latest)


def year_of(user: Any, fiscal_year: FiscalYear) -> Year:
    """The fiscal year laid out by months."""
    first, last = fiscal_year.first_day, fiscal_year.last_day
    found = [e for s in SOURCES for e in s.entries(viewer=user, first=first, last=last)]
    return year_page(fiscal_year, standing(found))


def counts(user: Any, fiscal_year: FiscalYear) -> dict[str, int]:
    """How many records of each kind the visitor may see of a fiscal year."""
    models = {"meetings": Meeting, "audits": Audit, "drills": Drill}
    return {
        name: model.objects.visible_to(user).current().in_fiscal_year(fiscal_year).count()
        for name, model in models.items()
    }


class DepartmentPage(organization.views.DepartmentPage):
    """A department with the audits, drills and findings of it and its parts, newest first."""

    template_name = "jlis_gov/department.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, own = self.request.user, with_subdepartments(self.object)
        audits = audits_of(Audit.objects.visible_to(user).current(), own, user)
        drills = drills_of(Drill.objects.visible_to(user).current(), own)
        findings = Finding.objects.visible_to(user).current().filter(department__in=own)
        return super().get_context_data(**kwargs) | {
            "audits": audits.with_parts().by_date(newest_first=True)[:MOST_SHOWN],
            "drills": drills.with_parts().by_date(newest_first=True)[:MOST_SHOWN],
            "findings": findings.select_related("audit")[:MOST_SHOWN],
            "feed_slug": self.object.slug if self.object.is_public else "",
        }
