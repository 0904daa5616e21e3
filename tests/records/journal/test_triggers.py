"""The database itself refuses to alter the journal, after the last migration, whoever asks."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from records import journal
from records.journal.models import JournalEntry, JournalHead, JournalPayload
from tests.factories import DepartmentFactory
from tests.journal import unlocked

pytestmark = pytest.mark.django_db
COLUMNS = "format, at, actor, request, reason, action, record_type, record_id, record_uid, schema"


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def kept_until(day: date) -> None:
    """As if all that is there had been written to be kept until then."""
    with unlocked():
        JournalEntry.objects.update(retain_until=day)
        JournalPayload.objects.update(retain_until=day)


def changed_twice() -> None:
    """Two entries of one record, the first of them long out of its retention."""
    office = DepartmentFactory()
    kept_until(date(2020, 3, 31))
    with journal.change(actor="suzuki"):
        office.name = "別の名"
        office.save()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE records_journalentry SET reason = 'x'",
        "UPDATE records_journalentry SET sequence = sequence + 10",
        "DELETE FROM records_journalentry WHERE sequence = 2",
        "UPDATE records_journalpayload SET text = '{}'",
        "UPDATE records_journalpayload SET retain_until = '2000-01-01'",
        "DELETE FROM records_journalpayload",
        "DELETE FROM records_journalpayload WHERE retain_until > '2020-04-01'",
    ],
)
def test_statement_that_alters_the_journal_is_refused(sql):
    changed_twice()
    before = list(JournalEntry.objects.values()), list(JournalPayload.objects.values())
    with pytest.raises(IntegrityError):
        run(sql)
    assert before == (list(JournalEntry.objects.values()), list(JournalPayload.objects.values()))


@pytest.mark.parametrize(
    ("sequence", "previous"),
    [("3", "'x'"), ("2", "hash"), ("4", "hash"), ("-1", "hash")],
    ids=["after another hash", "in place of one", "after a gap", "before the first"],
)
def test_entry_that_does_not_continue_the_last_is_refused(sequence, previous):
    changed_twice()
    with pytest.raises(IntegrityError):
        run(
            f"INSERT INTO records_journalentry (sequence, previous_hash, hash, digest, {COLUMNS}) "
            f"SELECT {sequence}, {previous}, 'new', 'x', {COLUMNS} FROM records_journalentry "
            "WHERE sequence = 2"
        )
    assert JournalEntry.objects.count() == 2


def test_entry_that_continues_the_last_is_taken():
    changed_twice()
    run(
        f"INSERT INTO records_journalentry (sequence, previous_hash, hash, digest, {COLUMNS}) "
        f"SELECT 3, hash, 'new', 'x', {COLUMNS} FROM records_journalentry WHERE sequence = 2"
    )
    assert JournalEntry.objects.count() == 3


def test_row_is_not_replaced_by_an_insert():
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite replaces rows")
    changed_twice()
    first = JournalEntry.objects.get(sequence=1).pk
    for sql in (
        "INSERT OR REPLACE INTO records_journalpayload SELECT entry_id, 'x', 'x', NULL "
        "FROM records_journalpayload",
        "INSERT OR REPLACE INTO records_journalentry "
        f"(id, sequence, previous_hash, hash, digest, {COLUMNS}) "
        f"SELECT {first}, 3, hash, 'new', 'x', {COLUMNS} FROM records_journalentry "
        "WHERE sequence = 2",
    ):
        with pytest.raises(IntegrityError):
            run(sql)
    assert JournalEntry.objects.count() == 2


@pytest.mark.parametrize("table", ["records_journalentry", "records_journalpayload"])
def test_table_is_not_truncated(table):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    changed_twice()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError):
        run(f"TRUNCATE {table} CASCADE")


def test_payload_out_of_its_retention_may_go_once_it_is_superseded():
    changed_twice()
    run("DELETE FROM records_journalpayload WHERE retain_until = '2020-03-31'")
    assert [entry.payload == "" for entry in JournalEntry.objects.all()] == [True, False]


@pytest.mark.parametrize("sealed", [date(2099, 3, 31), None])
def test_payload_whose_entry_says_otherwise_stays(sealed):
    changed_twice()
    with unlocked():
        JournalEntry.objects.update(retain_until=sealed)
    with pytest.raises(IntegrityError):
        run("DELETE FROM records_journalpayload WHERE retain_until = '2020-03-31'")


def test_payload_on_the_last_day_of_its_retention_stays():
    changed_twice()
    kept_until(timezone.localdate())
    with pytest.raises(IntegrityError):
        run(
            "DELETE FROM records_journalpayload WHERE entry_id IN (SELECT MIN(id) FROM "
            "records_journalentry)"
        )
    kept_until(timezone.localdate() - timedelta(days=1))
    run(
        "DELETE FROM records_journalpayload WHERE entry_id IN (SELECT MIN(id) FROM "
        "records_journalentry)"
    )
    assert JournalPayload.objects.count() == 1


def test_payload_of_a_last_entry_stays_however_old():
    changed_twice()
    kept_until(date(2020, 3, 31))
    with pytest.raises(IntegrityError):
        run("DELETE FROM records_journalpayload")


@pytest.mark.django_db(transaction=True)
def test_flush_is_refused_where_the_journal_holds_entries():
    DepartmentFactory()
    with pytest.raises(CommandError):
        call_command("flush", interactive=False, verbosity=0)
    assert JournalEntry.objects.count() == JournalHead.objects.get().sequence == 1
