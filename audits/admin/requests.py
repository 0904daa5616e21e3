"""Requests for documents: the lines, their steps, and the pages that send, check and copy them."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.admin.filters import AuditYearFilter, DueFilter
from audits.admin.request_pages import RequestPages
from audits.forms import PastDays
from audits.models import DocumentRequest, DocumentRequestQuerySet, RequestPaper, RequestStep
from audits.request_columns import received_on, request_due, request_state
from audits.request_states import RequestState
from audits.request_waiting import SOON
from calendars.scheduled import day_text
from organization.admin import DepartmentFilter
from records.admin import (
    JOURNAL_FIELDS,
    PaperInline,
    PartForm,
    PartFormSet,
    PartInline,
    RecordAdmin,
    RecordForm,
)


class RequestForm(RecordForm):
    """A request with its steps below it on the same page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.steps_are_typed = True


class StepForm(PastDays, PartForm):
    past_days = ("taken_on",)


class StepFormSet(PartFormSet):
    """The steps of one request, which must be able to follow one another."""

    def clean(self) -> None:
        super().clean()
        steps = [form.instance for form in self.rows()]
        self.instance.check_steps(sorted(steps, key=lambda step: step.order))


class StepInline(PartInline):
    model = RequestStep
    form = StepForm
    formset = StepFormSet
    fields = ["order", "kind", "taken_on", "taken_by", "words", "due_on"]
    is_duplicated = False
    follows = 2

    def get_extra(self, request: HttpRequest, obj: object = None, **kwargs: object) -> int:
        return 0


class RequestPaperInline(PaperInline):
    model = RequestPaper
    fields = ["order", "title", "file", "versions"]
    follows = 2


class RequestDueFilter(DueFilter):
    """Overdue today, or due soon."""

    soon = SOON

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("overdue", _("overdue")), ("soon", _("due within 7 days"))]


class RequestStateFilter(admin.SimpleListFilter):
    """The state that it has reached today."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return RequestState.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if self.value() not in RequestState.values:
            return queryset
        return queryset.current().filter(state_at=self.value())


@admin.register(DocumentRequest)
class DocumentRequestAdmin(RequestPages, RecordAdmin):
    form = RequestForm
    list_display = [
        *("number", "title", "period", "medium", "department", "contact", "due", "received"),
        *("progress", "audit_title"),
    ]
    list_display_links = ["number", "title"]
    list_filter = [
        RequestStateFilter,
        RequestDueFilter,
        AuditYearFilter,
        DepartmentFilter,
        "life",
    ]
    search_fields = [
        *("title", "period", "medium", "contact", "remarks", "department__name"),
        *("audit__subject", "audit__theme", "audit__classifications__type__name"),
    ]
    ordering = ["-audit__fiscal_year", "audit", "number"]
    autocomplete_fields = ["audit", "department"]
    readonly_fields = ("progress",)
    not_duplicated = ("number",)
    bulk_fields = ("department", "contact", "due_on", "medium")
    inlines = [StepInline, RequestPaperInline]
    fieldsets = [
        (None, {"fields": ["audit", "number", "title", ("period", "medium")]}),
        (
            _("to be submitted"),
            {"fields": ["department", ("contact", "due_on"), "remarks", "progress"]},
        ),
        (_("state of the record"), {"fields": ["state", "document_number"]}),
        JOURNAL_FIELDS,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = cast(DocumentRequestQuerySet, super().get_queryset(request))
        return rows.shown_as_of(timezone.localdate()).with_names()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new line stands last on the list of its audit."""
        initial = super().get_changeform_initial_data(request)
        if (audit := self.audit_named(request)) is not None:
            initial["number"] = DocumentRequest.objects.next_number(audit)
        return initial

    @admin.display(description=_("state"))
    def progress(self, one: DocumentRequest) -> str:
        return request_state(one)

    @admin.display(description=_("submission due"), ordering="due_at")
    def due(self, one: DocumentRequest) -> str:
        return request_due(one)

    @admin.display(description=_("received on"))
    def received(self, one: DocumentRequest) -> str:
        return day_text(received_on(one))

    @admin.display(description=_("audit"), ordering="audit__starts_on")
    def audit_title(self, one: DocumentRequest) -> str:
        return str(one.audit)
