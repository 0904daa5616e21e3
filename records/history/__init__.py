"""The past of records: differences in words, as of a moment, restoring, publication."""

from records.history import bulk, publication
from records.history.as_of import Past, as_of, kept_since, rendered, today, with_past
from records.history.changes import (
    change_of,
    entries_beside,
    entries_of,
    moment,
    page_of_entries,
    page_of_past,
)
from records.history.differences import Difference, Path, changed_names, differences, rows_by_uid
from records.history.names import page_words, readable_form, record_model, with_titles
from records.history.pages import RecordPage, history_page
from records.history.publication import Step, right_for
from records.history.readable import readable_entries
from records.history.recent import RecentChange, recent_changes
from records.history.restoring import restore, restored_form, returning_documents
from records.history.tracked import change_of_row
from records.history.undoing import DELETED, entries_before, undo_change
from records.history.wording import (
    DayWords,
    Form,
    Link,
    Words,
    journalled_fields,
    label_of,
    links_in,
    part_model,
)

__all__ = [
    "DELETED",
    "DayWords",
    "Difference",
    "Form",
    "Link",
    "Past",
    "Path",
    "RecentChange",
    "RecordPage",
    "Step",
    "Words",
    "as_of",
    "bulk",
    "change_of",
    "change_of_row",
    "changed_names",
    "differences",
    "entries_before",
    "entries_beside",
    "entries_of",
    "history_page",
    "journalled_fields",
    "kept_since",
    "label_of",
    "links_in",
    "moment",
    "page_of_entries",
    "page_of_past",
    "page_words",
    "part_model",
    "publication",
    "readable_entries",
    "readable_form",
    "recent_changes",
    "record_model",
    "rendered",
    "restore",
    "restored_form",
    "returning_documents",
    "right_for",
    "rows_by_uid",
    "today",
    "undo_change",
    "with_past",
    "with_titles",
]
