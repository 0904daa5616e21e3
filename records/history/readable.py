"""The journal's entries that a user may read."""

from typing import Any

from django.db.models import QuerySet

from records.base import reads_drafts
from records.journal import JournalEntry, record_models, tracked_tables


def readable_entries(user: Any) -> QuerySet[JournalEntry]:
    """Entries on kinds of record that `user` writes or approves; all where these are every kind.

    Only then do they include what belongs to no kind: disposals, and kinds that are no more.
    Entries on accounts and other tracked tables are for those who may view these.
    """
    every = record_models()
    own = [model._meta.label for model in every if reads_drafts(user, model)]
    is_open = {
        table.label: user is not None and user.is_active and user.has_perm(table.right)
        for table in tracked_tables()
    }
    if len(own) == len(every):
        hidden = [label for label, may_view in is_open.items() if not may_view]
        return JournalEntry.objects.exclude(record_type__in=hidden)
    return JournalEntry.objects.filter(record_type__in=own)
