"""Audit types and the conclusions that audits can come to, as the office keeps them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audits.models import AuditType, Conclusion, Regime
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, RecordAdmin

NAMES = ("group", "name", "english_name", "short_name")


class OfRegimeAdmin(RecordAdmin):
    """The admin of what is kept for each regime."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Only those of a regime where the form that searches has chosen one."""
        found, has_doubles = super().get_search_results(request, queryset, search_term)
        regime = request.GET.get("regime")
        return found.filter(regime=regime) if regime in Regime.values else found, has_doubles


@admin.register(AuditType)
class AuditTypeAdmin(OfRegimeAdmin):
    list_display = ["full_name", "regime", "short_name", "standard", "cycle_months", "order"]
    list_filter = ["regime", *RecordAdmin.list_filter]
    search_fields = ["name", "english_name", "group", "short_name", "slug", "standard"]
    bulk_fields = ("standard", "cycle_months", *RecordAdmin.bulk_fields)
    fieldsets = [
        (None, {"fields": ["regime", *NAMES, "slug", "order"]}),
        (_("standard and cycle"), {"fields": ["standard", "cycle_months"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    @admin.display(description=_("audit type"), ordering="name")
    def full_name(self, audit_type: AuditType) -> str:
        return str(audit_type)


@admin.register(Conclusion)
class ConclusionAdmin(OfRegimeAdmin):
    list_display = ["name", "regime", "type", "order", "life"]
    list_filter = ["regime", *RecordAdmin.list_filter]
    search_fields = ["name", "type__name", "type__group"]
    autocomplete_fields = ["type"]
    narrowed_by = {"type": "regime"}
    fieldsets = [
        (None, {"fields": ["regime", "type", "name", "order"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("type")

    def choice_text(self, conclusion: Conclusion) -> str:
        """Its name with whose scale it is of."""
        return conclusion.full_name
