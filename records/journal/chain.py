"""The chain of journal entries: pure functions that a stranger can write again.

An entry's hash is SHA-256 over the UTF-8 bytes of a JSON array, written without spaces and without
ASCII escapes: the previous hash, then the entry's facts. In format 4, which new entries have, these
are `4, sequence, seal`, where the seal is SHA-256 over the array, written alike, of `at, actor, on
behalf of, request, reason, action, record type, record id, record uid, schema, digest, retain
until`. So the chain can be shown to somebody who may not know what an entry is about. Format 3 has
3 in the place of 4, and a seal without `on behalf of` and `retain until`; format 2 has the ten
facts of that seal in its place; format 1 has `sequence, at, actor, reason, action, record type,
record uid, schema, digest`. `at` is ISO 8601 in UTC with microseconds, `retain until` a day in ISO
8601 or null. The digest is SHA-256 over the salt's hexadecimal text followed by the payload's text,
so that both can be disposed of without breaking the chain; and as nobody can guess it, nobody can
guess what a seal covers. docs/journal.md says it at length.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
FORMAT = 4
SEALED_SINCE = 3  # the first format that has a seal
DATED_SINCE = 4  # the first format whose seal covers until when the payload must be kept


def payload_text(canonical: dict[str, Any] | None) -> str:
    """A canonical form as the text that is digested: sorted keys, no spaces, no ASCII escapes."""
    return json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(salt: str, payload: str) -> str:
    """SHA-256, hexadecimal, of a payload's text under its salt."""
    return hashlib.sha256((salt + payload).encode()).hexdigest()


def chain_hash(previous: str, facts: list[Any]) -> str:
    """SHA-256, hexadecimal, of an entry's facts after the hash before it."""
    return seal([previous, *facts])


def seal(facts: list[Any]) -> str:
    """SHA-256, hexadecimal, of facts that can be shown by it without being told."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def utc_text(at: datetime) -> str:
    """An aware moment as the chain writes it: ISO 8601, UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
