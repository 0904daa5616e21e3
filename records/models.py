"""The tables of records itself, where Django looks for them."""

from records.corrections.models import Correction
from records.disposal.models import DisposalRegister, DisposedRecord
from records.journal.models import JournalEntry, JournalHead, JournalPayload
from records.mail.models import Mail

__all__ = [
    "Correction",
    "DisposalRegister",
    "DisposedRecord",
    "JournalEntry",
    "JournalHead",
    "JournalPayload",
    "Mail",
]
