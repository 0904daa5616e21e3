"""A register from before there were hashes takes the files over as they are found, and says so."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from meetings.models import Handout, Meeting
from records.journal.models import JournalEntry
from records.papers import FACTS, verify
from records.papers.missing_hashes import journal_missing_hashes

pytestmark = pytest.mark.django_db
MIGRATION = "0010_files_measured"


@pytest.fixture
def older(handout_with, monkeypatch) -> Handout:
    """A handout with a file, kept and journalled as the program before kept them."""
    with monkeypatch.context() as patch:
        patch.setattr(Meeting, "schema", Meeting.schema - 1)
        patch.setattr(Handout, "derived", Handout.derived | set(FACTS))
        row = handout_with()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meetings_handout SET original_name='', kind='', sha256='', size=NULL"
        )
    assert last().schema == Meeting.schema - 1
    assert "sha256" not in last().payload
    return row


def last() -> JournalEntry:
    return JournalEntry.objects.with_payloads().last()


def measure() -> None:
    """What the migration does to the rows."""
    state = MigrationExecutor(connection).loader.project_state(("meetings", MIGRATION))
    migration = import_module(f"meetings.migrations.{MIGRATION}")
    migration.measure(state.apps, SimpleNamespace(connection=connection))


def test_file_is_measured_and_journalled_when_the_database_is_migrated(older):
    measure()
    assert journal_missing_hashes() == 1
    row = Handout.objects.get()
    assert len(row.sha256) == 64
    assert (last().schema, last().actor) == (Meeting.schema, "migrate")
    assert last().form()["handouts"][0]["sha256"] == row.sha256
    assert verify().faults == []
    assert journal_missing_hashes() == 0


def test_file_that_is_missing_does_not_stop_the_migration_and_is_named(older, media):
    (media / older.file.name).unlink()
    measure()
    entries = JournalEntry.objects.count()
    journal_missing_hashes()
    assert JournalEntry.objects.count() == entries
    [fault] = verify().faults
    assert older.file.name in fault


def test_file_that_is_brought_back_is_measured_at_the_next_migration(older, media):
    path = media / older.file.name
    content = path.read_bytes()
    path.unlink()
    measure()
    journal_missing_hashes()
    path.write_bytes(content)
    assert journal_missing_hashes() == 1
    assert verify().faults == []


def test_row_edited_by_sql_before_is_not_taken_into_the_journal(older):
    measure()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_handout SET title='forged'")
    assert journal_missing_hashes() == 0
    assert any("handouts" in fault for fault in verify().faults)


def test_flush_and_an_unmigrated_database_journal_nothing(older):
    from records.apps import _after_migrating

    measure()
    _after_migrating(using="default")  # as `flush` sends it: without a plan
    assert last().schema == Meeting.schema - 1
    _after_migrating(using="default", plan=[])
    assert last().schema == Meeting.schema
