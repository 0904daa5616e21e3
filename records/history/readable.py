"""Which of the journal's entries somebody may read."""

from typing import Any

from django.db.models import QuerySet

from records.base import writes
from records.journal import JournalEntry, record_models, tracked_tables


def readable_entries(user: Any) -> QuerySet[JournalEntry]:
    """The past of the kinds of record that `user` writes; all of it where he writes every kind.

    Only then has he part in what belongs to no kind: disposals, and kinds that are no more. What is
    said of accounts and other tracked tables is for those who may view these.
    """
    every = record_models()
    own = [model._meta.label for model in every if writes(user, model)]
    open_to_him = {table.label: _may(user, table.right) for table in tracked_tables()}
    if len(own) == len(every):
        hidden = [label for label, is_open in open_to_him.items() if not is_open]
        return JournalEntry.objects.exclude(record_type__in=hidden)
    return JournalEntry.objects.filter(record_type__in=own)


def _may(user: Any, right: str) -> bool:
    return user is not None and user.is_active and user.has_perm(right)
