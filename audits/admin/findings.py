"""Findings and what was done about them."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.admin.documents import DocumentsAdmin
from audits.admin.filters import (
    AcceptanceFilter,
    AuditYearFilter,
    CauseFilter,
    DecisionFilter,
    DueFilter,
    StateFilter,
    ThemeFilter,
)
from audits.admin.forms import (
    AcceptanceForm,
    AcceptanceFormSet,
    ActionForm,
    ActionFormSet,
    ExtensionForm,
    ExtensionFormSet,
    FindingForm,
    FindingFormSet,
    FindingRowForm,
)
from audits.finding_columns import finding_due, finding_state
from audits.models import (
    CorrectiveAction,
    DueDateExtension,
    Finding,
    FindingClassification,
    FindingPaper,
    FindingQuerySet,
    FollowUp,
    RiskAcceptance,
)
from organization.admin import ANCESTORS, DepartmentFilter
from records.admin import (
    JOURNAL_FIELDS,
    RECORD_FIELDS,
    PaperInline,
    PartInline,
    RecordAdmin,
    StackedPartInline,
)
from records.base import is_key
from records.history import Step


class FindingInline(StackedPartInline):
    """An audit's findings in short; each has a page of its own, where its steps are taken."""

    model = Finding
    form = FindingRowForm
    formset = FindingFormSet
    can_delete = False
    show_change_link = True
    autocomplete_fields = ["department"]
    together = (f"department__{ANCESTORS}",)
    fields = [
        ("number", "grade", "department"),
        "summary",
        ("found_on", "due_on", "answered_on", "closed_on"),
        ("life", "visibility"),
    ]
    readonly_fields = ["life", "visibility"]
    follows = 5

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return cast(FindingQuerySet, super().get_queryset(request)).visible_to(request.user)

    def get_extra(self, request: HttpRequest, obj: object = None, **kwargs: object) -> int:
        return 0


class CategoryInline(PartInline):
    """Its root causes and themes, from the lists of the office."""

    model = FindingClassification
    autocomplete_fields = ["category"]
    together = ("category",)
    fields = ["category"]
    follows = 4

    def get_extra(self, request: HttpRequest, obj: object = None, **kwargs: object) -> int:
        return 0


class ExtensionInline(PartInline):
    model = DueDateExtension
    form = ExtensionForm
    formset = ExtensionFormSet
    fields = ["due_on", "granted_on", "reason"]
    is_duplicated = False
    follows = 2

    def get_extra(self, request: HttpRequest, obj: object = None, **kwargs: object) -> int:
        return 0


class CorrectiveActionInline(StackedPartInline):
    model = CorrectiveAction
    form = ActionForm
    formset = ActionFormSet
    fields = [
        ("order", "kind", "responsible"),
        "description",
        ("planned_for", "completed_on"),
        "evidence",
        ("effectiveness_checked_on", "was_effective"),
        ("checked_by", "checker_department"),
        ("check_method", "check_evidence"),
        "independence_reason",
    ]
    autocomplete_fields = ["checker_department"]
    together = (f"checker_department__{ANCESTORS}",)
    is_duplicated = False
    follows = 7


class AcceptanceInline(StackedPartInline):
    model = RiskAcceptance
    form = AcceptanceForm
    formset = AcceptanceFormSet
    fields = [
        ("approver_post", "approved_by", "approved_on"),
        "reason",
        "until",
        ("reviewed_on", "result"),
    ]
    is_duplicated = False
    follows = 7

    def get_extra(self, request: HttpRequest, obj: object = None, **kwargs: object) -> int:
        return 0


class FollowUpInline(PartInline):
    model = FollowUp
    autocomplete_fields = ["audit"]
    fields = ["audit"]
    is_duplicated = False
    follows = 7

    def get_extra(self, request: HttpRequest, obj: object = None, **kwargs: object) -> int:
        return 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).select_related("audit")
        return rows.prefetch_related("audit__classifications__type")


class FindingPaperInline(PaperInline):
    model = FindingPaper
    fields = ["order", "title", "file", "role", "action", "versions"]
    follows = 7

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest | None, **kwargs: Any
    ) -> ModelChoiceField | None:
        match = request and request.resolver_match
        if db_field.name == "action" and match:
            finding = match.kwargs.get("object_id") or 0
            kwargs["queryset"] = CorrectiveAction.objects.filter(finding=finding)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Finding)
class FindingAdmin(DocumentsAdmin, RecordAdmin):
    form = FindingForm
    list_display = [
        *("audit_title", "number", "reference", "heading", "grade", "is_repeat", "department"),
        *("progress", "due"),
        *("life", "visibility"),
    ]
    list_display_links = ["audit_title", "number"]
    list_filter = [
        DueFilter,
        StateFilter,
        DecisionFilter,
        AcceptanceFilter,
        AuditYearFilter,
        "audit__regime",
        "grade",
        "is_repeat",
        CauseFilter,
        ThemeFilter,
        DepartmentFilter,
        *RecordAdmin.list_filter,
    ]
    search_fields = [
        *("reference", "title", "summary", "criteria", "cause", "recommendation"),
        *("audit__subject", "audit__theme", "corrective_actions__description"),
    ]
    ordering = ["-audit__fiscal_year", "audit", "number"]
    autocomplete_fields = ["audit", "department", "repeats"]
    readonly_fields = ("progress",)
    not_duplicated = (
        *("number", "reference", "is_repeat", "repeats", "response"),
        *("answer", "answered_by", "closing_reason", "public_summary"),
    )
    bulk_fields = ("department", "due_on", "grade", *RecordAdmin.bulk_fields)
    consequences: ClassVar[Mapping[Step, Any]] = {
        **RecordAdmin.consequences,
        Step.PUBLISH: _(
            "Anyone can then read its summary for the public, its reference, the fiscal year, its "
            "grade and whether its measures are completed, on the public pages and in files. "
            "Nothing else of it is public."
        ),
        Step.UNPUBLISH: _("It disappears from the public pages."),
        Step.WITHDRAW: _(
            "It is marked as withdrawn, and disappears from the public pages. Those who may read "
            "findings still can."
        ),
    }
    inlines = [
        *(ExtensionInline, CategoryInline),
        *(CorrectiveActionInline, AcceptanceInline, FollowUpInline, FindingPaperInline),
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    *("audit", ("number", "reference", "grade")),
                    *("department", "title", "summary", "confirmed"),
                ]
            },
        ),
        (_("when"), {"fields": [("found_on", "due_on")]}),
        (_("criteria"), {"fields": ["criteria", "clause", "deficiency"]}),
        (_("cause and effect"), {"fields": ["cause", "effect", "evidence"]}),
        (_("recommendation"), {"fields": ["recommendation", "similar_cases", "owner"]}),
        (_("repeat"), {"fields": ["is_repeat", "repeats"]}),
        (_("answer"), {"fields": ["response", "answer", ("answered_on", "answered_by")]}),
        (_("closing"), {"fields": ["progress", "closed_on", "closing_reason"]}),
        (pgettext_lazy("of a finding", "publication"), {"fields": ["public_summary"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = cast(FindingQuerySet, super().get_queryset(request))
        shown = rows.shown_as_of(timezone.localdate())
        beside = shown.select_related("audit", f"department__{ANCESTORS}")
        return beside.prefetch_related("audit__classifications__type")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Only the findings of an audit where the form that searches has chosen one."""
        found, has_doubles = super().get_search_results(request, queryset, search_term)
        audit = request.GET.get("audit", "")
        return found.filter(audit=audit) if is_key(audit) else found, has_doubles

    @admin.display(description=_("audit"), ordering="audit__starts_on")
    def audit_title(self, finding: Finding) -> str:
        return finding.audit.title

    @admin.display(description=_("finding"))
    def heading(self, finding: Finding) -> str:
        return finding.heading

    @admin.display(description=_("state"))
    def progress(self, finding: Finding) -> str:
        return finding_state(finding)

    @admin.display(description=_("due on"), ordering="due_at")
    def due(self, finding: Finding) -> str:
        return finding_due(finding)
