"""The journal's tables, where Django looks for them."""

from records.journal.models import JournalEntry, JournalHead, JournalPayload

__all__ = ["JournalEntry", "JournalHead", "JournalPayload"]
