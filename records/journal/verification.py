"""The journal held against itself, and every live row against its last entry."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from records.journal import chain, tracked
from records.journal import reconciliation as live
from records.journal.anchors import Anchor
from records.journal.models import JournalEntry, JournalHead
from records.journal.retention import ranges
from records.journal.retention_seals import Days, sealed_days

_AT_ONCE = 2000  # entries fetched at a time


@dataclass(slots=True)
class Verdict:
    """The result of a verification: counts, and faults as sentences of the active language.

    `records` do not count the rows of tables that are no records (`records.journal.tracked`).
    """

    entries: int = 0
    disposed: int = 0
    records: int = 0
    files: int = 0
    faults: list[str] = field(default_factory=list)
    has_unknown_persons: bool = False  # accounts that the journal has still to take in


@dataclass(slots=True)
class _Walk:
    """What one pass over the entries, in order, finds out."""

    previous: str = chain.GENESIS
    sequence: int = 0
    entries: int = 0
    faults: list[str] = field(default_factory=list)
    last: dict[tuple[str, UUID], JournalEntry] = field(default_factory=dict)
    without_payload: list[int] = field(default_factory=list)
    accounted_for: set[int] = field(default_factory=set)
    hashes: dict[int, str] = field(default_factory=dict)
    days_of_older: Days = field(default_factory=dict)  # not sealed yet


def verify_entries(anchors: Iterable[Anchor] = ()) -> Verdict:
    """Recompute the chain, hold it against `anchors`, and every live row against its last entry.

    To be called inside `snapshot()`; `records.papers.verify` looks at the files as well.
    """
    anchors = list(anchors)
    walk = _Walk(hashes={anchor.sequence: "" for anchor in anchors} | {0: chain.GENESIS})
    for entry in JournalEntry.objects.with_payloads().iterator(chunk_size=_AT_ONCE):
        _take(walk, entry)
    walk.faults += _faults_at_the_end(walk)
    walk.faults += [fault for anchor in anchors for fault in _anchor_faults(walk, anchor)]
    records, live_faults = live.reconcile(walk.last)
    return Verdict(
        entries=walk.entries,
        disposed=len(walk.accounted_for.intersection(walk.without_payload)),
        records=records,
        faults=[*walk.faults, *live_faults, *tracked.faults(walk.last)],
        has_unknown_persons=tracked.has_unknown_persons(),
    )


def _take(walk: _Walk, entry: JournalEntry) -> None:
    try:
        walk.faults += [*_link_faults(walk, entry), *_payload_faults(walk, entry)]
        walk.faults += _day_faults(walk, entry)
    except (AttributeError, LookupError, TypeError, ValueError):  # SQLite keeps anything anywhere
        row = f"{JournalEntry._meta.verbose_name} {entry.sequence}"
        walk.faults.append(_("%(row)s cannot be read.") % {"row": row})
    walk.entries += 1
    walk.sequence, walk.previous = entry.sequence, entry.hash
    walk.last[entry.record_type, entry.record_uid] = entry
    if entry.sequence in walk.hashes:
        walk.hashes[entry.sequence] = entry.hash


def _link_faults(walk: _Walk, entry: JournalEntry) -> Iterator[str]:
    expected = walk.sequence + 1
    if entry.sequence != expected:
        gap = {"first": expected, "last": entry.sequence - 1}
        yield _("Entries %(first)d to %(last)d are missing.") % gap
    elif entry.previous_hash != walk.previous:
        yield _(
            "Entry %(number)d does not continue the one before it: one of the two was replaced, "
            "inserted or moved."
        ) % {"number": entry.sequence}
    if chain.chain_hash(entry.previous_hash, entry.facts()) != entry.hash:
        yield _("Entry %(number)d was altered: its hash does not fit.") % {"number": entry.sequence}


def _payload_faults(walk: _Walk, entry: JournalEntry) -> Iterator[str]:
    if not hasattr(entry, "kept"):
        walk.without_payload.append(entry.sequence)
    elif chain.digest(entry.salt, entry.payload) != entry.digest:
        yield _("What entry %(number)d says was altered: its digest does not fit.") % {
            "number": entry.sequence
        }
    elif entry.action == JournalEntry.Action.DISPOSE:
        for first, last in json.loads(entry.payload)["sequences"]:
            walk.accounted_for.update(range(first, last + 1))


def _day_faults(walk: _Walk, entry: JournalEntry) -> Iterator[str]:
    """The day until which a payload must be kept, held against the sealed one."""
    other = []
    if not hasattr(entry, "kept"):
        return
    if entry.format < chain.DATED_SINCE:
        walk.days_of_older[entry.sequence] = entry.kept.retain_until
    elif entry.kept.retain_until != entry.retain_until:
        other = [entry.sequence]
    if entry.action == JournalEntry.Action.SEAL:
        older, sealed = walk.days_of_older, sealed_days(entry)
        other += [number for number in older.keys() & sealed if older[number] != sealed[number]]
        walk.days_of_older = {n: day for n, day in older.items() if n not in sealed}
    for number in sorted(other):
        yield _(
            "The day until which entry %(number)d must keep what it says was altered: it is not "
            "the sealed one."
        ) % {"number": number}


def _faults_at_the_end(walk: _Walk) -> Iterator[str]:
    """Faults known after the last entry: payloads not accounted for, days not sealed, the head."""
    lost = [number for number in walk.without_payload if number not in walk.accounted_for]
    for first, last in ranges(lost):
        yield _(
            "What entries %(first)d to %(last)d say is missing, and no disposal accounts for it."
        ) % {"first": first, "last": last}
    for first, last in ranges(sorted(walk.days_of_older)):
        yield _(
            "Nothing seals the days until which entries %(first)d to %(last)d must keep what they "
            "say."
        ) % {"first": first, "last": last}
    head = JournalHead.current()
    if (head.sequence, head.hash) != (walk.sequence, walk.previous):
        yield _(
            "The head names entry %(head)d, the last entry is %(last)d: entries were cut off or "
            "added, or the head was altered."
        ) % {"head": head.sequence, "last": walk.sequence}


def _anchor_faults(walk: _Walk, anchor: Anchor) -> Iterator[str]:
    named = {"number": anchor.sequence, "at": anchor.at, "register": anchor.register}
    if anchor.sequence > walk.sequence:
        yield _(
            "Entries were cut off: the anchor of %(register)s from %(at)s names entry "
            "%(number)d, the last entry is %(last)d."
        ) % (named | {"last": walk.sequence})
    elif walk.hashes[anchor.sequence] != anchor.hash:
        yield (
            _(
                "Entry %(number)d is not the one that the anchor of %(register)s from %(at)s "
                "names: the journal was rewritten, or the anchor is of another register."
            )
            % named
        )
