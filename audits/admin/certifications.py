"""Certifications as the office keeps them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.models import Certification
from organization.admin import ANCESTORS, DepartmentFilter
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, RecordAdmin


class ExpiringFilter(admin.SimpleListFilter):
    """Certifications to renew, or that have ended."""

    title = _("renewal")
    parameter_name = "expiring"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("to renew"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        today = timezone.localdate()
        return queryset.current().expiring(today) if self.value() == "1" else queryset


@admin.register(Certification)
class CertificationAdmin(RecordAdmin):
    list_display = ["name", "standard", "department", "valid_from", "valid_until", "life"]
    list_filter = [ExpiringFilter, DepartmentFilter, *RecordAdmin.list_filter]
    list_select_related = [f"department__{ANCESTORS}"]
    search_fields = ["name", "standard", "description", "department__name"]
    autocomplete_fields = ["department"]
    bulk_fields = ("department", *RecordAdmin.bulk_fields)
    fieldsets = [
        (None, {"fields": ["name", "standard", "department", "cycle_months", "order"]}),
        (_("when"), {"fields": [("valid_from", "valid_until"), "description"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]
