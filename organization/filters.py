"""Filters by department, and those of the list of departments."""

from typing import Any, Self

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organization.contacts import with_parts
from organization.models import Department, Officer
from records.base import is_spelled, local_name
from records.lists import SlugChoiceFilter, WordsFilter

_KNOWN = "known_departments"  # on a request
MOST_NAMED = 3  # departments that a reason names


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

    def called(self, word: str) -> list[Department]:
        """The departments that the visitor may see in whose name `word` is."""
        return KnownDepartments.to(self.parent.request).called(word)

    def naming(self, word: str) -> Q:
        parts = KnownDepartments.to(self.parent.request).parts_called(word)
        found = super().naming(word)
        return found | self.concerning(parts) if parts else found

    def concerning(self, departments: frozenset[int]) -> Q:
        """The condition that a record which concerns one of these departments meets."""
        return Q(**{f"{self.departments}__in": departments})

    def reasons(self, record: Any, word: str) -> list[str]:
        others = super().reasons(record, word)
        names = [local_name(one) for one in self.called(word)]
        return others or ([", ".join(names[:MOST_NAMED])] if names else [])


class KnownDepartments:
    """The departments that a visitor may see, by what they are called.

    A search asks as many lists as there are kinds, and they share what one request has read.
    """

    def __init__(self, user: Any) -> None:
        self.all = list(Department.objects.visible_to(user).current().with_ancestors())
        self._parts: dict[str, frozenset[int]] = {}

    @classmethod
    def to(cls, request: HttpRequest) -> Self:
        """Those that whoever sent the request may see."""
        kept = vars(request)
        if _KNOWN not in kept:
            kept[_KNOWN] = cls(request.user)
        return kept[_KNOWN]

    def called(self, word: str) -> list[Department]:
        """Those in whose full name, in Japanese or English, `word` is."""
        return [one for one in self.all if any(is_spelled(word, name) for name in names_of(one))]

    def parts_called(self, word: str) -> frozenset[int]:
        """Primary keys of those and of all that belongs to them."""
        if word not in self._parts:
            called = self.called(word)
            self._parts[word] = with_parts(one.pk for one in called) if called else frozenset()
        return self._parts[word]


def names_of(department: Department) -> tuple[str, ...]:
    """All that a department is called."""
    return department.full_name, department.name, department.in_english


class OfficerFilters(django_filters.FilterSet):
    """Words in an officer's name, and the post held."""

    q = WordsFilter(persons=("name",), choices={"post": Officer.Post})

    class Meta:
        model = Officer
        fields: tuple[str, ...] = ()


class DepartmentFilters(django_filters.FilterSet):
    """Words in a department's names and duties."""

    q = DepartmentWordsFilter(departments="pk", fields=("duties",))

    class Meta:
        model = Department
        fields: tuple[str, ...] = ()
