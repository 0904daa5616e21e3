"""The hash-chained journal: changes and their entries, verification, retention and disposal."""

from records.journal import anchors, chain, entries
from records.journal.anchors import Anchor, AnchorError, read, register_name
from records.journal.derived import hold_derived, rebuild_derived
from records.journal.disposal import AlteredError, TooEarlyError, dispose, due
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
    "anchors",
    "by_label",
    "chain",
    "dispose",
    "due",
    "entries",
    "held",
    "hold_derived",
    "kinds",
    "read",
    "rebuild_derived",
    "register_name",
    "request_id",
    "tables",
    "verify_entries",
]
