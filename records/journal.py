"""The only door for writes, and the hash-chained journal it keeps (see `records.chain`)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from threading import get_ident
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone

from records import chain, retention, tracked
from records.aggregates import whole
from records.models import JournalEntry, JournalHead, JournalPayload

if TYPE_CHECKING:
    from records.base import Record

BATCH = 500  # aggregates read and written at a time
_YEARS_OF_EXPORTS = 10  # for how long the journal tells what was handed over


class DoorClosedError(RuntimeError):
    """A record was written outside `change()`: a mistake in the program, not in the input."""


@dataclass(slots=True)
class _Change:
    actor: str
    reason: str
    request: str = ""
    touched: dict[tuple[type["Record"], int], None] = field(default_factory=dict)
    rows: dict[tuple[str, int], None] = field(default_factory=dict)  # of tracked tables
    events: list[tracked.Event] = field(default_factory=list)
    takes_in: bool = False
    thread: int = field(default_factory=get_ident)
    is_open: bool = True


_open_change: ContextVar[_Change | None] = ContextVar("open_change", default=None)


@contextmanager
def change(*, actor: str, reason: str = "", request: str = "") -> Iterator[None]:
    """Open the door: inside, records may be written; at its end each touched one is journalled.

    `actor` names who acts (a user or a command); `reason` may be empty, `request` is the id of the
    request (`records.middleware.request_id`), at most 64 characters. A change inside a change joins
    it. An exception leaves neither records nor entries behind.
    """
    if _current() is not None:
        with transaction.atomic():
            yield
        return
    current = _Change(actor, reason, request)
    token = _open_change.set(current)
    try:
        with transaction.atomic():
            yield
            _close(current)
    finally:
        current.is_open = False
        _open_change.reset(token)


def _current() -> _Change | None:
    """The open change of this thread; a copied context may hold another's, or one long over."""
    current = _open_change.get()
    is_ours = current is not None and current.is_open and current.thread == get_ident()
    return current if is_ours else None


def require_open() -> None:
    """Raise `DoorClosedError` unless a change is open."""
    if _current() is None:
        raise DoorClosedError("Records are written inside journal.change(actor=…, reason=…) only.")


def reason() -> str:
    """The reason given for the open change; needs one."""
    require_open()
    return _current().reason


def touch(record: "Record") -> None:
    """Note that `record`'s aggregate was written in the open change."""
    require_open()
    _current().touched[type(record), record.pk] = None


def mark_row(label: str, *keys: int) -> None:
    """Note that rows of the tracked table `label` were written in the open change."""
    require_open()
    _current().rows |= {(label, key): None for key in keys}


def mark_event(event: tracked.Event) -> None:
    """Note what was done to a row of a tracked table that its columns do not show."""
    require_open()
    _current().events.append(event)


def take_in() -> None:
    """Have the open change take in all tracked tables, if the journal knows nothing of them yet."""
    require_open()
    _current().takes_in = True


def append_disposal(*, actor: str, reason: str, payload: dict[str, Any]) -> None:
    """Append the entry that accounts for payloads disposed of; needs an open transaction."""
    _append_note(JournalEntry.Action.DISPOSE, JournalPayload, _Change(actor, reason), payload, None)


@transaction.atomic
def append_export(
    *, actor: str, payload: dict[str, Any], reason: str = "", request: str = ""
) -> None:
    """Append the entry that says what internal records were handed over, and to whom.

    `payload` is plain data and kept for ten years; `actor` took it, or the command that made it.
    """
    until = retention.last_day(timezone.localdate(), _YEARS_OF_EXPORTS)
    change = _Change(actor, reason, request)
    _append_note(JournalEntry.Action.EXPORT, JournalEntry, change, payload, until)


def _append_note(
    action: str, model: type[Model], current: _Change, payload: dict[str, Any], until: date | None
) -> None:
    """Append an entry that is about no record, under the name of one of the journal's tables."""
    head = JournalHead.lock()
    entry = JournalEntry(
        action=action,
        record_type=model._meta.label,
        record_id=0,
        record_uid=UUID(int=0),
        schema=1,
    )
    _append(head, current, timezone.now(), [entry.holding(payload, until)])
    head.save()


def _close(current: _Change) -> None:
    of_tables = bool(current.rows or current.events or current.takes_in)
    if not (current.touched or of_tables):
        return
    _lock(current.touched)
    head = JournalHead.lock()
    at = timezone.now()
    for model, places in groupby(current.touched, key=lambda place: place[0]):
        for keys in batched([pk for _model, pk in places]):
            _append(head, current, at, _entries_for(model, keys, at))
    if of_tables:
        today = timezone.localdate(at)
        _append(head, current, at, list(tracked.entries_for(current.rows, today)))
        _append(head, current, at, [tracked.event_entry(event, today) for event in current.events])
    head.save()


def _lock(touched: Iterable[tuple[type["Record"], int]]) -> None:
    """Lock the touched rows before the head.

    A change that waits for one of them must not hold the head, for which their holder may wait.
    """
    if not connection.features.has_select_for_update:
        return
    in_order = sorted(touched, key=lambda place: (place[0]._meta.label, place[1]))
    for model, places in groupby(in_order, key=lambda place: place[0]):
        rows = model._base_manager.filter(pk__in=[pk for _model, pk in places]).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk"))


def _entries_for(model: type["Record"], keys: list[int], at: datetime) -> list[JournalEntry]:
    """What is to be said of these aggregates; nothing of one that is as its last entry says.

    As many queries for many as for one: an import touches two thousand while others wait.
    """
    records = whole(model).in_bulk(keys)
    last = JournalEntry.objects.last_of(model._meta.label, keys)
    until = retention.last_day(timezone.localdate(at), model.retention_years)
    entries = []
    for pk in keys:
        entry = _entry_for(records.get(pk), last.get(pk), until)
        if entry is not None:
            entries.append(entry)
    written = [entry.record_id for entry in entries]
    QuerySet(model).filter(pk__in=written).update(version=F("version") + 1, changed_at=at)
    return entries


def _entry_for(
    record: "Record | None", last: JournalEntry | None, until: date | None
) -> JournalEntry | None:
    if record is None:
        return None if last is None else last.deletion().holding(None, until)
    if last is not None and last.says(record.canonical()):
        return None
    record.version += 1
    entry = JournalEntry(
        action=JournalEntry.Action.CREATE if last is None else JournalEntry.Action.CHANGE,
        record_type=record._meta.label,
        record_id=record.pk,
        record_uid=record.uid,
        schema=record.schema,
    )
    return entry.holding(record.canonical(), until)


def _append(head: JournalHead, current: _Change, at: datetime, entries: list[JournalEntry]) -> None:
    for entry in entries:
        entry.format = chain.FORMAT
        entry.sequence = head.sequence + 1
        entry.at = at
        entry.actor, entry.request, entry.reason = current.actor, current.request, current.reason
        entry.digest = chain.digest(entry.salt, entry.payload)
        entry.previous_hash = head.hash
        entry.hash = chain.chain_hash(head.hash, entry.facts())
        head.sequence, head.hash = entry.sequence, entry.hash
    JournalEntry.objects.bulk_create(entries)
    JournalPayload.objects.bulk_create([entry.kept for entry in entries])


def batched(keys: list[int]) -> Iterator[list[int]]:
    """`keys` in their order, in lists that a query can name."""
    for first in range(0, len(keys), BATCH):
        yield keys[first : first + BATCH]
