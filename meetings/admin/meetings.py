"""Meetings with all that belongs to them on one page."""

from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest, JsonResponse, QueryDict
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calendars.admin import SCHEDULE_FIELDS, FiscalYearFilter, ScheduledAdmin
from calendars.scheduled import typed_fiscal_year
from meetings.admin.forms import (
    NEXT_NUMBER,
    AgendaFormSet,
    AgendaItemForm,
    AttendanceForm,
    SessionForm,
    SessionFormSet,
    SittingFormSet,
    number_sessions,
)
from meetings.filters import MeetingFilters
from meetings.models import AgendaItem, Attendance, Body, Handout, Meeting, Session
from records.admin import (
    JOURNAL_FIELDS,
    RECORD_FIELDS,
    AttachmentInline,
    PartInline,
    SearchOnlyAdmin,
    StackedPartInline,
)
from records.base import is_key


class SessionInline(PartInline):
    model = Session
    form = SessionForm
    formset = SessionFormSet
    verbose_name = _("body of a joint sitting")
    verbose_name_plural = _("sessions")
    autocomplete_fields = ["body"]
    together = ("body",)
    fields = ["body", "number", "asked_number"]
    not_duplicated = ("number",)
    follows = 0


class AgendaInline(StackedPartInline):
    model = AgendaItem
    formset = AgendaFormSet
    form = AgendaItemForm
    autocomplete_fields = ["body", "opinion"]
    together = ("body", "opinion")
    fields = [
        ("body", "order", "bill_number"),
        "title",
        ("kind", "matter", "outcome"),
        "opinion",
    ]
    is_duplicated = False
    follows = 2


class AttendanceInline(PartInline):
    model = Attendance
    formset = SittingFormSet
    form = AttendanceForm
    autocomplete_fields = ["member"]
    together = ("member__body",)
    fields = ["member", "presence"]
    is_duplicated = False
    follows = 2
    classes = ["collapse"]


class HandoutInline(AttachmentInline):
    model = Handout
    fields = ["order", "label", "title", "agenda_item", "file", "named_only", "visibility"]
    classes = ["collapse"]
    follows = 2

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest | None, **kwargs: Any
    ) -> ModelChoiceField | None:
        match = request and request.resolver_match
        if db_field.name == "agenda_item" and match:
            meeting = match.kwargs.get("object_id") or 0
            kwargs["queryset"] = AgendaItem.objects.filter(meeting=meeting)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Meeting)
class MeetingAdmin(ScheduledAdmin):
    record_list = "with_sessions"
    not_duplicated = (*ScheduledAdmin.not_duplicated, "summary")
    filters = MeetingFilters
    list_display = ["title", "year", "printed_schedule", "status", "life", "visibility"]
    list_filter = [
        FiscalYearFilter,
        ("sessions__body", admin.RelatedOnlyFieldListFilter),
        "sessions__body__kind",
        *ScheduledAdmin.list_filter,
    ]
    search_fields = [
        *("sessions__body__name", "agenda_items__title", "agenda_items__bill_number"),
        *("summary", "venue", "schedule_text", "document_number", "decision_number"),
    ]
    bulk_fields = (*ScheduledAdmin.bulk_fields, "venue")
    inlines = [SessionInline, AgendaInline, AttendanceInline, HandoutInline]
    fieldsets = [
        SCHEDULE_FIELDS,
        (_("what"), {"fields": ["venue", "summary"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    class Media:
        js = ("admin/js/jquery.init.js", "js/meeting_form.js")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.next_number)
        name = NEXT_NUMBER.rpartition(":")[2]
        return [path("next-number/", view, name=name), *super().get_urls()]

    def next_number(self, request: HttpRequest) -> JsonResponse:
        """The number to propose for a body's next meeting, on the date as typed so far."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        key = request.GET.get("body", "")
        bodies = Body.objects.visible_to(request.user)
        body = bodies.filter(pk=key).first() if is_key(key) else None
        text, typed = (request.GET.get(name, "") for name in ("schedule_text", "fiscal_year"))
        year = typed_fiscal_year(text, typed, timezone.localdate())
        return JsonResponse({"number": body.next_number(int(year)) if body and year else None})

    @admin.display(description=_("meeting"))
    def title(self, meeting: Meeting) -> str:
        return meeting.title

    def _create_formsets(self, request: HttpRequest, obj: Meeting, change: bool) -> Any:
        formsets, inlines = cast(Any, super())._create_formsets(request, obj, change)
        sessions = next((each for each in formsets if isinstance(each, SessionFormSet)), None)
        for each in formsets:
            if isinstance(each, SittingFormSet):
                each.sessions = sessions
        return formsets, inlines

    def count_on(self, posts: list[QueryDict]) -> None:
        number_sessions(posts)

    def name_in_series(self, formsets: list[Any]) -> str:
        sessions = (each for each in formsets if isinstance(each, SessionFormSet))
        return "・".join(str(form.instance) for each in sessions for form in each.rows())

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        obj.counts_sessions = False  # their own rows may bring other numbers; see below
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.count_sessions()


@admin.register(AgendaItem)
class AgendaItemAdmin(SearchOnlyAdmin):
    """For the opinion that a resolution rests on."""

    search_fields = ["title", "bill_number", "body__name"]
    ordering = ["-meeting__fiscal_year", "-meeting__starts_on", "order", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("meeting__sessions__body")

    @staticmethod
    def choice_text(part: Any) -> str:
        return f"{part}（{part.meeting}）"
