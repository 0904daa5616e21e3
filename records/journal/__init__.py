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
from records.journal.disposal import AlteredError, TooEarlyError, dispose, due
from records.journal.entries import append_export, batched, change
from records.journal.middleware import OPENS_CHANGE, REASON_FIELD, request_id
from records.journal.models import JournalEntry, JournalHead, JournalPayload
from records.journal.reconciliation import kinds
from records.journal.tracked import Event, Form, TrackedTable, Worded, by_label, held, tables
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
    "by_label",
    "chain",
    "change",
    "dispose",
    "due",
    "held",
    "hold_derived",
    "kinds",
    "read_anchors",
    "rebuild_derived",
    "register_name",
    "request_id",
    "tables",
    "take_anchor",
    "verify_entries",
]
