"""Changes, and the hash-chained entries written when they close (see `records.journal.chain`)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from records.base import Record, with_parts
from records.change import OpenChange, current, opened
from records.journal import chain, retention, tracked
from records.journal.export_guard import check_export
from records.journal.models import JournalEntry, JournalHead, JournalPayload

BATCH = 500  # aggregates read and written at a time
_YEARS_OF_EXPORTS = 10  # for how long the journal tells what was handed over


@contextmanager
def change(*, actor: str, reason: str = "", request: str = "") -> Iterator[None]:
    """Open a change: inside, records may be written; at its end each changed one is journalled.

    `actor` names who acts (a user or a command); `reason` may be empty, `request` is the id of the
    request (`records.journal.request_id`), at most 64 characters. A change inside a change
    joins it. An exception leaves neither records nor entries behind.
    """
    if current() is not None:
        with transaction.atomic():
            yield
        return
    with opened(OpenChange(actor, reason, request)) as opened_change, transaction.atomic():
        yield
        _close(opened_change)


def append_disposal(*, actor: str, reason: str, payload: dict[str, Any]) -> None:
    """Append the entry that accounts for payloads disposed of; needs an open transaction."""
    _append_note(
        JournalEntry.Action.DISPOSE, JournalPayload, OpenChange(actor, reason), payload, None
    )


@transaction.atomic
def append_export(
    *, actor: str, payload: dict[str, Any], reason: str = "", request: str = ""
) -> None:
    """Append the entry that says what internal records were handed over, and to whom.

    `payload` is plain data and kept for ten years; `actor` took it, or the command that made it.
    Raises what the guard does (`before_exports`).
    """
    check_export()
    until = retention.last_day(timezone.localdate(), _YEARS_OF_EXPORTS)
    change = OpenChange(actor, reason, request)
    _append_note(JournalEntry.Action.EXPORT, JournalEntry, change, payload, until)


def _append_note(
    action: str,
    model: type[Model],
    done: OpenChange,
    payload: dict[str, Any],
    until: date | None,
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
    _append(head, done, timezone.now(), [entry.holding(payload, until)])
    head.save()


def _close(done: OpenChange) -> None:
    of_tables = bool(done.rows or done.events or done.all_tracked)
    if not (done.changed or of_tables):
        return
    if connection.features.has_select_for_update:
        # Rows before the head: whoever waits for one of them must not hold the head, for which
        # its holder may wait.
        in_order = sorted(done.changed, key=lambda place: (place[0]._meta.label, place[1]))
        for model, places in groupby(in_order, key=lambda place: place[0]):
            rows = model._base_manager.filter(pk__in=[pk for _model, pk in places]).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk"))
    settled = retention_periods() if done.changed else {}
    head, at = JournalHead.lock(), timezone.now()
    for model, places in groupby(done.changed, key=lambda place: place[0]):
        years = retention.years_kept(model.retention_years, settled, model._meta.label)
        for keys in batched([pk for _model, pk in places]):
            _append(head, done, at, _entries_for(model, keys, at, years))
    if of_tables:
        today = timezone.localdate(at)
        _append(head, done, at, list(tracked.entries_for(done.rows, today)))
        _append(head, done, at, [tracked.event_entry(event, today) for event in done.events])
    head.save()


def _entries_for(
    model: type[Record], keys: list[int], at: datetime, years: int | None
) -> list[JournalEntry]:
    """What is to be said of these aggregates; nothing of one that is as its last entry says.

    As many queries for many as for one: an import touches two thousand while others wait.
    """
    records = with_parts(model).in_bulk(keys)
    last = JournalEntry.objects.last_of(model._meta.label, keys)
    until = retention.last_day(timezone.localdate(at), years)
    entries = []
    for pk in keys:
        record, before = records.get(pk), last.get(pk)
        if record is None:
            if before is not None:
                entries.append(before.deletion().holding(None, until))
        elif before is None or not before.says(record.canonical()):
            record.version += 1
            action = JournalEntry.Action.CHANGE if before else JournalEntry.Action.CREATE
            place = {"record_type": model._meta.label, "record_id": pk, "record_uid": record.uid}
            entry = JournalEntry(action=action, schema=record.schema, **place)
            entries.append(entry.holding(record.canonical(), until))
    written = [entry.record_id for entry in entries]
    QuerySet(model).filter(pk__in=written).update(version=F("version") + 1, changed_at=at)
    return entries


def retention_periods() -> Mapping[str, int | None]:
    """The years that the office settled for kinds of records, as `settings` says who tells them."""
    periods: Callable[[], Mapping[str, int | None]] = import_string(settings.RETENTION_PERIODS)
    return periods()


def _append(head: JournalHead, done: OpenChange, at: datetime, entries: list[JournalEntry]) -> None:
    for entry in entries:
        entry.format = chain.FORMAT
        entry.sequence = head.sequence + 1
        entry.at = at
        entry.actor, entry.on_behalf_of = done.actor, done.on_behalf_of
        entry.request, entry.reason = done.request, done.reason
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
