"""Addresses of departments. The site gives the page of one department, since it knows more."""

from collections.abc import Callable

from django.urls import URLPattern, path

from organization.models import Department
from organization.views import DepartmentListPage
from records.base import MomentField
from records.history import DayWords, history_page

app_name = "organization"


def patterns(
    department_page: Callable, day: DayWords, moment_field: type[MomentField]
) -> tuple[list[URLPattern], str]:
    """The patterns to include below `/departments/`, with their namespace.

    `day` words a day, `moment_field` reads a moment of the past.
    """
    departments = DepartmentListPage.as_view(moment_field=moment_field)
    return [
        path("", departments, name="departments"),
        path("<slug:slug>/", department_page, name="department"),
        path(
            "<slug:slug>/history/",
            history_page(Department, "organization", day, slug="slug"),
            name="department_history",
        ),
    ], app_name
