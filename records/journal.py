"""The only door for writes, and the hash-chained journal it keeps (see `records.chain`)."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from threading import get_ident
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from records import chain
from records.models import JournalEntry, JournalHead

if TYPE_CHECKING:
    from records.base import Record


class DoorClosedError(RuntimeError):
    """A record was written outside `change()`: a mistake in the program, not in the input."""


@dataclass(slots=True)
class _Change:
    actor: str
    reason: str
    touched: dict[tuple[type["Record"], int], None] = field(default_factory=dict)
    thread: int = field(default_factory=get_ident)
    is_open: bool = True


_open_change: ContextVar[_Change | None] = ContextVar("open_change", default=None)


@contextmanager
def change(*, actor: str, reason: str = "") -> Iterator[None]:
    """Open the door: inside, records may be written; at its end each touched one is journalled.

    `actor` names who acts (a user or a command); `reason` may be empty. A change inside a change
    joins it. An exception leaves neither records nor entries behind.
    """
    if _current() is not None:
        with transaction.atomic():
            yield
        return
    current = _Change(actor, reason)
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


def touch(record: "Record") -> None:
    """Note that `record`'s aggregate was written in the open change."""
    require_open()
    _current().touched[type(record), record.pk] = None


def _close(current: _Change) -> None:
    if not current.touched:
        return
    head = JournalHead.lock()
    at = timezone.now()
    for model, pk in current.touched:
        entry = _entry_for(model, pk, at)
        if entry is not None:
            _append(head, current, at, entry)
    head.save()


def _entry_for(model: type["Record"], pk: int, at: datetime) -> JournalEntry | None:
    """What is to be said of this aggregate; None where it is as its last entry says."""
    record = model._base_manager.filter(pk=pk).first()
    last = JournalEntry.objects.filter(record_type=model._meta.label, record_id=pk).last()
    if record is None:
        return None if last is None else last.deletion()
    if last is not None and last.says(record.canonical()):
        return None
    record.version += 1
    QuerySet(model).filter(pk=pk).update(version=record.version, changed_at=at)
    return JournalEntry(
        action=JournalEntry.Action.CREATE if last is None else JournalEntry.Action.CHANGE,
        record_type=model._meta.label,
        record_id=pk,
        record_uid=record.uid,
        schema=record.schema,
        payload=chain.payload_text(record.canonical()),
    )


def _append(head: JournalHead, current: _Change, at: datetime, entry: JournalEntry) -> None:
    entry.sequence = head.sequence + 1
    entry.at = at
    entry.actor = current.actor
    entry.reason = current.reason
    entry.salt = secrets.token_hex(16)
    entry.digest = chain.digest(entry.salt, entry.payload)
    entry.previous_hash = head.hash
    entry.hash = chain.chain_hash(head.hash, entry.facts())
    entry.save(force_insert=True)
    head.sequence, head.hash = entry.sequence, entry.hash
