"""The only door for writes, and the hash-chained journal it keeps.

Entry hash (a stranger can recompute it): SHA-256 over the UTF-8 bytes of the JSON array
`[previous hash, sequence, at, actor, reason, action, record type, record uid, schema, digest]`
written without spaces and without ASCII escapes; `at` is ISO 8601 in UTC with microseconds. The
digest is SHA-256 over the salt's hexadecimal text followed by the payload's text, so that a payload
can be disposed of without breaking the chain.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

if TYPE_CHECKING:
    from records.base import Record

GENESIS = "0" * 64


class DoorClosedError(RuntimeError):
    """A record was written outside `change()`; this is a mistake in the program."""


@dataclass(slots=True)
class _Change:
    actor: str
    reason: str
    touched: dict[tuple[type["Record"], int], None] = field(default_factory=dict)


_open_change: ContextVar[_Change | None] = ContextVar("open_change", default=None)


@contextmanager
def change(*, actor: str, reason: str = "") -> Iterator[None]:
    """Open the door: inside, records may be written; at the end each touched one is journalled.

    `actor` names who acts (a user name, or a command's name); `reason` may be empty. A change inside
    a change joins it. An exception leaves neither records nor entries behind.
    """
    if _open_change.get() is not None:
        yield
        return
    current = _Change(actor, reason)
    token = _open_change.set(current)
    try:
        with transaction.atomic():
            yield
            _close(current)
    finally:
        _open_change.reset(token)


def require_open() -> None:
    """Raise `DoorClosedError` unless a change is open."""
    if _open_change.get() is None:
        raise DoorClosedError("Records are written inside journal.change(actor=…, reason=…) only.")


def touch(record: "Record") -> None:
    """Note that `record`'s aggregate was written in the open change."""
    require_open()
    _open_change.get().touched[type(record), record.pk] = None


def digest(salt: str, payload: str) -> str:
    """SHA-256, hexadecimal, of a payload's text under its salt."""
    return hashlib.sha256((salt + payload).encode()).hexdigest()


def chain_hash(previous: str, facts: list[Any]) -> str:
    """SHA-256, hexadecimal, of an entry's facts after the hash before it."""
    text = json.dumps([previous, *facts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def payload_text(canonical: dict[str, Any]) -> str:
    """A canonical form as the text that is digested: sorted keys, no spaces, no ASCII escapes."""
    return json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _close(current: _Change) -> None:
    from records.models import JournalHead

    if not current.touched:
        return
    head = JournalHead.lock()
    at = timezone.now()
    for model, pk in current.touched:
        _journal_aggregate(head, current, at, model, pk)
    head.save()


def _journal_aggregate(
    head, current: _Change, at: datetime, model: type["Record"], pk: int
) -> None:
    from records.models import JournalEntry

    record = model._base_manager.filter(pk=pk).first()
    last = JournalEntry.objects.filter(record_type=model._meta.label, record_id=pk).last()
    if record is None:
        if last is not None:
            _append(head, current, at, last.action_deleted())
        return
    if last is not None and last.says(record.canonical()):
        return
    version = record.version + 1
    model._base_manager.filter(pk=pk).update(version=version, changed_at=at)
    action = JournalEntry.Action.CREATE if last is None else JournalEntry.Action.CHANGE
    payload = payload_text(record.canonical() | {"version": version})
    entry = JournalEntry(
        action=action,
        record_type=model._meta.label,
        record_id=pk,
        record_uid=record.uid,
        schema=record.schema,
        payload=payload,
    )
    _append(head, current, at, entry)


def _append(head, current: _Change, at: datetime, entry) -> None:
    entry.sequence = head.sequence + 1
    entry.at = at
    entry.actor = current.actor
    entry.reason = current.reason
    entry.salt = secrets.token_hex(16)
    entry.digest = digest(entry.salt, entry.payload)
    entry.previous_hash = head.hash
    entry.hash = chain_hash(head.hash, entry.facts())
    entry.save(force_insert=True)
    head.sequence, head.hash = entry.sequence, entry.hash


def utc_text(at: datetime) -> str:
    """A moment as the chain writes it: ISO 8601, UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
