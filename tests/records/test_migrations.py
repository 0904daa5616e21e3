"""A journal begun before its payloads had a table of their own goes on, and stays sound."""

import json

# As the first version chained: docs/journal.md, format 1.
BEGIN = """
import hashlib, json, uuid
import django
django.setup()
from django.db import connection
previous = "0" * 64
with connection.cursor() as cursor:
    for n in range(1, 1204):
        payload, salt = json.dumps({"n": n}), f"{n:032x}"
        digest = hashlib.sha256((salt + payload).encode()).hexdigest()
        uid, at = uuid.UUID(int=n % 7), "2016-11-08T00:00:00.123456+00:00"
        facts = [previous, n, at, "鈴木", "理由", "change", "gone.Thing", str(uid), 1, digest]
        text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
        entry_hash = hashlib.sha256(text.encode()).hexdigest()
        cursor.execute(
            "INSERT INTO records_journalentry (sequence, at, actor, reason, action, record_type, "
            "record_id, record_uid, schema, payload, salt, digest, previous_hash, hash) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [n, "2016-11-08 00:00:00.123456+00:00", "鈴木", "理由", "change", "gone.Thing", n % 7,
             uid.hex, 1, payload, salt, digest, previous, entry_hash],
        )
        previous = entry_hash
    cursor.execute(
        "INSERT INTO records_journalhead (id, sequence, hash) VALUES (1, %s, %s)", [n, previous]
    )
"""
LOOK = """
import json
from records.journal.models import JournalEntry
first = JournalEntry.objects.with_payloads().first()
print(json.dumps([first.format, first.payload, str(first.kept.retain_until), first.request]))
last = JournalEntry.objects.with_payloads().last()
print(json.dumps([last.format, last.action, json.loads(last.payload)]))
"""


def test_journal_of_the_first_version_is_taken_over_as_it_is(new_installation):
    office = new_installation()
    office.manage("migrate", "records", "0001", "--verbosity", "0")
    begun = office.start(BEGIN)
    assert (begun.communicate()[0], begun.returncode) == ("", 0)
    office.manage("migrate", "--verbosity", "0")
    office.manage("verify_journal")
    said = office.manage("shell", "--verbosity", "0", "-c", LOOK)
    first, last = map(json.loads, said.splitlines())
    assert first == [1, '{"n": 1}', "2027-03-31", ""]
    assert last == [4, "seal", {"retain_until": [[1, 1203, "2027-03-31"]]}]
