"""Which of the journal's entries somebody may read."""

from typing import Any

from django.db.models import QuerySet

from records.access import writes
from records.live import kinds
from records.models import JournalEntry


def entries_for(user: Any) -> QuerySet[JournalEntry]:
    """The past of the kinds of record that `user` writes; all of it where he writes every kind.

    Only then has he part in what belongs to no kind: disposals, and kinds that are no more.
    """
    every = kinds()
    own = [model._meta.label for model in every if writes(user, model)]
    if len(own) == len(every):
        return JournalEntry.objects.all()
    return JournalEntry.objects.filter(record_type__in=own)
