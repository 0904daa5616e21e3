"""Files that nothing names are removed; one that a version can still be restored with is not."""

import io
import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from meetings.models import Handout, Meeting
from records import journal
from records.journal.disposal import dispose
from records.papers import pending
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = 24 * 60 * 60


def aged(path, days=2):
    at = time.time() - days * DAY
    os.utime(path, (at, at))
    return path


def removed(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command("remove_unused_files", *arguments, stdout=out)
    return out.getvalue().splitlines()[:-1]


@pytest.fixture
def stray(media):
    """A file that nothing names, older than a day."""
    path = media / "documents" / "2016" / "stray.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    return aged(path)


def test_file_that_nothing_names_is_removed_and_named_before(stray, handout_with, media):
    kept = aged(media / handout_with().file.name)
    assert removed("--dry-run") == ["documents/2016/stray.pdf"]
    assert stray.exists()
    assert removed() == ["documents/2016/stray.pdf"]
    assert (stray.exists(), kept.exists()) == (False, True)


def test_file_of_today_is_left_alone_its_record_may_be_on_its_way(stray):
    aged(stray, days=0)
    assert removed() == []
    assert stray.exists()


@pytest.mark.parametrize("past", ["replaced", "taken out", "record deleted"])
def test_file_of_a_version_that_can_be_restored_is_never_removed(handout_with, media, past):
    row = handout_with()
    path = aged(media / row.file.name)
    with journal.change(actor="clerk", reason="差替え"):
        if past == "replaced":
            row.file.save("second.txt", ContentFile("二"), save=False)
            row.save()
        elif past == "taken out":
            row.delete()
        else:
            row.meeting.delete()
    assert Handout.objects.filter(file=row.file.name).exists() == (past == "replaced")
    assert removed() == []
    assert path.exists()


def test_file_goes_once_the_journal_may_forget_its_version(handout_with, media, monkeypatch):
    monkeypatch.setattr(Meeting, "retention_years", -20)
    row = handout_with()
    path = aged(media / row.file.name)
    with journal.change(actor="clerk", reason="差替え"):
        row.file.save("second.txt", ContentFile("二"), save=False)
        row.save()
    assert dispose(at=timezone.localdate(), actor="clerk", reason="満了") > 0
    assert removed() == [path.relative_to(media).as_posix()]


def test_payload_that_nobody_can_read_keeps_what_stands_in_it(handout_with, media):
    from records.journal.models import JournalPayload
    from tests.journal import unlocked

    row = handout_with()
    path = aged(media / row.file.name)
    with journal.change(actor="clerk", reason="削除"):
        row.delete()
    with unlocked():
        JournalPayload.objects.update(text=f'{{"file": "{row.file.name}", broken')
    assert removed() == []
    assert path.exists()


def test_file_that_waited_for_a_form_goes_after_a_day(media):
    pending.keep_pending(ContentFile(b"%PDF-", name="a.pdf"), UserFactory().pk)
    [path] = (media / "waiting").iterdir()
    assert removed() == []
    aged(path)
    assert len(removed()) == 1
    assert not path.exists()


def test_folder_that_is_not_there_is_told(media):
    media.rmdir()
    with pytest.raises(CommandError):
        removed()
