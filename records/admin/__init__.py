"""The shared admin of every record: forms, steps, conflicts and merging."""

from records.admin.agency import AgencySettingsAdmin
from records.admin.base import JOURNAL_FIELDS, RECORD_FIELDS, RecordAdmin, SearchOnlyAdmin
from records.admin.columns import WordedColumns
from records.admin.disposal import DisposalRegisterAdmin
from records.admin.duplicating import DuplicatingAdmin
from records.admin.forms import OfficeForm, PartForm, PartFormSet, RecordForm
from records.admin.inlines import (
    AttachmentInline,
    OfficeForms,
    PaperInline,
    PartInline,
    StackedPartInline,
)
from records.admin.journal import JournalEntryAdmin
from records.admin.journal_list import kind_name
from records.admin.readings import ReadingAdmin

__all__ = [
    "JOURNAL_FIELDS",
    "RECORD_FIELDS",
    "AgencySettingsAdmin",
    "AttachmentInline",
    "DisposalRegisterAdmin",
    "DuplicatingAdmin",
    "JournalEntryAdmin",
    "OfficeForm",
    "OfficeForms",
    "PaperInline",
    "PartForm",
    "PartFormSet",
    "PartInline",
    "ReadingAdmin",
    "RecordAdmin",
    "RecordForm",
    "SearchOnlyAdmin",
    "StackedPartInline",
    "WordedColumns",
    "kind_name",
]
