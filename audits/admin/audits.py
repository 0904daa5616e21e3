"""Audits with their types, targets, auditors and findings on one page."""

from collections.abc import Iterable

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audits.admin.findings import FindingInline
from audits.admin.planned import PLAN_FIELDS, PlannedAdmin
from audits.filters import AuditFilters
from audits.models import (
    COVERING,
    Audit,
    AuditClassification,
    Auditor,
    AuditTarget,
    AuditType,
    ConductedTogether,
    Regime,
)
from audits.scopes import word_targets
from calendars.admin import SCHEDULE_FIELDS, FiscalYearFilter
from organization.admin import ANCESTORS, DepartmentFilter
from records.admin import (
    JOURNAL_FIELDS,
    RECORD_FIELDS,
    PartFormSet,
    PartInline,
    RecordAdmin,
)
from records.base import Life
from records.journal import REASON_FIELD

LAST_TARGET = _(
    "This audit is approved and would name no target department. Please add one, choose another "
    "scope, or say under “reason for the change” why it names none."
)


class TargetDepartmentFilter(DepartmentFilter):
    path = "targets__department"


class ClassificationFormSet(PartFormSet):
    """The types of an audit, at least one."""

    needs_one = _("An audit needs at least one type.")


class ClassificationInline(PartInline):
    model = AuditClassification
    formset = ClassificationFormSet
    autocomplete_fields = ["type"]
    together = ("type",)
    narrowed_by = {"type": "regime"}
    fields = ["type", "order"]
    follows = 1


class TargetFormSet(PartFormSet):
    """The departments of an audit; an approved one loses the last of them for a reason only."""

    def clean(self) -> None:
        super().clean()
        audit = self.instance
        is_settled = audit.life == Life.REGISTERED and audit.scope == Audit.Scope.LISTED
        has_reason = bool(self.data.get(REASON_FIELD, "").strip())
        if not is_settled or has_reason or any(form.errors for form in self.forms):
            return
        roles = {form.cleaned_data.get("role") for form in self.rows()}
        kept = Audit.objects.filter(pk=audit.pk).first()
        if not roles & set(COVERING) and kept and not kept.lacks():
            raise ValidationError(LAST_TARGET, code="incomplete")


class TargetInline(PartInline):
    model = AuditTarget
    formset = TargetFormSet
    autocomplete_fields = ["department"]
    together = (f"department__{ANCESTORS}",)
    fields = ["department", "role", "without_parent", "order"]
    follows = 1


class AuditorInline(PartInline):
    model = Auditor
    autocomplete_fields = ["department"]
    together = (f"department__{ANCESTORS}",)
    fields = ["order", "name", "role", "department", "person_days"]
    is_duplicated = False
    classes = ["collapse"]
    follows = 3


class TogetherInline(PartInline):
    model = ConductedTogether
    fk_name = "audit"
    autocomplete_fields = ["partner"]
    classes = ["collapse"]
    follows = 3

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        partners = Prefetch("partner", queryset=Audit.objects.with_words())
        return super().get_queryset(request).prefetch_related(partners)


@admin.register(Audit)
class AuditAdmin(PlannedAdmin):
    record_list = "with_parts"
    filters = AuditFilters
    list_display = [
        *("title", "year", "regime", "targets", "printed_schedule"),
        *("status", "life", "visibility"),
    ]
    list_filter = [
        FiscalYearFilter,
        "regime",
        ("classifications__type", admin.RelatedOnlyFieldListFilter),
        TargetDepartmentFilter,
        *PlannedAdmin.list_filter,
    ]
    search_fields = [
        *("classifications__type__name", "classifications__type__group", "theme", "subject"),
        *("targets__department__name", "targets__department__short_name", "auditors__name"),
        *("schedule_text", "document_number", "decision_number"),
    ]
    inlines = [ClassificationInline, TargetInline, AuditorInline, TogetherInline, FindingInline]
    fieldsets = [
        (None, {"fields": ["regime", "scope"]}),
        SCHEDULE_FIELDS,
        (_("what"), {"fields": ["theme", "subject"]}),
        PLAN_FIELDS,
        (_("annual report"), {"fields": ["targets_override", "order"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if form.instance.life == Life.REGISTERED and (missing := form.instance.lacks()):
            messages.warning(request, missing)

    def choice_details(self, audit: Audit) -> Iterable[str]:
        return (word_targets(audit),)

    @admin.display(description=_("audit"))
    def title(self, audit: Audit) -> str:
        return str(audit)

    @admin.display(description=_("target departments"))
    def targets(self, audit: Audit) -> str:
        return word_targets(audit)


@admin.register(AuditType)
class AuditTypeAdmin(RecordAdmin):
    list_display = ["full_name", "regime", "short_name", "standard", "cycle_months", "order"]
    list_filter = ["regime", *RecordAdmin.list_filter]
    search_fields = ["name", "group", "short_name", "slug", "standard"]
    bulk_fields = ("standard", "cycle_months", *RecordAdmin.bulk_fields)
    fieldsets = [
        (None, {"fields": ["regime", "group", "name", "short_name", "slug", "order"]}),
        (_("standard and cycle"), {"fields": ["standard", "cycle_months"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Only the types of a regime where the form that searches has chosen one."""
        found, has_doubles = super().get_search_results(request, queryset, search_term)
        regime = request.GET.get("regime")
        return found.filter(regime=regime) if regime in Regime.values else found, has_doubles

    @admin.display(description=_("audit type"), ordering="name")
    def full_name(self, audit_type: AuditType) -> str:
        return str(audit_type)
