"""The pages that need more than one room, and what they share."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import organization.views
from calendars.pages import ListedPart, parts
from dates import FiscalYear
from jlis_gov.composition import BY_RANK, LISTED, SCHEDULED, SOURCES
from jlis_gov.department_history import history_of
from organization.contacts import with_parts
from organization.filters import with_subdepartments
from organization.models import Department
from organization.succession import predecessors
from records.base import Record
from records.kinds import Concerning, Kind

FOUR_WEEKS = timedelta(days=27)  # today included
MOST_SHOWN = 100


def left_out(later: Sequence[date], last: date) -> dict[str, Any]:
    """How many of these days, in order, are not after `last`, and the month of the first.

    Nothing where there is none.
    """
    found = [day for day in later if day <= last]
    return {"count": len(found), "month": (found[0].year, found[0].month)} if found else {}


def coming(user: Any, today: date, last: date) -> list[ListedPart]:
    """The entries of these days that the user may see, by start, less what will not take place."""
    found = [entry for s in SOURCES for entry in s.entries(viewer=user, first=today, last=last)]
    gone = {entry for entry in found if entry.status.is_off or entry.is_on_former_days}
    ahead = parts([entry for entry in found if entry not in gone], today, last)
    return [ListedPart(entry, segment, continues=False) for entry, segment in ahead]


def fiscal_years(user: Any) -> list[FiscalYear]:
    """The fiscal years of which the visitor may see a record, newest first."""
    records = (kind.model.objects.visible_to(user).current() for kind in SCHEDULED)
    years = set[int]().union(*(found.fiscal_years() for found in records))
    return [FiscalYear(year) for year in sorted(years, reverse=True)]


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
            "history": history_of(self.object, own, years, user),
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
