"""The hash-chained journal: changes and their entries, verification, retention and disposal."""

from records.journal import chain
from records.journal.anchors import (
    Anchor,
    AnchorError,
    read_anchors,
    register_name,
    take_anchor,
)
from records.journal.derived import hold_derived, rebuild_derived
from records.journal.disposal import TooEarlyError, dispose, payloads_due
from records.journal.entries import append_export, batched, change, retention_periods
from records.journal.export_guard import before_exports, check_export
from records.journal.middleware import OPENS_CHANGE, REASON_FIELD, request_id
from records.journal.models import JournalEntry, JournalHead, JournalPayload
from records.journal.reconciliation import record_models, row_name
from records.journal.retention import years_kept
from records.journal.retention_seals import AlteredError
from records.journal.tracked import (
    Event,
    Form,
    TrackedTable,
    Worded,
    row_form,
    tracked_by_label,
    tracked_tables,
)
from records.journal.verification import Verdict, verify_entries

__all__ = [
    "OPENS_CHANGE",
    "REASON_FIELD",
    "AlteredError",
    "Anchor",
    "AnchorError",
    "Event",
    "Form",
    "JournalEntry",
    "JournalHead",
    "JournalPayload",
    "TooEarlyError",
    "TrackedTable",
    "Verdict",
    "Worded",
    "append_export",
    "batched",
    "before_exports",
    "chain",
    "change",
    "check_export",
    "dispose",
    "hold_derived",
    "payloads_due",
    "read_anchors",
    "rebuild_derived",
    "record_models",
    "register_name",
    "request_id",
    "retention_periods",
    "row_form",
    "row_name",
    "take_anchor",
    "tracked_by_label",
    "tracked_tables",
    "verify_entries",
    "years_kept",
]
