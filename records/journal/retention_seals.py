"""Until when payloads must be kept, as the chain has it: the column that disposal reads is open.

An entry of format 4 has the day inside its hash. Of all older ones a single entry (`seal`) says it.
"""

import json
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from records.journal import chain
from records.journal.models import JournalEntry, JournalHead
from records.journal.retention import ranges

_AT_ONCE = 500  # hashes a query names
Days = dict[int, date | None]


class AlteredError(RuntimeError):
    """A day until which a payload must be kept is not the sealed one; the message names entries."""


def sealed_days(entry: JournalEntry) -> Days:
    """The days that an entry of the action `seal` says of older entries, by their sequences."""
    runs = json.loads(entry.payload)["retain_until"]
    return {
        number: until and date.fromisoformat(until)
        for first, last, until in runs
        for number in range(first, last + 1)
    }


def require_sealed(entries: Iterable[JournalEntry]) -> None:
    """Raise `AlteredError` if the payload's day of one of `entries` is not the sealed one.

    Also where its own hash does not fit, or is not what the next entry continues.
    """
    days: Days = {}
    for seal in JournalEntry.objects.with_payloads().filter(action=JournalEntry.Action.SEAL):
        if _fits(seal):
            days = sealed_days(seal) | days  # what was sealed first counts
    entries = list(entries)
    known = {JournalHead.current().hash}
    hashes = [entry.hash for entry in entries]
    for start in range(0, len(hashes), _AT_ONCE):
        some = JournalEntry.objects.filter(previous_hash__in=hashes[start : start + _AT_ONCE])
        known |= set(some.values_list("previous_hash", flat=True))
    altered = [
        entry.sequence
        for entry in entries
        if not (entry.hash in known and _fits(entry) and _day_fits(entry, days))
    ]
    if altered:
        named = ", ".join(f"{first}–{last}" for first, last in ranges(altered))
        message = _("The days until which these entries must be kept were altered: %(entries)s.")
        raise AlteredError(message % {"entries": named})


def _fits(entry: JournalEntry) -> bool:
    is_whole = chain.digest(entry.salt, entry.payload) == entry.digest
    return is_whole and chain.chain_hash(entry.previous_hash, entry.facts()) == entry.hash


def _day_fits(entry: JournalEntry, of_older: Days) -> bool:
    if entry.format >= chain.DATED_SINCE:
        return entry.retain_until == entry.kept.retain_until
    return of_older.get(entry.sequence, ...) == entry.kept.retain_until
