"""Pages of departments."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from organization.filters import DepartmentFilters
from organization.models import Department, Reorganisation, ReorganisationStep
from organization.tables import DepartmentTable
from records.history import RecordPage
from records.lists import ListPage


class DepartmentListPage(ListPage):
    """The departments, as they stand in the agency's own order."""

    filterset_class = DepartmentFilters
    table_class = DepartmentTable
    title = _("Departments")
    section = "organization"
    default_sort = "name"
    open_fields = frozenset(
        {
            *("slug", "name", "short_name", "kind", "parent_department", "valid_from"),
            *("valid_until", "order", "duties"),
        }
    )

    def records(self) -> QuerySet:
        return Department.objects.visible_to(self.request.user).current().with_ancestors()


class DepartmentPage(RecordPage):
    """One department: what it belongs to, its parts, where it came from and went.

    The site's own page gives the template, and what other rooms know of the department.
    """

    context_object_name = "department"

    def get_queryset(self) -> QuerySet:
        return Department.objects.visible_to(self.request.user).with_ancestors()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "section": "organization",
            "subdepartments": self.object.subdepartments.visible_to(user).current(),
            "changes": changes(self.object, user),
        }


@dataclass(frozen=True, slots=True)
class Change:
    """A reorganisation as one department lived it: where it came from, where it went."""

    reorganisation: Reorganisation
    predecessors: list[Department]
    successors: list[Department]


def changes(department: Department, user: Any) -> list[Change]:
    """The visible reorganisations that concern a department, oldest first, in two queries."""
    visible = Department.objects.visible_to(user)
    steps = ReorganisationStep.objects.filter(department__in=visible).select_related(
        "department__parent_department__parent_department__parent_department"
    )
    concerned = (
        Reorganisation.objects.visible_to(user)
        .current()
        .filter(
            Exists(
                ReorganisationStep.objects.filter(
                    reorganisation=OuterRef("pk"), department=department
                )
            )
        )
        .prefetch_related(Prefetch("steps", queryset=steps))
    )
    return [_change(reorganisation, department) for reorganisation in concerned]


def _change(reorganisation: Reorganisation, department: Department) -> Change:
    roles = ReorganisationStep.Role
    before = reorganisation.departments(roles.PREDECESSOR)
    after = reorganisation.departments(roles.SUCCESSOR)
    return Change(
        reorganisation,
        predecessors=[other for other in before if department in after and other != department],
        successors=[other for other in after if department in before and other != department],
    )
