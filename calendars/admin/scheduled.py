"""The admin of a record that takes place: its schedule as typed and as understood."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Field, Q, QuerySet
from django.forms import Field as FormField
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.admin.filters import ComingFilter, DoubtfulFilter, PlanFilter
from calendars.admin.recurring import RecurringAdmin
from calendars.scheduled import (
    LiveTextarea,
    Progress,
    ScheduledFilters,
    ScheduledQuerySet,
    ScheduledRecord,
    Status,
    fiscal_year_name,
    fiscal_year_text,
    message_text,
    preview_reading,
    status_state,
    status_text,
)
from dates import FiscalYear, Style, proposed_fiscal_year, word
from records.addresses import address_of, route_name
from records.admin import RecordAdmin, RecordForm
from records.base import Life, Record

SCHEDULE_FIELDS: Any = (
    _("when"),
    {
        "fields": [
            *("schedule_text", "fiscal_year", "understood", "understood_gregorian"),
            *("warnings_settled", "schedule_override", "status", "status_reason"),
        ]
    },
)
YEAR_OR_DATES = {"fiscal_year", "schedule_text"}
UNDERSTOOD = ("understood", "understood_gregorian")

YEAR_IS_PROPOSED = _(
    "For example 令和８, R8 or 2026. Left empty it is that of the date, or the present one."
)
SEVERAL_YEARS = _(
    "The date lies in more than one fiscal year. Please say which one the record is of."
)
LOSES_ITS_DATE = _(
    "Without its date this would vanish from the calendars that show it. If it is postponed, "
    "please say so in the status; if it is to be without a date all the same, tick “warnings "
    "settled”."
)


class ScheduledForm(RecordForm):
    """A record that takes place: not held before its days have come, nor lost from calendars.

    A fiscal year that is left empty is that of the date, or the present one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if year := self.fields.get("fiscal_year"):
            year.required = False
            year.help_text = YEAR_IS_PROPOSED
            if kept := self.instance.fiscal_year:
                name = fiscal_year_name(kept)
                year.help_text = format_lazy("{} — {}", name, YEAR_IS_PROPOSED)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_empty = cleaned.get("fiscal_year", 0) is None
        if is_empty and (text := cleaned.get("schedule_text")):
            year = proposed_fiscal_year(text, timezone.localdate())
            cleaned["fiscal_year"] = year and int(year)
            if year is None:
                self.add_error("fiscal_year", ValidationError(SEVERAL_YEARS, code="required"))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the stubs leave it out
        if self.errors:
            return
        try:
            self.instance.check_held(timezone.localdate())
        except ValidationError as error:
            self.add_error(None, error)
        if "schedule_text" in self.changed_data and self._loses_its_date():
            self.add_error("status", ValidationError(LOSES_ITS_DATE, code="date"))

    def _loses_its_date(self) -> bool:
        """True where calendars show a planned record on a date that it has no more."""
        now = self.instance
        if now.schedule.segments or now.status != Status.PLANNED or now.warnings_settled:
            return False
        was = type(now)._base_manager.filter(pk=now.pk).exclude(life=Life.DRAFT).first()
        return was is not None and bool(was.schedule.segments)


class FiscalYearColumn(admin.ModelAdmin):
    """The fiscal year as a column of a list, as pages name it."""

    @admin.display(description=_("fiscal year"), ordering="fiscal_year")
    def year(self, record: Any) -> str:
        return fiscal_year_text(record.fiscal_year)


class ScheduledAdmin(FiscalYearColumn, RecurringAdmin, RecordAdmin):
    """The admin of a record that takes place.

    A site may have a `copy_address`, which leads to where a record is copied into the next year.
    """

    form = ScheduledForm
    list_filter = ["status", PlanFilter, ComingFilter, DoubtfulFilter, *RecordAdmin.list_filter]
    readonly_fields: ClassVar[tuple[str, ...]] = UNDERSTOOD
    not_duplicated: ClassVar[tuple[str, ...]] = (
        *("fiscal_year", "schedule_text", "schedule_override", "warnings_settled"),
        *("status", "status_reason"),
    )
    bulk_fields: ClassVar[tuple[str, ...]] = ("status", "status_reason", *RecordAdmin.bulk_fields)
    bulk_beside = {"status": ("status_reason",)}
    filters: ClassVar[type[ScheduledFilters]] = ScheduledFilters
    ordering: ClassVar[Any] = [  # the stubs take texts alone
        "-fiscal_year",
        F("starts_on").asc(nulls_last=True),
        "precision_rank",
        "pk",
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Record | None = None) -> list[tuple]:
        """Without the schedule as understood while there is none to understand."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        return [
            (title, options | {"fields": [f for f in options["fields"] if f not in UNDERSTOOD]})
            for title, options in fieldsets
        ]

    def state_words(self, record: Any, name: str) -> str:
        """Planned is what is to come: what is over without a result on record says so."""
        if name != "status":
            return super().state_words(record, name)
        return status_text(record, timezone.localdate())

    def state_name(self, record: Any, name: str) -> str:
        """The name of what `state_words` tells."""
        if name != "status":
            return super().state_name(record, name)
        return status_state(record, timezone.localdate())

    def progress_by_pk(
        self, records: ScheduledQuerySet, year: int, at: date
    ) -> dict[int, Progress]:
        """The progress of each record in the year's plan: of all that are not withdrawn."""
        return {one.pk: Progress.of(one, at) for one in records.current().in_fiscal_year(year)}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record, address = context.get("original"), getattr(self.admin_site, "copy_address", None)
        if record and address and (copying := address(request.user, record)):
            tool = (_("Copy into next fiscal year"), copying)
            context["tools"] = [tool, *context.get("tools", ())]
        return super().render_change_form(request, context, *args, **kwargs)

    def choice_text(self, record: Any) -> str:
        """Its year and date beside its title: what tells two of one title apart."""
        year = FiscalYear(record.fiscal_year).wareki()
        about = (year, record.official_schedule, *self.choice_details(record))
        return f"{record}（{'、'.join(filter(None, about))}）"

    def choice_details(self, record: Any) -> Iterable[str]:
        """More that tells records of one title apart."""
        return ()

    def bulk_notes(self, record: Record) -> list[str]:
        scheduled = cast(ScheduledRecord, record)
        doubts = () if scheduled.warnings_settled else scheduled.schedule_warnings
        return [*super().bulk_notes(record), *(str(message_text(doubt)) for doubt in doubts)]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Also what the words find on the site's list, of which `filters` are the filters."""
        found, has_doubles = super().get_search_results(request, queryset, search_term)
        visible = self.model.objects.visible_to(request.user)
        on_site = self.filters({"q": search_term}, visible, request=request)
        if not search_term or not on_site.is_valid():
            return found, has_doubles
        either = (found, on_site.qs)
        matches = reduce(or_, (Q(pk__in=one.order_by().values("pk")) for one in either))
        return queryset.filter(matches), False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.reading)
        return [path("reading/", view, name=route_name(self.model, "reading")), *super().get_urls()]

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest | None, **kwargs: Any
    ) -> FormField | None:
        if db_field.name == "schedule_text":
            address = address_of(self.admin_site, self.model, "reading")
            kwargs["widget"] = LiveTextarea(address)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def reading(self, request: HttpRequest) -> HttpResponse:
        """The reading of a schedule being typed; the server decides again on save."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        text, year = (request.GET.get(name, "") for name in ("schedule_text", "fiscal_year"))
        settled = "warnings_settled" in request.GET
        live = preview_reading(self.model, text, year, timezone.localdate(), settled=settled)
        return render(request, "calendars/reading.html", {"live": live})

    @admin.display(description=_("schedule as understood"))
    def understood(self, record: ScheduledRecord) -> str:
        return word(record.schedule)

    @admin.display(description=_("in the Western calendar"))
    def understood_gregorian(self, record: ScheduledRecord) -> str:
        return word(record.schedule, Style.GREGORIAN)

    @admin.display(description=_("schedule"), ordering="starts_on")
    def printed_schedule(self, record: ScheduledRecord) -> str:
        return record.official_schedule

    def save_model(
        self, request: HttpRequest, obj: ScheduledRecord, form: ModelForm, change: bool
    ) -> None:
        changed = set(form.changed_data)
        if changed & YEAR_OR_DATES and "warnings_settled" not in changed:
            obj.warnings_settled = False
            obj.read_schedule()
        super().save_model(request, obj, form, change)
        for warning in obj.schedule_warnings:
            messages.warning(request, str(message_text(warning)))
