"""Addresses of departments. The site gives the page of one department, since it knows more."""

from collections.abc import Callable

from django.urls import URLPattern, path

from organization.views import DepartmentListPage

app_name = "organization"


def patterns(department_page: Callable) -> tuple[list[URLPattern], str]:
    """What to include below `/departments/`, with its namespace."""
    return [
        path("", DepartmentListPage.as_view(), name="departments"),
        path("<slug:slug>/", department_page, name="department"),
    ], app_name
