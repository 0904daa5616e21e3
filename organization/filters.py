"""Filters by department, and those of the list of departments."""

import re
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organization.contacts import with_parts
from organization.models import Department
from records.base import spelling_pattern
from records.lists import SlugChoiceFilter, WordsFilter


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


class DepartmentWordsFilter(WordsFilter):
    """Words, and names of departments: what concerns one, or a part of it, is found by its name.

    `departments` leads from a record to them. A name is known in full, though no field holds it
    so: 個人番号センター公的個人認証部.
    """

    def __init__(self, *, departments: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.departments = departments

    def condition(self, word: str) -> Q:
        named = departments_called(word, self.parent.request.user)
        found = super().condition(word)
        return found | Q(**{f"{self.departments}__in": with_parts(named)}) if named else found


def departments_called(word: str, user: Any) -> list[int]:
    """Primary keys of the departments that `user` may see in whose full name `word` is."""
    pattern = re.compile(spelling_pattern(word), re.IGNORECASE)
    known = Department.objects.visible_to(user).current().with_ancestors()
    return [one.pk for one in known if pattern.search(one.full_name) or pattern.search(one.name)]


class DepartmentFilters(django_filters.FilterSet):
    """Words in a department's names and duties."""

    q = DepartmentWordsFilter(departments="pk", fields=("short_name", "duties"))

    class Meta:
        model = Department
        fields: tuple[str, ...] = ()
