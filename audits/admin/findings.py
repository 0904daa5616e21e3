"""Findings and what was done about them."""

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.admin.filters import DecisionFilter, DueFilter, StateFilter
from audits.admin.forms import (
    ActionForm,
    ActionFormSet,
    ExtensionForm,
    ExtensionFormSet,
    FindingForm,
    FindingFormSet,
    FindingRowForm,
)
from audits.columns import finding_due, finding_state
from audits.models import (
    CorrectiveAction,
    DueDateExtension,
    Finding,
    FindingQuerySet,
    FollowUp,
)
from calendars.admin import FiscalYearFilter
from organization.admin import ANCESTORS, DepartmentFilter
from records.admin import (
    JOURNAL_FIELDS,
    RECORD_FIELDS,
    PartInline,
    RecordAdmin,
    StackedPartInline,
)


class AuditYearFilter(FiscalYearFilter):
    path = "audit__fiscal_year"


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
    follows = 3

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return cast(FindingQuerySet, super().get_queryset(request)).visible_to(request.user)

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


@admin.register(Finding)
class FindingAdmin(RecordAdmin):
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
        AuditYearFilter,
        "audit__regime",
        "grade",
        "is_repeat",
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
        *("answer", "answered_by", "closing_reason"),
    )
    bulk_fields = ("department", "due_on", "grade", *RecordAdmin.bulk_fields)
    inlines = [ExtensionInline, CorrectiveActionInline, FollowUpInline]
    fieldsets = [
        (None, {"fields": ["audit", ("number", "grade"), "department", "title", "summary"]}),
        (_("when"), {"fields": [("found_on", "due_on")]}),
        (_("criteria"), {"fields": ["criteria", "clause", "deficiency"]}),
        (_("cause and effect"), {"fields": ["cause", "effect", "evidence"]}),
        (_("recommendation"), {"fields": ["recommendation", "similar_cases", "owner"]}),
        (_("repeat"), {"fields": ["reference", "is_repeat", "repeats"]}),
        (_("answer"), {"fields": ["response", "answer", ("answered_on", "answered_by")]}),
        (_("closing"), {"fields": ["progress", "closed_on", "closing_reason"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = cast(FindingQuerySet, super().get_queryset(request))
        shown = rows.shown_as_of(timezone.localdate())
        beside = shown.select_related("audit", f"department__{ANCESTORS}")
        return beside.prefetch_related("audit__classifications__type")

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
