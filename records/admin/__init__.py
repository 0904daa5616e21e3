"""What every room's admin is made of, and the journal to read."""

from django.contrib import admin

from records.admin.base import JOURNAL_FIELDS, RECORD_FIELDS, RecordAdmin, SearchOnlyAdmin
from records.admin.forms import PartFormSet, RecordForm
from records.admin.inlines import AttachmentInline, PartInline, StackedPartInline
from records.admin.journal import JournalEntryAdmin
from records.models import JournalEntry

__all__ = [
    "JOURNAL_FIELDS",
    "RECORD_FIELDS",
    "AttachmentInline",
    "PartFormSet",
    "PartInline",
    "RecordAdmin",
    "RecordForm",
    "SearchOnlyAdmin",
    "StackedPartInline",
]

admin.site.register(JournalEntry, JournalEntryAdmin)
