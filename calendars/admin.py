"""What the admin of everything that takes place has in common."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import F, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from calendars.display import fiscal_year_name, is_japanese
from calendars.fiscal import FiscalYear
from calendars.segments import ScheduledRecord
from calendars.wording import Style, word
from records.admin import RecordAdmin

SCHEDULE_FIELDS = (
    _("when"),
    {
        "fields": [
            *("fiscal_year", "schedule_text", "understood", "understood_gregorian"),
            *("schedule_override", "status"),
        ]
    },
)
UNDERSTOOD = ("understood", "understood_gregorian")


class FiscalYearFilter(admin.SimpleListFilter):
    """The fiscal years of which there are records, newest first; `path` leads to the year."""

    title = _("fiscal year")
    parameter_name = "fiscal_year"
    path: ClassVar[str] = "fiscal_year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = model_admin.model.objects.order_by().values_list(self.path, flat=True).distinct()
        return [(str(year), fiscal_year_name(year)) for year in sorted(years, reverse=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = {value for value, _name in self.lookup_choices}
        return queryset.filter(**{self.path: self.value()}) if self.value() in known else queryset


class ScheduledAdmin(RecordAdmin):
    """The admin of a record that takes place."""

    readonly_fields = UNDERSTOOD
    ordering = [
        "-fiscal_year",
        F("starts_on").asc(nulls_last=True),
        "precision_rank",
        "pk",
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[tuple]:
        """Without the schedule as understood while there is none to understand."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        return [
            (title, options | {"fields": [f for f in options["fields"] if f not in UNDERSTOOD]})
            for title, options in fieldsets
        ]

    @admin.display(description=_("schedule as understood"))
    def understood(self, record: ScheduledRecord) -> str:
        return word(record.schedule)

    @admin.display(description=_("in the Western calendar"))
    def understood_gregorian(self, record: ScheduledRecord) -> str:
        return word(record.schedule, Style.GREGORIAN)

    @admin.display(description=_("schedule"), ordering="starts_on")
    def printed_schedule(self, record: ScheduledRecord) -> str:
        return record.official_schedule

    @admin.display(description=_("fiscal year"), ordering="fiscal_year")
    def year(self, record: ScheduledRecord) -> str:
        year = record.fiscal_year
        return FiscalYear(year).wareki() if is_japanese() else fiscal_year_name(year)

    def save_model(
        self, request: HttpRequest, obj: ScheduledRecord, form: ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        for warning in obj.schedule_warnings:
            messages.warning(request, str(warning))
