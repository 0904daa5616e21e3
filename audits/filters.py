"""Filters of the lists of audits, drills, inspections received and findings."""

from datetime import date
from typing import Any, TypeVar

import django_filters
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audits.models import (
    Audit,
    AuditQuerySet,
    AuditType,
    Authority,
    Finding,
    FindingQuerySet,
    Regime,
    covering,
)
from calendars.scheduled import DatedWordsFilter, OfficialDateField, ScheduledFilters
from organization.filters import DepartmentFilter, DepartmentWordsFilter
from records.history import today
from records.lists import NamedChoiceFilter, SlugChoiceFilter

Rows = TypeVar("Rows", bound=QuerySet)


def type_choices(request: HttpRequest) -> QuerySet:
    """The types of audit that the visitor may choose."""
    return AuditType.objects.visible_to(request.user).current()


def audits_of(records: Rows, departments: frozenset[int], viewer: Any) -> Rows:
    """Audits that cover one of these departments, by name or as one of all the others."""
    return records.filter(covering(records, departments, Audit.objects.visible_to(viewer)))


def naming(records: Rows, departments: frozenset[int]) -> Rows:
    """Records whose `departments` name one of these."""
    row = records.model._meta.get_field("departments").related_model
    rows = row.objects.filter(**{row.part_of: OuterRef("pk")}, department__in=departments)
    return records.filter(Exists(rows))


class ScheduledWordsFilter(DepartmentWordsFilter, DatedWordsFilter):
    """Words, names of departments, and dates."""


class AuditDepartmentFilter(DepartmentFilter):
    """Audits that cover a department or a part of it."""

    def narrow(self, records: QuerySet, departments: frozenset[int]) -> QuerySet:
        return audits_of(records, departments, self.parent.request.user)


class AuditFilters(ScheduledFilters):
    """By fiscal year, words, regime, type, department and status."""

    q = ScheduledWordsFilter(
        departments="targets__department",
        fields=(
            "classifications__type__name",
            "classifications__type__group",
            "classifications__type__short_name",
            "theme",
            "subject",
            "targets_override",
        ),
    )
    regime = NamedChoiceFilter(label=_("Regime"), choices=Regime.choices)
    type = SlugChoiceFilter(label=_("Type"), queryset=type_choices, method="of_type")
    department = AuditDepartmentFilter()

    def of_type(self, records: AuditQuerySet, name: str, value: AuditType) -> QuerySet:
        """Audits that are (also) of this type."""
        return records.of_type(value.slug)


class NamedDepartmentFilter(DepartmentFilter):
    """Records that name a department or a part of it."""

    def narrow(self, records: QuerySet, departments: frozenset[int]) -> QuerySet:
        return naming(records, departments)


class DrillFilters(ScheduledFilters):
    """By fiscal year, words, department and status."""

    q = ScheduledWordsFilter(departments="departments__department", fields=("name", "scenario"))
    department = NamedDepartmentFilter()


def authority_choices(request: HttpRequest) -> QuerySet:
    """The authorities that the visitor may choose."""
    return Authority.objects.visible_to(request.user).current()


class InspectionFilters(ScheduledFilters):
    """By fiscal year, words, authority, department and status."""

    q = ScheduledWordsFilter(
        departments="departments__department",
        fields=("name", "asked", "result", "authority__name", "authority__english_name"),
    )
    authority = SlugChoiceFilter(label=_("Authority"), queryset=authority_choices)
    department = NamedDepartmentFilter()


class FindingDepartmentFilter(DepartmentFilter):
    """Findings of which a department or a part of it is in charge."""

    def narrow(self, records: QuerySet, departments: frozenset[int]) -> QuerySet:
        return records.filter(department__in=departments)


class Measures(models.TextChoices):
    """The two sorts of findings that the Board of Audit asks for as of a day."""

    COMPLETED = "completed", _("measures completed")
    PENDING = "pending", _("measures not completed")


class FindingFilters(django_filters.FilterSet):
    """By words, department and whether the measures were completed, as of any day."""

    q = DepartmentWordsFilter(
        departments="department", fields=("summary", "corrective_actions__description")
    )
    measures = NamedChoiceFilter(label=_("Measures"), choices=Measures.choices, method="sorted_by")
    as_of = django_filters.DateFilter(label=_("As of"), method="shown_as_of")
    as_of.field_class = OfficialDateField
    department = FindingDepartmentFilter()

    class Meta:
        model = Finding
        fields: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day as of which the list is shown: its moment's unless the address names one."""
        return self.form.cleaned_data.get("as_of") or today()

    def filter_queryset(self, queryset: Any) -> QuerySet:
        return super().filter_queryset(queryset.shown_as_of(self.day))

    def sorted_by(self, records: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """措置が完了したもの, or 措置が完了していないもの."""
        if value == Measures.COMPLETED:
            return records.completed_as_of(self.day)
        return records.not_completed_as_of(self.day)

    def shown_as_of(self, records: FindingQuerySet, name: str, value: date) -> FindingQuerySet:
        """Without findings that were made later."""
        return records.made_by(value)
