"""Drills as the office keeps them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audits.admin.filters import NamedDepartmentFilter
from audits.admin.planned import PLAN_FIELDS, PlannedAdmin
from audits.filters import DrillFilters
from audits.models import Drill, DrillDepartment
from calendars.admin import SCHEDULE_FIELDS, FiscalYearFilter
from organization.admin import ANCESTORS
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, PartInline


class DrillDepartmentInline(PartInline):
    model = DrillDepartment
    autocomplete_fields = ["department"]
    together = (f"department__{ANCESTORS}",)
    fields = ["department", "order"]
    follows = 1


@admin.register(Drill)
class DrillAdmin(PlannedAdmin):
    record_list = "with_parts"
    filters = DrillFilters
    list_display = [
        *("title", "year", "departments", "printed_schedule"),
        *("status", "life", "visibility"),
    ]
    list_filter = [FiscalYearFilter, NamedDepartmentFilter, *PlannedAdmin.list_filter]
    search_fields = ["name", "scenario", "departments__department__name", "schedule_text"]
    inlines = [DrillDepartmentInline]
    fieldsets = [
        (None, {"fields": ["name", "scenario"]}),
        SCHEDULE_FIELDS,
        PLAN_FIELDS,
        (_("annual report"), {"fields": ["order"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    @admin.display(description=_("drill"))
    def title(self, drill: Drill) -> str:
        return drill.title

    @admin.display(description=_("departments"))
    def departments(self, drill: Drill) -> str:
        return drill.departments_text
