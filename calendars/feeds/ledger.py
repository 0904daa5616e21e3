"""The ledger's side of a publication: entries compared with what was published of them."""

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

from calendars.entries import ChangeKey, Entry, EntryStatus, Source
from calendars.feeds.models import FISCAL_YEAR, PublishedEntry, PublishedEvent, PublishedKey
from calendars.ical import RenderedEvent, rendered, with_stamps
from dates import FiscalYear
from records.disposal import disposed_uids
from records.journal import JournalEntry
from records.storage import insert_all, write_all

CANCELLED_FOR = timedelta(days=90)  # 【中止】 stays in feeds so long

KEY_COLUMNS = ("entry_id", "key", "is_public", "fiscal_year")
State = PublishedEvent.State


class ChangeType(StrEnum):
    """The ways in which a publication changes an event."""

    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    LEFT = "left"
    EXPIRED = "expired"


class Change(NamedTuple):
    """One event that a publication changed."""

    type: ChangeType
    uid: str
    title: str
    is_public: bool


@dataclass(slots=True)
class Ledger:
    """Gathers what differs, then writes it. `at` is the time of the publication, `today` its day.

    With `redraw`, every entry is rendered again, for the rendering has changed. `feeds` are the
    public feeds that differ, by key and fiscal year; `blocks` are the events that changed.
    """

    at: datetime
    today: date
    redraw: bool = False
    changes: list[Change] = field(default_factory=list)
    feeds: set[tuple[str, int]] = field(default_factory=set)
    blocks: list[bytes] = field(default_factory=list)
    _entries: list[PublishedEntry] = field(default_factory=list)
    _moved: list[PublishedEntry] = field(default_factory=list)
    _events: list[PublishedEvent] = field(default_factory=list)

    def compare(
        self, source: str, entries: Iterable[Entry], uids: Collection[UUID | str] | None = None
    ) -> None:
        """Compare a source's entries, all or those of some records, with what was published."""
        rows = PublishedEntry.objects.filter(source=source)
        if uids is not None:
            rows = rows.filter(uid__in=[str(uid) for uid in uids])
        known = {(row.uid, row.is_public): row for row in rows}
        differing: list[tuple[PublishedEntry, Entry | None]] = []
        for entry in entries:
            row = known.pop((entry.uid, entry.is_public), None)
            if row is None or self.redraw or not _matches(row, entry):
                side, year = entry.is_public, fiscal_year_of(entry)
                new = PublishedEntry(uid=entry.uid, is_public=side, source=source, fiscal_year=year)
                differing.append((row or new, entry))
        differing += self._missing([row for row in known.values() if row.plain])
        self._update_all(differing)

    def compare_affected(
        self, sources: Iterable[Source], touched: Collection[ChangeKey] | None
    ) -> bool:
        """Compare the entries that these changes may have altered; all of them where it is None.

        Returns True where it was all of some source.
        """
        is_whole = False
        for source in sources:
            uids = None if touched is None else source.affected(touched)
            is_whole = is_whole or uids is None
            if uids is None or uids:
                self.compare(source.name, source.published_entries(uids), uids)
        return is_whole

    def compare_missing(self, source: str, known: Collection[str]) -> None:
        """Compare what was published of other records than `known` (uids) with their absence."""
        rows = PublishedEntry.objects.filter(source=source).exclude(plain="")
        self._update_all(self._missing([row for row in rows if row.uid not in known]))

    def expire(self) -> None:
        """Remove what was cancelled long enough ago, but for what has just changed."""
        changed = [event.pk for event in self._events if event.pk]
        due = PublishedEvent.objects.filter(state=State.CANCELLED, expires_on__lte=self.today)
        for event in due.exclude(pk__in=changed).select_related("entry"):
            self._end_event(event, event.entry, ChangeType.EXPIRED, _title(event.entry))
            if event.entry.is_public:
                self.feeds |= set(feeds_of(event.entry))

    def differing(self) -> dict[str, str]:
        """The records of which something changed: uid and title."""
        rows = [*self._entries, *self._moved, *(event.entry for event in self._events)]
        return {row.uid: _title(row) for row in rows}

    def write(self) -> None:
        """Write what was gathered; needs an open transaction."""
        moved = [row.pk for row in self._moved if row.pk]
        PublishedKey.objects.filter(entry__in=moved).delete()
        self._write_entries()
        places = [place for row in self._moved for place in key_rows(row)]
        insert_all(PublishedKey._meta.db_table, KEY_COLUMNS, places)
        for event in self._events:
            if event.entry_id is None:
                event.entry_id = event.entry.pk  # it has been written by now
        write_all(self._events)

    def _write_entries(self) -> None:
        """Write entries and give new ones their primary keys: no other writer is at work."""
        newest = PublishedEntry.objects.aggregate(pk=Max("pk"))["pk"] or 0
        write_all(self._entries)
        found = PublishedEntry.objects.filter(pk__gt=newest)
        keys = {(uid, side): pk for pk, uid, side in found.values_list("pk", "uid", "is_public")}
        for row in self._entries:
            row.pk = row.pk or keys[row.uid, row.is_public]

    def _missing(self, rows: list[PublishedEntry]) -> list[tuple[PublishedEntry, Entry | None]]:
        """Rows whose entry is gone: deleted ones are cancelled, all others leave silently.

        So does what was disposed of: it took place, and is only kept no longer.
        """
        deleted = JournalEntry.objects.filter(
            action=JournalEntry.Action.DELETE, record_uid__in=[row.uid for row in rows]
        )
        uids = {str(uid) for uid in deleted.values_list("record_uid", flat=True)}
        uids -= disposed_uids(uids)
        found: list[tuple[PublishedEntry, Entry | None]] = []
        for row in rows:
            entry = self._withdrawn(row) if row.uid in uids else None
            if entry is None or self.redraw or not _matches(row, entry):
                found.append((row, entry))
        return found

    def _withdrawn(self, row: PublishedEntry) -> Entry | None:
        """The entry of a deleted record, withdrawn; None where the ledger's text is unreadable."""
        try:
            return replace(row.as_told(self.at), status=EntryStatus.WITHDRAWN)
        except ValueError:
            return None

    def _update_all(self, differing: list[tuple[PublishedEntry, Entry | None]]) -> None:
        published: dict[int, dict[str, PublishedEvent]] = defaultdict(dict)
        for event in PublishedEvent.objects.filter(entry__in=[r.pk for r, _e in differing if r.pk]):
            published[event.entry_id][event.uid] = event
        for row, entry in differing:
            self._update(row, entry, published[row.pk] if row.pk else {})

    def _update(
        self, row: PublishedEntry, entry: Entry | None, published: dict[str, PublishedEvent]
    ) -> None:
        old_feeds, title, changes = set(feeds_of(row)), _title(row), len(self.changes)
        if row.pk is None or entry is None or not _matches(row, entry):
            self._set(row, entry)
        if entry is not None:
            for block in rendered(entry):
                self._update_event(row, entry, block, published.pop(block.uid, None))
        for event in published.values():
            if event.state in PublishedEvent.LIVE:
                self._end_event(event, row, ChangeType.LEFT, title)
        new_feeds = set(feeds_of(row))
        if row.pk is None or old_feeds != new_feeds:
            self._moved.append(row)
        elif len(self.changes) == changes:
            return
        if row.is_public:
            self.feeds |= old_feeds | new_feeds

    def _set(self, row: PublishedEntry, entry: Entry | None) -> None:
        row.plain, row.keys = (entry.to_json(), _keys(entry)) if entry else ("", "")
        row.fiscal_year = fiscal_year_of(entry) if entry else row.fiscal_year
        self._entries.append(row)

    def _update_event(
        self, row: PublishedEntry, entry: Entry, block: RenderedEvent, event: PublishedEvent | None
    ) -> None:
        digest = hashlib.sha256(block.shown.encode() + block.data).hexdigest()
        off = entry.status.is_off
        if event and event.digest == digest and event.is_told(block, off=off):
            return
        if event and event.state == State.EXPIRED and off:
            event.digest, event.block = digest, b""  # it is over: subscribers see no change
            self._events.append(event)
            return
        event = event or PublishedEvent(entry=row, uid=block.uid, sequence=-1)
        how = ChangeType.CHANGED if event.pk else ChangeType.NEW
        if off and event.state != State.CANCELLED:
            how, event.expires_on = ChangeType.CANCELLED, self.today + CANCELLED_FOR
        event.state = State.CANCELLED if off else State.PUBLISHED
        event.expires_on = event.expires_on if off else None
        event.first, event.time, event.shown = block.first, block.time, block.shown
        event.digest, event.sequence, event.last_modified = digest, event.sequence + 1, self.at
        event.block = with_stamps(block.data, self.at, event.sequence)
        self.blocks.append(event.block)
        self._add_change(how, event, row, entry.feed_title)

    def _end_event(
        self, event: PublishedEvent, row: PublishedEntry, how: ChangeType, title: str
    ) -> None:
        event.state, event.block, event.expires_on = State(how), b"", None
        self._add_change(how, event, row, title)

    def _add_change(
        self, how: ChangeType, event: PublishedEvent, row: PublishedEntry, title: str
    ) -> None:
        self._events.append(event)
        self.changes.append(Change(how, event.uid, title, row.is_public))


def feeds_of(row: PublishedEntry) -> list[tuple[str, int]]:
    """The key and fiscal year of every feed that holds the entry; none for one that has left."""
    return [(key, row.fiscal_year) for key in ("", *row.keys.split())] if row.plain else []


def fiscal_year_of(entry: Entry) -> int:
    """The fiscal year of the record, by its key; else the one its schedule starts in, or 0."""
    years = [key.removeprefix(FISCAL_YEAR) for key in entry.keys if key.startswith(FISCAL_YEAR)]
    if years:
        return max(int(year) for year in years)
    starts = [segment.known_days()[0] for segment in entry.schedule.segments]
    return int(FiscalYear.of(min(starts))) if starts else 0


def _matches(row: PublishedEntry, entry: Entry) -> bool:
    same_place = (row.keys, row.fiscal_year) == (_keys(entry), fiscal_year_of(entry))
    return same_place and row.plain == entry.to_json()


def _keys(entry: Entry) -> str:
    """Its keys but the fiscal year, in one text."""
    return " ".join(sorted(key for key in entry.keys if not key.startswith(FISCAL_YEAR)))


def key_rows(row: PublishedEntry) -> Iterator[tuple[int, str, bool, int]]:
    """The rows of the index by which feeds find the entry."""
    for key, fiscal_year in feeds_of(row):
        yield row.pk, key, row.is_public, fiscal_year


def _title(row: PublishedEntry) -> str:
    try:
        return str(json.loads(row.plain)[0]) if row.plain else ""
    except (LookupError, TypeError, ValueError):  # altered
        return row.uid
