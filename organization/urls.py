"""Addresses of departments. The site gives the page of one department, since it knows more."""

from collections.abc import Callable

from django.urls import URLPattern, path

from organization.models import Department
from organization.views import DepartmentListPage
from records.history import DayWords, history_page

app_name = "organization"


def patterns(department_page: Callable, day: DayWords) -> tuple[list[URLPattern], str]:
    """The patterns to include below `/departments/`, with their namespace; `day` words a day."""
    return [
        path("", DepartmentListPage.as_view(), name="departments"),
        path("<slug:slug>/", department_page, name="department"),
        path(
            "<slug:slug>/history/",
            history_page(Department, "organization", day, slug="slug"),
            name="department_history",
        ),
    ], app_name
