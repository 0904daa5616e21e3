"""Inspections received, and the authorities that make them, as the office keeps them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audits.admin.filters import NamedDepartmentFilter
from audits.filters import InspectionFilters
from audits.models import Authority, InspectedDepartment, InspectionDocument, InspectionReceived
from calendars.admin import SCHEDULE_FIELDS, FiscalYearFilter, ScheduledAdmin
from organization.admin import ANCESTORS
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, AttachmentInline, PartInline, RecordAdmin


class InspectedDepartmentInline(PartInline):
    model = InspectedDepartment
    autocomplete_fields = ["department"]
    together = (f"department__{ANCESTORS}",)
    fields = ["department", "order"]
    follows = 1


class DocumentInline(AttachmentInline):
    model = InspectionDocument
    fields = ["order", "title", "file", "named_only", "visibility"]
    follows = 3


@admin.register(InspectionReceived)
class InspectionReceivedAdmin(ScheduledAdmin):
    record_list = "with_parts"
    filters = InspectionFilters
    not_duplicated = (*ScheduledAdmin.not_duplicated, "result")
    not_in_series = (*ScheduledAdmin.not_in_series, "result")
    list_display = [
        *("title", "year", "departments", "printed_schedule"),
        *("status", "life", "visibility"),
    ]
    list_filter = [
        FiscalYearFilter,
        ("authority", admin.RelatedOnlyFieldListFilter),
        NamedDepartmentFilter,
        *ScheduledAdmin.list_filter,
    ]
    search_fields = [
        *("name", "asked", "result", "authority__name", "departments__department__name"),
        *("schedule_text", "document_number", "decision_number"),
    ]
    autocomplete_fields = ["authority"]
    inlines = [InspectedDepartmentInline, DocumentInline]
    fieldsets = [
        (None, {"fields": ["authority", "name", "asked"]}),
        SCHEDULE_FIELDS,
        (_("result"), {"fields": ["result"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    @admin.display(description=_("inspection received"))
    def title(self, inspection: InspectionReceived) -> str:
        return str(inspection)

    @admin.display(description=_("departments"))
    def departments(self, inspection: InspectionReceived) -> str:
        return inspection.departments_text


@admin.register(Authority)
class AuthorityAdmin(RecordAdmin):
    list_display = ["name", "english_name", "legal_basis", "order", "life", "visibility"]
    search_fields = ["name", "english_name", "slug", "legal_basis"]
    fieldsets = [
        (None, {"fields": ["name", "english_name", "legal_basis", "slug", "order"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]
