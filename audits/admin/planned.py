"""The admin that audits and drills have in common: the annual plan counts them."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audits.models import Audit, Drill
from audits.plan_progress import standing
from audits.slips import planned, unexplained, word_planned
from calendars.admin import ScheduledAdmin
from calendars.scheduled import Progress

PLAN_FIELDS: Any = (_("annual plan"), {"fields": ["planned_schedule", "slip_reason"]})


class SlipFilter(admin.SimpleListFilter):
    """Records that take place at another time than the approved plan says, without a reason."""

    title = _("annual plan")
    parameter_name = "slip"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("unexplained", _("slipped without a reason"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return unexplained(queryset) if self.value() == "unexplained" else queryset


class PlannedAdmin(ScheduledAdmin):
    """The admin of what the annual plan lists."""

    not_in_series = (*ScheduledAdmin.not_in_series, "planned_schedule", "slip_reason")
    not_duplicated = (*ScheduledAdmin.not_duplicated, "slip_reason")
    readonly_fields = (*ScheduledAdmin.readonly_fields, "planned_schedule")
    list_filter = [SlipFilter, *ScheduledAdmin.list_filter]
    bulk_fields = (*ScheduledAdmin.bulk_fields, "slip_reason")

    def progress_by_pk(self, records: Any, year: int, at: date) -> dict[int, Progress]:
        return standing(records, year, at).planned

    @admin.display(description=_("planned schedule"))
    def planned_schedule(self, record: Audit | Drill) -> str:
        return word_planned(planned(record) if record.pk else None)
