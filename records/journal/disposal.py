"""Disposal of payloads whose retention has ended; the entries themselves stay, and the chain."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from records.journal import entries as journal
from records.journal import tracked
from records.journal.models import JournalEntry, JournalHead, JournalPayload
from records.journal.retention import ranges
from records.journal.retention_seals import require_sealed


class TooEarlyError(ValueError):
    """Disposal as of a day that has not come; the message says so in the active language."""


def payloads_due(at: date) -> QuerySet[JournalPayload]:
    """Payloads whose retention ended before `at`, in order of their entries.

    A record's last entry keeps its payload: the live row is held against it. Payloads on a person
    are kept as long as that person is here, and then go, the last one included.
    """
    later = JournalEntry.objects.filter(
        record_type=OuterRef("entry__record_type"),
        record_id=OuterRef("entry__record_id"),
        sequence__gt=OuterRef("entry__sequence"),
    )
    may_go = Q(Exists(later))
    for table in tracked.tracked_tables():
        if table.present:
            of_persons = Q(entry__record_type=table.label)
            may_go &= ~of_persons
            may_go |= of_persons & ~Q(entry__record_id__in=table.present())
    ended = JournalPayload.objects.filter(may_go, retain_until__lt=at)
    return ended.order_by("entry__sequence")


def dispose(*, at: date, actor: str, reason: str = "") -> int:
    """Dispose of the payloads due at `at` and return how many; one entry accounts for them.

    Raises `TooEarlyError` where `at` lies in the future, and `AlteredError`, having disposed of
    nothing, where one of them is due only because its day was altered.
    """
    if at > timezone.localdate():
        raise TooEarlyError(_("%(day)s has not come yet.") % {"day": at.isoformat()})
    with transaction.atomic():
        JournalHead.lock()
        found = list(payloads_due(at).values_list("pk", "entry__sequence"))
        if not found:
            return 0
        batches = list(journal.batched([key for key, _sequence in found]))
        entries = JournalEntry.objects.with_payloads()
        require_sealed(entry for keys in batches for entry in entries.filter(pk__in=keys))
        for keys in batches:
            JournalPayload.objects.filter(pk__in=keys).delete()
        disposed = ranges(sequence for _key, sequence in found)
        payload = {"at": at.isoformat(), "sequences": disposed}
        journal.append_disposal(actor=actor, reason=reason, payload=payload)
    return len(found)
