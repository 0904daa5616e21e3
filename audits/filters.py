"""Filters of lists: audits, drills, inspections received, findings, procedures, documents."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.account_filters import AccountFilters
from audits.audit_filter import AuditFilter
from audits.models import (
    Audit,
    AuditQuerySet,
    AuditTarget,
    AuditType,
    Authority,
    DocumentType,
    Finding,
    FindingCategory,
    FindingQuerySet,
    IssuedDocument,
    Procedure,
    ProcedureQuerySet,
    Regime,
    Stage,
    covering,
)
from calendars.scheduled import (
    DatedWordsFilter,
    FiscalYearFilters,
    OfficialDateField,
    ScheduledFilters,
)
from organization.filters import DepartmentFilter, DepartmentWordsFilter
from records.history import today
from records.lists import (
    EVERYTHING,
    NamedChoiceFilter,
    SlugChoiceField,
    SlugChoiceFilter,
    WordsFilter,
)

Role = FindingCategory.Role
ALL_BUT = "を除く部門"
GENERAL = {
    "その他全部門": Audit.Scope.ALL_OTHERS,
    "全部門": Audit.Scope.ALL_BUT,
    "機構全体": Audit.Scope.AGENCY,
}
Rows = TypeVar("Rows", bound=QuerySet)


def type_choices(request: HttpRequest) -> QuerySet:
    """The types of audit that the visitor may choose, each with whether another is called so."""
    visible = AuditType.objects.visible_to(request.user).current()
    alike = visible.filter(name=OuterRef("name"), group=OuterRef("group"))
    return visible.annotate(has_namesake=Exists(alike.exclude(pk=OuterRef("pk"))))


class TypeField(SlugChoiceField):
    """A type of audit; of two that are called alike each with its regime: 決算監査（監事監査）."""

    def label_from_instance(self, record: Any) -> str:
        name = super().label_from_instance(record)
        if not record.has_namesake:
            return name
        names = {"name": name, "regime": record.get_regime_display()}
        return _("%(name)s (%(regime)s)") % names


class TypeFilter(SlugChoiceFilter):
    """Audits that are (also) of a type."""

    field_class = TypeField

    def filter(self, records: AuditQuerySet, value: AuditType | None) -> QuerySet:
        return records if value is None else records.of_type(value.slug)


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


class AuditWordsFilter(ScheduledWordsFilter):
    """Words, dates, and departments: audits that cover one, by name or as one of all the others."""

    def concerning(self, departments: frozenset[int]) -> Q:
        visible = Audit.objects.visible_to(self.parent.request.user)
        return covering(visible.current(), departments, visible)

    def naming(self, word: str) -> Q:
        return super().naming(word) | self.in_general(word)

    def in_general(self, word: str) -> Q:
        """The condition for the official words of a scope: その他全部門, 監査室を除く部門."""
        if word in GENERAL:
            return Q(scope=GENERAL[word])
        name = word.removesuffix(ALL_BUT)
        named = [one.pk for one in self.called(name)] if name not in ("", word) else []
        targets = {"targets__department__in": named, "targets__role": AuditTarget.Role.EXCLUDED}
        return Q(scope=Audit.Scope.ALL_BUT, **targets) if named else ~EVERYTHING


class AuditDepartmentFilter(DepartmentFilter):
    """Audits that cover a department or a part of it."""

    def narrow(self, records: QuerySet, departments: frozenset[int]) -> QuerySet:
        return audits_of(records, departments, self.parent.request.user)


class AuditFilters(ScheduledFilters):
    """By fiscal year, words, regime, type, department and status."""

    q = AuditWordsFilter(
        departments="targets__department",
        choices={"regime": Regime},
        names=(
            "classifications__type__name",
            "classifications__type__group",
            "classifications__type__short_name",
            "classifications__type__english_name",
        ),
        fields=("theme", "subject", "targets_override"),
    )
    regime = NamedChoiceFilter(label=_("Regime"), choices=Regime.choices)
    type = TypeFilter(label=_("Type"), queryset=type_choices)
    department = AuditDepartmentFilter()


class NamedDepartmentFilter(DepartmentFilter):
    """Records that name a department or a part of it."""

    def narrow(self, records: QuerySet, departments: frozenset[int]) -> QuerySet:
        return naming(records, departments)


class DrillFilters(ScheduledFilters):
    """By fiscal year, words, department and status."""

    q = ScheduledWordsFilter(
        departments="departments__department",
        names=("name",),
        fields=("scenario",),
        kind=("業務継続", "業務継続計画"),
    )
    department = NamedDepartmentFilter()


def authority_choices(request: HttpRequest) -> QuerySet:
    """The authorities that the visitor may choose."""
    return Authority.objects.visible_to(request.user).current()


class InspectionFilters(ScheduledFilters):
    """By fiscal year, words, authority, department and status."""

    q = ScheduledWordsFilter(
        departments="departments__department",
        names=("name", "authority__name", "authority__english_name"),
        fields=("asked", "result"),
    )
    authority = SlugChoiceFilter(label=_("Authority"), queryset=authority_choices)
    department = NamedDepartmentFilter()


class FindingDepartmentFilter(DepartmentFilter):
    """Findings of which a department or a part of it is in charge."""

    def narrow(self, records: QuerySet, departments: frozenset[int]) -> QuerySet:
        return records.filter(department__in=departments)


def categories_of(role: str) -> Callable[[HttpRequest], QuerySet]:
    """The entries of one of the office's lists that the visitor may choose."""
    return lambda request: FindingCategory.objects.visible_to(request.user).filter(role=role)


class FindingFilters(AccountFilters):
    """By words, department and what the account of follow-up counts, as of any day."""

    q = DepartmentWordsFilter(
        departments="department",
        names=("reference", "title"),
        fields=("summary", "corrective_actions__description"),
    )
    as_of = django_filters.DateFilter(label=_("As of"), method="shown_as_of")
    as_of.field_class = OfficialDateField
    cause = SlugChoiceFilter(
        label=_("Root cause"), queryset=categories_of(Role.CAUSE), method="of_category"
    )
    theme = SlugChoiceFilter(
        label=pgettext_lazy("of a finding", "Theme"),
        queryset=categories_of(Role.THEME),
        method="of_category",
    )
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

    def of_category(
        self, records: FindingQuerySet, name: str, value: FindingCategory
    ) -> FindingQuerySet:
        """Findings with this entry of the list."""
        return records.of_category(name, value.slug)

    def shown_as_of(self, records: FindingQuerySet, name: str, value: date) -> FindingQuerySet:
        """Without findings that were made later."""
        return records.made_by(value)


class ProcedureFilters(FiscalYearFilters):
    """By fiscal year, words, audit, result and how far a procedure has come."""

    q = WordsFilter(
        names=("procedure",),
        fields=("objective", "criteria", "exceptions", "conclusion", "evidence"),
    )
    audit = AuditFilter(Procedure)
    result = NamedChoiceFilter(
        label=pgettext_lazy("of a procedure", "Result"), choices=Procedure.Result.choices
    )
    stage = NamedChoiceFilter(label=_("Progress"), choices=Stage.choices, method="come_so_far")

    class Meta:
        model = Procedure
        fields: tuple[str, ...] = ()

    def come_so_far(self, records: ProcedureQuerySet, name: str, value: str) -> QuerySet:
        """Procedures that have come so far and no further."""
        return records.in_stage(value)


class IssuedFilters(FiscalYearFilters):
    """By fiscal year, words and kind of document."""

    q = WordsFilter(names=("document_number",), fields=("addressee", "sender", "distribution"))
    kind = NamedChoiceFilter(
        label=_("Kind of document"), choices=DocumentType.choices, field_name="document_type"
    )

    class Meta:
        model = IssuedDocument
        fields: tuple[str, ...] = ()
