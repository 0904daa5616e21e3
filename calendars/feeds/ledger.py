"""The ledger's side of a publication: what was told, held against what is to be told."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max

from calendars.entries import Entry, EntryStatus
from calendars.feeds.models import PublishedEntry, PublishedEvent, PublishedKey
from calendars.ical import Block, drawn, stamped
from dates import FiscalYear
from records.journal import JournalEntry
from records.storage import insert_all, write_all

CANCELLED_FOR = timedelta(days=90)  # 【中止】 is told as long, then it leaves

PLACE = ("entry_id", "key", "is_public", "fiscal_year")
_YEAR = "fy:"
State = PublishedEvent.State


class Act(StrEnum):
    """What happened to an event in a publication."""

    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    LEFT = "left"
    EXPIRED = "expired"


class Change(NamedTuple):
    """One event that subscribers are told of anew."""

    act: Act
    uid: str
    title: str
    is_public: bool


@dataclass(slots=True)
class Ledger:
    """Gathers what differs, then writes it. `at` is the time of the publication, `today` its day.

    With `anew`, every entry is drawn again, for the rendering has changed. `feeds` are the public
    feeds that differ, by key and fiscal year; `blocks` is what is told anew.
    """

    at: datetime
    today: date
    anew: bool = False
    changes: list[Change] = field(default_factory=list)
    feeds: set[tuple[str, int]] = field(default_factory=set)
    blocks: list[bytes] = field(default_factory=list)
    _entries: list[PublishedEntry] = field(default_factory=list)
    _moved: list[PublishedEntry] = field(default_factory=list)
    _events: list[PublishedEvent] = field(default_factory=list)

    def compare(
        self, source: str, entries: Iterable[Entry], uids: Collection[UUID] | None = None
    ) -> None:
        """Hold a source's entries, all or those of some records, against what was told of them."""
        rows = PublishedEntry.objects.filter(source=source)
        if uids is not None:
            rows = rows.filter(uid__in=[str(uid) for uid in uids])
        known = {(row.uid, row.is_public): row for row in rows}
        differing = []
        for entry in entries:
            row = known.pop((entry.uid, entry.is_public), None)
            if row is None or self.anew or not _says(row, entry):
                differing.append((row or _new_row(source, entry), entry))
        differing += self._without_record([row for row in known.values() if row.plain])
        self._tell_all(differing)

    def compare_gone(self, source: str, known: Collection[str]) -> None:
        """Hold against the records what was told of others than `known`, by their uids."""
        rows = PublishedEntry.objects.filter(source=source).exclude(plain="")
        self._tell_all(self._without_record([row for row in rows if row.uid not in known]))

    def expire(self) -> None:
        """Let go of what was cancelled long enough ago, but for what is just told anew."""
        told = [event.pk for event in self._events if event.pk]
        due = PublishedEvent.objects.filter(state=State.CANCELLED, expires_on__lte=self.today)
        for event in due.exclude(pk__in=told).select_related("entry"):
            self._end(event, event.entry, State.EXPIRED, Act.EXPIRED, _title(event.entry))
            if event.entry.is_public:
                self.feeds |= set(feeds_of(event.entry))

    def differing(self) -> dict[str, str]:
        """The records of which something is told anew: uid and title."""
        rows = [*self._entries, *self._moved, *(event.entry for event in self._events)]
        return {row.uid: _title(row) for row in rows}

    def write(self) -> None:
        """Swap what was gathered in; needs an open transaction."""
        moved = [row.pk for row in self._moved if row.pk]
        PublishedKey.objects.filter(entry__in=moved).delete()
        self._write_entries()
        places = [place for row in self._moved for place in places_of(row)]
        insert_all(PublishedKey._meta.db_table, PLACE, places)
        for event in self._events:
            if event.entry_id is None:
                event.entry_id = event.entry.pk  # it has been written by now
        write_all(self._events)

    def _write_entries(self) -> None:
        """The new ones are told their keys: nobody else writes entries meanwhile."""
        newest = PublishedEntry.objects.aggregate(pk=Max("pk"))["pk"] or 0
        write_all(self._entries)
        found = PublishedEntry.objects.filter(pk__gt=newest)
        keys = {(uid, side): pk for pk, uid, side in found.values_list("pk", "uid", "is_public")}
        for row in self._entries:
            row.pk = row.pk or keys[row.uid, row.is_public]

    def _without_record(
        self, rows: list[PublishedEntry]
    ) -> list[tuple[PublishedEntry, Entry | None]]:
        """Rows whose entry is gone: deleted ones are called off, all others leave silently."""
        deleted = JournalEntry.objects.filter(
            action=JournalEntry.Action.DELETE, record_uid__in=[row.uid for row in rows]
        )
        uids = {str(uid) for uid in deleted.values_list("record_uid", flat=True)}
        found: list[tuple[PublishedEntry, Entry | None]] = []
        for row in rows:
            entry = self._called_off(row) if row.uid in uids else None
            if entry is None or self.anew or not _says(row, entry):
                found.append((row, entry))
        return found

    def _called_off(self, row: PublishedEntry) -> Entry | None:
        """What is told of a deleted record; None where nobody can read what it was."""
        try:
            entry = Entry.from_plain(
                row.plain,
                uid=row.uid,
                is_public=row.is_public,
                keys=frozenset({*row.keys.split(), f"{_YEAR}{row.fiscal_year}"}),
                changed_at=self.at,
            )
        except ValueError:
            return None
        return replace(entry, status=EntryStatus.WITHDRAWN)

    def _tell_all(self, differing: list[tuple[PublishedEntry, Entry | None]]) -> None:
        told: dict[int, dict[str, PublishedEvent]] = defaultdict(dict)
        for event in PublishedEvent.objects.filter(entry__in=[r.pk for r, _e in differing if r.pk]):
            told[event.entry_id][event.uid] = event
        for row, entry in differing:
            self._tell(row, entry, told[row.pk] if row.pk else {})

    def _tell(
        self, row: PublishedEntry, entry: Entry | None, told: dict[str, PublishedEvent]
    ) -> None:
        old_feeds, title, changes = set(feeds_of(row)), _title(row), len(self.changes)
        if row.pk is None or entry is None or not _says(row, entry):
            self._set(row, entry)
        for block in drawn(entry) if entry else ():
            self._tell_event(row, entry, block, told.pop(block.uid, None))
        for event in told.values():
            if event.state in PublishedEvent.LIVE:
                self._end(event, row, State.LEFT, Act.LEFT, title)
        new_feeds = set(feeds_of(row))
        if row.pk is None or old_feeds != new_feeds:
            self._moved.append(row)
        elif len(self.changes) == changes:
            return
        if row.is_public:
            self.feeds |= old_feeds | new_feeds

    def _set(self, row: PublishedEntry, entry: Entry | None) -> None:
        row.plain, row.keys = (entry.plain(), _keys(entry)) if entry else ("", "")
        row.fiscal_year = fiscal_year_of(entry) if entry else row.fiscal_year
        self._entries.append(row)

    def _tell_event(
        self, row: PublishedEntry, entry: Entry, block: Block, event: PublishedEvent | None
    ) -> None:
        digest = hashlib.sha256(block.shown.encode() + block.data).hexdigest()
        off = entry.status.is_off
        if event and event.digest == digest and _is_whole(event, block, off):
            return
        if event and event.state == State.EXPIRED and off:
            event.digest, event.block = digest, b""  # another word of what is over: nobody is told
            self._events.append(event)
            return
        event = event or PublishedEvent(entry=row, uid=block.uid, sequence=-1)
        act = Act.CHANGED if event.pk else Act.NEW
        if off and event.state != State.CANCELLED:
            act, event.expires_on = Act.CANCELLED, self.today + CANCELLED_FOR
        event.state = State.CANCELLED if off else State.TOLD
        event.expires_on = event.expires_on if off else None
        event.first, event.time, event.shown = block.first, block.time, block.shown
        event.digest, event.sequence, event.last_modified = digest, event.sequence + 1, self.at
        event.block = stamped(block.data, self.at, event.sequence)
        self.blocks.append(event.block)
        self._note(act, event, row, entry.feed_title)

    def _end(
        self, event: PublishedEvent, row: PublishedEntry, state: State, act: Act, title: str
    ) -> None:
        event.state, event.block, event.expires_on = state, b"", None
        self._note(act, event, row, title)

    def _note(self, act: Act, event: PublishedEvent, row: PublishedEntry, title: str) -> None:
        self._events.append(event)
        self.changes.append(Change(act, event.uid, title, row.is_public))


def feeds_of(row: PublishedEntry) -> list[tuple[str, int]]:
    """The key and fiscal year of every feed that holds the entry; none for one that has left."""
    return [(key, row.fiscal_year) for key in ("", *row.keys.split())] if row.plain else []


def fiscal_year_of(entry: Entry) -> int:
    """The fiscal year of the record, by its key; else the one its schedule starts in, or 0."""
    years = [key.removeprefix(_YEAR) for key in entry.keys if key.startswith(_YEAR)]
    if years:
        return max(int(year) for year in years)
    starts = [segment.known_days()[0] for segment in entry.schedule.segments]
    return int(FiscalYear.of(min(starts))) if starts else 0


def _is_whole(event: PublishedEvent, block: Block, off: bool) -> bool:
    """Whether a told event is `block` with its own numbers, byte by byte."""
    if event.state == State.EXPIRED and off:
        return not event.block
    if event.last_modified is None:  # no moment: SQLite keeps anything
        return False
    state = State.CANCELLED if off else State.TOLD
    is_placed = (event.state, event.first, event.time, event.shown, event.expires_on is None) == (
        *(state, block.first, block.time, block.shown, not off),
    )
    data = stamped(block.data, event.last_modified, event.sequence)
    return is_placed and bytes(event.block) == data


def _says(row: PublishedEntry, entry: Entry) -> bool:
    same_place = (row.keys, row.fiscal_year) == (_keys(entry), fiscal_year_of(entry))
    return same_place and row.plain == entry.plain()


def _keys(entry: Entry) -> str:
    """Its keys but the fiscal year, in one text."""
    return " ".join(sorted(key for key in entry.keys if not key.startswith(_YEAR)))


def places_of(row: PublishedEntry) -> Iterator[tuple[int, str, bool, int]]:
    """By what feeds find the entry, one row of their index each."""
    for key, fiscal_year in feeds_of(row):
        yield row.pk, key, row.is_public, fiscal_year


def _new_row(source: str, entry: Entry) -> PublishedEntry:
    return PublishedEntry(
        uid=entry.uid, is_public=entry.is_public, source=source, fiscal_year=fiscal_year_of(entry)
    )


def _title(row: PublishedEntry) -> str:
    try:
        return str(json.loads(row.plain)[0]) if row.plain else ""
    except (LookupError, TypeError, ValueError):  # altered
        return row.uid
