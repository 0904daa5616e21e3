"""Duties as the office keeps them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendars.scheduled import schedule_text
from oversight.admin.fulfilments import FulfilmentInline
from oversight.due_duties import LABELS, due_for
from oversight.linking import search, worded
from oversight.models import Duty, Waiver
from records.addresses import route_name
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, PartInline, RecordAdmin


class DueFilter(admin.SimpleListFilter):
    """Duties that are late, or due within 30 days."""

    title = pgettext_lazy("of a duty", "last day")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(LABELS.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        found = due_for(request.user, timezone.localdate()).get(self.value() or "")
        return queryset if found is None else queryset.filter(uid__in=list(found))


class WaiverInline(PartInline):
    model = Waiver
    is_duplicated = False


@admin.register(Duty)
class DutyAdmin(RecordAdmin):
    list_display = ["code", "title", "source", "cycle", "certainty", "is_on", "life"]
    list_display_links = ["code", "title"]
    list_filter = [DueFilter, "cycle", "certainty", "is_on", "met_by", *RecordAdmin.list_filter]
    search_fields = ["code", "title", "source", "obliged", "content", "remarks"]
    readonly_fields = ("begins", "ends")
    not_duplicated = ("code",)
    bulk_fields = ("certainty", "is_on", *RecordAdmin.bulk_fields)
    inlines = [FulfilmentInline, WaiverInline]
    fieldsets = [
        (None, {"fields": ["code", "title", "source", "obliged", "content", "order"]}),
        (
            _("how often, and by when"),
            {
                "fields": [
                    ("cycle", "times", "each_department"),
                    "deadline",
                    ("deadline_months", "deadline_until_months", "deadline_days"),
                    "deadline_duty",
                    "deadline_is_moved",
                    "deadline_note",
                ]
            },
        ),
        (_("in force"), {"fields": [("valid_from_text", "begins"), ("valid_until_text", "ends")]}),
        (
            _("what meets it"),
            {
                "fields": [
                    ("met_by", "met_by_codes"),
                    ("met_by_matters", "met_by_words"),
                    "shown_by",
                    ("shown_by_matters", "shown_by_words"),
                ]
            },
        ),
        (_("how sure it is"), {"fields": ["certainty", "is_on", "evidence", "remarks"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def get_urls(self) -> list[URLPattern]:
        found = self.admin_site.admin_view(self.records_view)
        return [path("records/", found, name=route_name(Duty, "records")), *super().get_urls()]

    def records_view(self, request: HttpRequest) -> JsonResponse:
        """The records that the words of a search offer for a link, as the search field asks."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        records = search(request.GET.get("term", ""), request)
        results = [{"id": str(one.uid), "text": worded(one)} for one in records]
        return JsonResponse({"results": results, "pagination": {"more": False}})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new duty stands last unless told otherwise."""
        last = Duty.objects.order_by("-order").values_list("order", flat=True).first() or 0
        return {"order": last + 1} | super().get_changeform_initial_data(request)

    @admin.display(description=_("in force from, as understood"))
    def begins(self, duty: Duty) -> str:
        return schedule_text(duty.valid_from)

    @admin.display(description=_("in force until, as understood"))
    def ends(self, duty: Duty) -> str:
        return schedule_text(duty.valid_until)
