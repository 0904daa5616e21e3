"""Audits with their types, targets, auditors and findings on one page."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audits.admin.audit_forms import AuditForm, ClassificationFormSet, TargetFormSet
from audits.admin.documents import DocumentsAdmin
from audits.admin.findings import FindingInline
from audits.admin.planned import PLAN_FIELDS, PlannedAdmin
from audits.admin.procedures import ProgrammeAdmin
from audits.admin.request_pages import requests_address
from audits.filters import AuditFilters
from audits.models import (
    Audit,
    AuditClassification,
    AuditCriterion,
    Auditor,
    AuditPaper,
    AuditTarget,
    ConductedTogether,
    DocumentRequest,
)
from audits.request_copying import copy_requests
from audits.scopes import word_targets
from calendars.admin import SCHEDULE_FIELDS, FiscalYearFilter
from calendars.scheduled import message_text
from dates import Style, word
from organization.admin import ANCESTORS, DepartmentFilter
from organization.succession import Succession
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, PaperInline, PartInline
from records.base import Life, may

# Fields that another audit, of the series or a duplicate, does not begin with.
OF_ONE_AUDIT = (
    *("period_text", "opening_on", "exit_on", "reported_on", "report_number"),
    *("addressee", "conclusion", "conclusion_basis", "distribution"),
)
CONDUCT_FIELDS: Any = (
    _("what and how"),
    {
        "classes": ["collapse"],
        "fields": [
            *("objective", "scope_text", "period_text", "period_understood"),
            *(("by_documents", "on_site", "remotely"), "focus_points"),
        ],
    },
)
RESULT_FIELDS: Any = (
    _("meetings and report"),
    {
        "classes": ["collapse"],
        "fields": [
            *(("opening_on", "exit_on"), "conclusion", "conclusion_basis"),
            *(("reported_on", "report_number"), "addressee", "distribution"),
        ],
    },
)


class TargetDepartmentFilter(DepartmentFilter):
    path = "targets__department"


class ClassificationInline(PartInline):
    model = AuditClassification
    formset = ClassificationFormSet
    autocomplete_fields = ["type"]
    together = ("type",)
    narrowed_by = {"type": "regime"}
    fields = ["type", "order"]
    follows = 1


class TargetInline(PartInline):
    model = AuditTarget
    formset = TargetFormSet
    autocomplete_fields = ["department"]
    together = (f"department__{ANCESTORS}",)
    fields = ["department", "role", "without_parent", "order"]
    follows = 1


class CriterionInline(PartInline):
    model = AuditCriterion
    fields = ["standard", "clause", "order"]
    classes = ["collapse"]
    follows = 4


class AuditorInline(PartInline):
    model = Auditor
    autocomplete_fields = ["department"]
    together = (f"department__{ANCESTORS}",)
    fields = ["order", "name", "role", "department", "planned_days", "person_days"]
    is_duplicated = False
    classes = ["collapse"]
    follows = 4


class TogetherInline(PartInline):
    model = ConductedTogether
    fk_name = "audit"
    autocomplete_fields = ["partner"]
    classes = ["collapse"]
    follows = 4

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        partners = Prefetch("partner", queryset=Audit.objects.with_words())
        return super().get_queryset(request).prefetch_related(partners)


class AuditPaperInline(PaperInline):
    model = AuditPaper
    fields = ["order", "title", "file", "visibility", "versions"]
    follows = 6


@admin.register(Audit)
class AuditAdmin(DocumentsAdmin, ProgrammeAdmin, PlannedAdmin):
    form = AuditForm
    not_in_series = (*PlannedAdmin.not_in_series, *OF_ONE_AUDIT)
    not_duplicated = (*PlannedAdmin.not_duplicated, *OF_ONE_AUDIT)
    readonly_fields = (*PlannedAdmin.readonly_fields, "period_understood")
    autocomplete_fields = ["conclusion"]
    narrowed_by = {"conclusion": "regime"}
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
        ("conclusion", admin.RelatedOnlyFieldListFilter),
        *PlannedAdmin.list_filter,
    ]
    search_fields = [
        *("classifications__type__name", "classifications__type__group", "theme", "subject"),
        *("targets__department__name", "targets__department__short_name", "auditors__name"),
        *("schedule_text", "document_number", "decision_number"),
    ]
    inlines = [
        *(ClassificationInline, TargetInline, CriterionInline, AuditorInline),
        *(TogetherInline, FindingInline, AuditPaperInline),
    ]
    fieldsets = [
        (None, {"fields": ["regime", "scope"]}),
        SCHEDULE_FIELDS,
        (_("what"), {"fields": ["theme", "subject"]}),
        CONDUCT_FIELDS,
        PLAN_FIELDS,
        RESULT_FIELDS,
        (_("annual report"), {"fields": ["targets_override", "order"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            self.copy_requested(request, form.instance)
        if form.instance.life == Life.REGISTERED and (missing := form.instance.lacks()):
            messages.warning(request, missing)
        for warning in form.instance.period_warnings if "period_text" in form.changed_data else ():
            messages.warning(request, str(message_text(warning)))

    def copy_requested(self, request: HttpRequest, audit: Audit) -> None:
        """Let a duplicate start with what was requested for the audit that it started as."""
        if (source := self.started_from(request)) is None:
            return
        asked = DocumentRequest.objects.listed_for(request.user).filter(audit=source)
        if made := copy_requests(asked.with_names().order_by("number"), audit, Succession()):
            text = ngettext(
                "Its %(count)d request for documents was copied, without the due date.",
                "Its %(count)d requests for documents were copied, without the due dates.",
                len(made),
            )
            messages.info(request, text % {"count": len(made)})

    @admin.display(description=_("period audited as understood"))
    def period_understood(self, audit: Audit) -> str:
        return "　".join(word(audit.period, style) for style in (Style.OFFICIAL, Style.GREGORIAN))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the way to what is requested for the audit, and how many lines that is."""
        audit = context.get("original")
        if audit and may(request.user, DocumentRequest, "view"):
            count = audit.document_requests.current().count()
            label = _("Documents requested (%(count)d)") % {"count": count}
            context["tools"] = [(label, requests_address(audit)), *context.get("tools", ())]
        return super().render_change_form(request, context, *args, **kwargs)

    def choice_details(self, audit: Audit) -> Iterable[str]:
        return (word_targets(audit),)

    @admin.display(description=_("audit"))
    def title(self, audit: Audit) -> str:
        return str(audit)

    @admin.display(description=_("target departments"))
    def targets(self, audit: Audit) -> str:
        return word_targets(audit)
