"""Kinds of record of the organization, in order of use."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dates import FiscalYear
from organization import imports, report
from organization.filters import DepartmentFilters, OfficerFilters
from organization.models import Department, Officer, Reorganisation
from organization.views import DepartmentListPage
from records.base import local_name
from records.kinds import Fixture, KeyGroup, Kind, Search, YearRows

PREFIX = "department"  # of its keys in calendars


def departments_drawn(user: Any, fiscal_year: FiscalYear) -> list[tuple[str, str]]:
    """The departments of the year that `user` may see, each with all that belongs to it.

    Keys and names, as rows in which the year is drawn.
    """
    visible = Department.objects.visible_to(user).current()
    existing = visible.existing(fiscal_year.first_day, fiscal_year.last_day)
    bureau = Department.Kind.BUREAU
    is_top = Q(parent_department=None) | Q(parent_department__kind=bureau)
    tops = existing.filter(is_top).exclude(kind=bureau)
    return [(f"{PREFIX}:{one.slug}", local_name(one)) for one in tops]


DEPARTMENTS = Kind(
    model=Department,
    name="departments",
    rank=2,
    page=DepartmentListPage,
    in_navigation=True,
    search=Search(
        filters=DepartmentFilters,
        records=lambda user: Department.objects.visible_to(user).with_ancestors(),
    ),
    key_group=KeyGroup(
        prefix=PREFIX,
        heading=_("Departments"),
        keys=lambda user: [
            (one.slug, local_name(one))
            for one in Department.objects.visible_to(user).current().with_ancestors()
        ],
        year_rows=YearRows(
            label=_("By department"), rows=departments_drawn, rest=_("Without a department")
        ),
    ),
    intakes={"departments": imports.ANY_DEPARTMENTS},
    fixture=Fixture(file="organization.toml", array="department"),
)
REORGANISATIONS = Kind(
    model=Reorganisation,
    name="reorganisations",
    fixture=Fixture(file="organization.toml", array="reorganisation"),
)
OFFICERS = Kind(
    model=Officer,
    name="officers",
    rank=3,
    search=Search(filters=OfficerFilters, records=Officer.objects.visible_to),
    report={1: report.officers},
    layouts={1: imports.ANY_OFFICERS},
    intakes={"officers": imports.ANY_OFFICERS},
    fixture=Fixture(file="organization.toml", array="officer"),
)
KINDS = (DEPARTMENTS, REORGANISATIONS, OFFICERS)
