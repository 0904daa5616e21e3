"""The admin of what belongs to the whole house."""

from django.contrib import admin

import jlis_gov.accounts.admin
import jlis_gov.accounts.deputy_admin
import jlis_gov.office.mail_admin
import jlis_gov.subscribing.admin  # noqa: F401 (registers personal calendars)
from calendars.admin import FiscalYearColumn, FiscalYearFilter
from jlis_gov.models import ReportNote
from records.admin import JOURNAL_FIELDS, RECORD_FIELDS, RecordAdmin


@admin.register(ReportNote)
class ReportNoteAdmin(FiscalYearColumn, RecordAdmin):
    list_display = ["text", "year", "table_number", "order", "number", "life", "visibility"]
    list_filter = [FiscalYearFilter, "table_number", *RecordAdmin.list_filter]
    search_fields = ["text"]
    fieldsets = [
        (None, {"fields": ["fiscal_year", "table_number", "order", "text", "number", "term"]}),
        RECORD_FIELDS,
        JOURNAL_FIELDS,
    ]
