"""One entry seals until when all payloads of older formats must be kept."""

import secrets
import uuid

from django.db import migrations
from django.utils import timezone

from records.journal import chain


def seal(apps, schema_editor):
    """Append it as format 4 has it; nothing where there is no older payload."""
    entry, payload, head = (
        apps.get_model("records", name)
        for name in ("JournalEntry", "JournalPayload", "JournalHead")
    )
    rows = payload.objects.filter(entry__format__lt=4).order_by("entry__sequence")
    runs = in_runs(rows.values_list("entry__sequence", "retain_until").iterator())
    if not runs:
        return
    last = head.objects.get(pk=1)
    text, salt = chain.payload_text({"retain_until": runs}), secrets.token_hex(16)
    at, uid, digest = timezone.now(), uuid.UUID(int=0), chain.digest(salt, text)
    number, kind = last.sequence + 1, "records.JournalPayload"
    facts = [chain.utc_text(at), "migrate", "", "", "", "seal", kind, 0, str(uid), 1, digest, None]
    last.sequence, previous = number, last.hash
    last.hash = chain.chain_hash(previous, [4, number, chain.seal(facts)])
    made = entry.objects.create(
        **{"format": 4, "sequence": number, "at": at, "actor": "migrate", "action": "seal"},
        **{"record_type": kind, "record_id": 0, "record_uid": uid, "schema": 1, "digest": digest},
        **{"previous_hash": previous, "hash": last.hash},
    )
    payload.objects.create(entry=made, salt=salt, text=text, retain_until=None)
    last.save()


def in_runs(days):
    """First, last and day of each unbroken run of numbers that have the same day."""
    runs = []
    for number, day in days:
        day = day and day.isoformat()
        if runs and runs[-1][1:] == [number - 1, day]:
            runs[-1][1] = number
        else:
            runs.append([number, number, day])
    return runs


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0005_dates_sealed'),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
