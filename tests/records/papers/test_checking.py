"""Files that are missing, changed or replaced are named, those of earlier versions too."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from meetings.models import Handout
from records import journal, papers
from records.history.changes import entries_of
from records.history.restoring import restore
from records.papers import verify
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.4 first"


def replaced(row: Handout, content: bytes = b"second") -> Handout:
    with journal.change(actor="clerk", reason="差替え"):
        row.file.save("second.txt", ContentFile(content), save=False)
        row.save()
    return row


@pytest.mark.parametrize("harm", ["missing", "grown", "same length", "empty", "a folder"])
def test_file_that_is_not_what_it_was_is_named(handout_with, media, harm):
    row = handout_with(CONTENT)
    path = media / row.file.name
    changed = {"grown": CONTENT + b"x", "same length": b"?" * len(CONTENT), "empty": b""}
    path.unlink()
    if harm in changed:
        path.write_bytes(changed[harm])
    elif harm == "a folder":
        path.mkdir()
    [fault] = verify().faults
    assert row.file.name in fault
    assert f"{row.pk} (meetings.Handout)" in fault
    with pytest.raises(CommandError):
        call_command("verify_journal")


def test_size_and_hash_edited_by_sql_are_told(handout_with):
    from django.db import connection

    handout_with(CONTENT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_handout SET sha256 = 'x', size = 1")
    faults = verify().faults
    assert any("handouts" in fault for fault in faults)  # the row is not as its entry says
    assert any("documents/" in fault for fault in faults)  # nor is the file as the row says


def test_file_of_an_earlier_version_is_held_as_well(handout_with, media):
    row = handout_with(CONTENT)
    first = row.file.name
    replaced(row)
    assert verify().faults == []
    (media / first).write_bytes(b"?" * len(CONTENT))
    [fault] = verify().faults
    assert first in fault


def test_folder_that_is_not_there_is_told_though_nothing_is_named(settings, media):
    assert papers.unreachable() == ""
    media.rmdir()
    assert papers.unreachable() != ""
    assert len(verify().faults) == 1


def test_earlier_version_is_restored_with_its_file_and_facts(handout_with):
    row = handout_with(CONTENT)
    SessionFactory(meeting=row.meeting)
    then = entries_of(row.meeting).first()
    sha256 = row.sha256
    replaced(row)
    with journal.change(actor="clerk", reason="戻す"):
        restore(record=row.meeting, entry=then)
    assert (Handout.objects.get().sha256, verify().faults) == (sha256, [])


@pytest.mark.parametrize("harm", ["missing", "replaced"])
def test_earlier_version_whose_file_is_another_now_is_not_restored(handout_with, media, harm):
    from django.core.exceptions import ValidationError

    row = handout_with(CONTENT)
    SessionFactory(meeting=row.meeting)
    then, path = entries_of(row.meeting).first(), media / row.file.name
    replaced(row)
    path.unlink()
    if harm == "replaced":
        path.write_bytes(b"?" * len(CONTENT))
    with journal.change(actor="clerk", reason="戻す"), pytest.raises(ValidationError):
        restore(record=row.meeting, entry=then)
    assert Handout.objects.get().original_name == "second.txt"
