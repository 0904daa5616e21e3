"""Acknowledgements as the office keeps them; they are given on the page of oversight."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from calendars.admin import FiscalYearFilter
from oversight.models import Acknowledgement
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, RecordAdmin


@admin.register(Acknowledgement)
class AcknowledgementAdmin(RecordAdmin):
    list_display = ["message", "fiscal_year", "given_on", "until", "life"]
    list_filter = [FiscalYearFilter, *RecordAdmin.list_filter]
    search_fields = ["message", "reason", "rule"]
    readonly_fields = ("message", "fiscal_year", "rule", "given_on")
    fieldsets = [
        (None, {"fields": ["message", "fiscal_year", "rule"]}),
        (_("acknowledgement"), {"fields": ["given_on", "until", "reason"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False
