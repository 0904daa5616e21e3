"""The tables of records itself, where Django looks for them."""

from records.disposal.models import DisposalRegister, DisposedRecord
from records.journal.models import JournalEntry, JournalHead, JournalPayload

__all__ = ["DisposalRegister", "DisposedRecord", "JournalEntry", "JournalHead", "JournalPayload"]
