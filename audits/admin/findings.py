"""Findings and what was done about them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audits.models import CorrectiveAction, Finding
from calendars.admin import FiscalYearFilter
from organization.admin import ANCESTORS, DepartmentFilter
from records.admin import (
    JOURNAL_FIELDS,
    RECORD_FIELDS,
    PartFormSet,
    RecordAdmin,
    StackedPartInline,
)


class AuditYearFilter(FiscalYearFilter):
    path = "audit__fiscal_year"


class FindingFormSet(PartFormSet):
    number_field = "number"


class FindingInline(StackedPartInline):
    """An audit's findings in short; each has a page of its own, and none is deleted."""

    model = Finding
    formset = FindingFormSet
    can_delete = False
    show_change_link = True
    autocomplete_fields = ["department"]
    together = (f"department__{ANCESTORS}",)
    fields = [
        ("number", "grade", "department"),
        "summary",
        ("found_on", "due_on", "closed_on"),
        ("life", "visibility"),
    ]

    def get_extra(self, request: HttpRequest, obj: object = None, **kwargs: object) -> int:
        return 0


class CorrectiveActionInline(StackedPartInline):
    model = CorrectiveAction
    fields = [
        ("order", "description"),
        ("planned_for", "completed_on"),
        ("effectiveness_checked_on", "was_effective"),
    ]


@admin.register(Finding)
class FindingAdmin(RecordAdmin):
    list_display = [
        *("audit_title", "number", "grade", "department", "due_on", "closed_on"),
        *("life", "visibility"),
    ]
    list_display_links = ["audit_title", "number"]
    list_filter = [
        AuditYearFilter,
        "audit__regime",
        "grade",
        DepartmentFilter,
        *RecordAdmin.list_filter,
    ]
    search_fields = ["summary", "audit__subject", "audit__theme", "corrective_actions__description"]
    ordering = ["-audit__fiscal_year", "audit", "number"]
    autocomplete_fields = ["audit", "department"]
    inlines = [CorrectiveActionInline]
    fieldsets = [
        (None, {"fields": ["audit", ("number", "grade"), "department", "summary"]}),
        (_("when"), {"fields": [("found_on", "due_on", "closed_on")]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).select_related("audit", f"department__{ANCESTORS}")
        return rows.prefetch_related("audit__classifications__type")

    @admin.display(description=_("audit"), ordering="audit__starts_on")
    def audit_title(self, finding: Finding) -> str:
        return finding.audit.title
