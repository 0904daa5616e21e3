"""Whoever reads the docstring of `records.journal.chain` alone finds the same hashes."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from records import journal
from records.journal import chain
from records.journal.models import JournalEntry
from tests.factories import AuditTargetFactory, DepartmentFactory


def strangers_hash(previous: str, entry: JournalEntry, payload: str, salt: str) -> str:
    """Written from the docstring: no function of the project is called."""
    at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "+00:00"
    digest = hashlib.sha256(f"{salt}{payload}".encode()).hexdigest()
    if entry.format == 1:
        facts = [entry.sequence, at, entry.actor, entry.reason, entry.action]
        facts += [entry.record_type, str(entry.record_uid), entry.schema, digest]
    else:
        facts = [at, entry.actor, entry.request, entry.reason, entry.action, entry.record_type]
        facts += [entry.record_id, str(entry.record_uid), entry.schema, digest]
        if entry.format == 4:
            until = None if entry.retain_until is None else entry.retain_until.strftime("%Y-%m-%d")
            facts = [*facts[:2], entry.on_behalf_of, *facts[2:], until]
        seal = strangers_sha256(facts)
        facts = [entry.format, entry.sequence, *(facts if entry.format == 2 else [seal])]
    return strangers_sha256([previous, *facts])


def strangers_sha256(facts: list) -> str:
    text = "[" + ",".join(json.dumps(fact, ensure_ascii=False) for fact in facts) + "]"
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.django_db
def test_chain_recomputed_by_a_stranger_is_the_chain_kept():
    AuditTargetFactory()
    with journal.change(actor="鈴木", reason='改行\nと"引用符"と\\', request="9f-1"):
        DepartmentFactory().delete()
    previous = "0" * 64
    for number, entry in enumerate(JournalEntry.objects.order_by("sequence"), start=1):
        assert entry.sequence == number
        assert entry.previous_hash == previous
        assert entry.hash == strangers_hash(previous, entry, entry.payload, entry.salt)
        previous = entry.hash
    assert number >= 3


@pytest.mark.django_db
@pytest.mark.parametrize("form", [1, 2, 3, 4])
def test_hash_no_longer_fits_once_anything_is_altered(form):
    DepartmentFactory()
    entry = JournalEntry.objects.get()
    entry.format = form
    entry.hash = chain.chain_hash(entry.previous_hash, entry.facts())
    altered = {"actor": "x", "reason": "x", "action": "delete", "schema": 9, "sequence": 7}
    altered |= {"at": entry.at + timedelta(microseconds=1), "digest": "0" * 64}
    altered |= {"request": "x", "record_id": 0} if form > 1 else {}
    if form > 3:
        altered |= {"on_behalf_of": "x", "retain_until": date(2017, 3, 31), "format": 3}
    for name, value in altered.items():
        kept = getattr(entry, name)
        setattr(entry, name, value)
        assert chain.chain_hash(chain.GENESIS, entry.facts()) != entry.hash, name
        setattr(entry, name, kept)
    assert strangers_hash(chain.GENESIS, entry, entry.payload, entry.salt) == entry.hash
    assert strangers_hash(chain.GENESIS, entry, "{}", entry.salt) != entry.hash
    assert strangers_hash(chain.GENESIS, entry, entry.payload, "0" * 32) != entry.hash


def test_payload_text_is_sorted_and_bare():
    assert chain.payload_text({"b": "監査", "a": [1, None]}) == '{"a":[1,null],"b":"監査"}'


def test_utc_text_has_microseconds_whatever_the_zone():
    tokyo = timezone(timedelta(hours=9))
    at = datetime(2016, 11, 8, 9, 0, tzinfo=tokyo)
    assert chain.utc_text(at) == "2016-11-08T00:00:00.000000+00:00"
