"""A file is measured as it is stored, and what it was stands in the journal."""

import hashlib
import tracemalloc

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile

from meetings.models import Handout
from records import journal
from records.journal.models import JournalEntry
from records.papers import verify
from tests.factories import HandoutFactory

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.4 \x00\xff"


def facts(row: Handout) -> tuple:
    return (row.original_name, row.size, row.sha256, row.kind)


def told(row: Handout) -> dict:
    """What the journal last said of a handout."""
    entry = JournalEntry.objects.with_payloads().filter(record_type="meetings.Meeting").last()
    return next(each for each in entry.form()["handouts"] if each["uid"] == str(row.uid))


def test_name_size_and_hash_of_a_file_stand_in_the_row_and_in_the_journal(handout_with):
    row = Handout.objects.get(pk=handout_with(CONTENT).pk)
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert facts(row) == ("議案　第１号.pdf", len(CONTENT), digest, "pdf")
    said = told(row)
    assert (said["size"], said["sha256"]) == (len(CONTENT), digest)
    assert verify().faults == []


def test_replaced_file_is_measured_anew_and_the_earlier_one_stays(handout_with):
    row = handout_with(CONTENT)
    earlier = row.file.name
    with journal.change(actor="clerk"):
        row.file.save("second.txt", ContentFile("二"), save=False)
        row.save()
    row.refresh_from_db()
    assert facts(row)[:2] == ("second.txt", 3)
    assert row.sha256 == hashlib.sha256("二".encode()).hexdigest()
    assert row.file.storage.exists(earlier)
    assert verify().files == 2


def test_file_taken_away_leaves_no_facts(handout_with):
    row = handout_with(CONTENT)
    with journal.change(actor="clerk"):
        row.file = ""
        row.save()
    assert facts(Handout.objects.get()) == ("", None, "", "")


def test_name_of_a_file_shows_all_it_has(handout_with):
    row = handout_with(CONTENT, name="議案\u202efdp.\x07pdf")
    assert row.original_name == "議案fdp.pdf"


def test_large_file_is_never_held_in_memory(media):
    size = 64 * 1024 * 1024
    upload = TemporaryUploadedFile("large.txt", "text/plain", size, None)
    upload.file.truncate(size)
    tracemalloc.start()
    row = HandoutFactory(file=upload)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    upload.close()
    assert (row.size, peak < size / 4) == (size, True)
