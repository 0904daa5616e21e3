"""Filters by department, and those of the list of departments."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organization.contacts import with_parts
from organization.models import Department
from records.filters import SlugChoiceFilter, WordsFilter


def department_choices(request: HttpRequest) -> QuerySet:
    """The departments that the visitor may choose."""
    return Department.objects.visible_to(request.user).current().with_ancestors()


def with_subdepartments(department: Department) -> frozenset[int]:
    """Primary keys of a department and all that belongs to it, in one query."""
    return with_parts([department.pk])


class DepartmentFilter(SlugChoiceFilter):
    """Records that concern a department or what belongs to it; a subclass says which those are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Department"), queryset=department_choices, **kwargs)

    def filter(self, records: QuerySet, value: Department | None) -> QuerySet:
        return records if value is None else self.narrow(records, with_subdepartments(value))

    def narrow(self, records: QuerySet, departments: frozenset[int]) -> QuerySet:
        """The records that concern one of these departments, given by primary key."""
        raise NotImplementedError


class DepartmentFilters(django_filters.FilterSet):
    """Words in a department's names and duties."""

    q = WordsFilter(fields=("name", "short_name", "duties", "parent_department__name"))

    class Meta:
        model = Department
        fields: tuple[str, ...] = ()
