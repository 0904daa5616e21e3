"""Until when a payload must be kept is sealed: nothing is disposed of early by editing the day."""

import io
from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import translation

from organization.models import Department
from records import journal
from records.journal import chain
from records.journal.models import JournalEntry, JournalHead, JournalPayload
from records.papers import verify
from tests.factories import DepartmentFactory
from tests.journal import unlocked

pytestmark = pytest.mark.django_db
LATER, LONG_AGO = date(2099, 3, 31), date(2020, 3, 31)
sealing_migration = import_module("records.migrations.0006_dates_of_older_entries")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def office(monkeypatch) -> Department:
    """A department whose first two states need not be kept any more, and a third."""
    with monkeypatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: datetime(2005, 5, 1, tzinfo=UTC))
        office = DepartmentFactory()
        rename(office, "二")
    rename(office, "三")
    return office


def rename(office: Department, name: str) -> None:
    with journal.change(actor="suzuki"):
        office.name = name
        office.save()


def in_format(form: int) -> None:
    """The journal as an older version of the program would have chained it."""
    previous = chain.GENESIS
    for entry in JournalEntry.objects.order_by("sequence"):
        entry.format, entry.retain_until, entry.previous_hash = form, None, previous
        entry.hash = previous = chain.chain_hash(previous, entry.facts())
        entry.save()
    JournalHead.objects.update(hash=previous)


def seal() -> None:
    sealing_migration.seal(apps, None)


def edited(sequence: int, until: date | None, *tables: str) -> None:
    entry = JournalEntry.objects.get(sequence=sequence)
    with unlocked():
        JournalPayload.objects.filter(entry=entry).update(retain_until=until)
        if "entry" in tables:
            JournalEntry.objects.filter(pk=entry.pk).update(retain_until=until)


def dispose() -> None:
    call_command("dispose_payloads", stdout=io.StringIO())


def texts() -> list[str]:
    return [entry.payload for entry in JournalEntry.objects.with_payloads()]


def rehash(sequence: int) -> None:
    """One hash made to fit again, as who edits an entry can; the next entry still has the old."""
    entry = JournalEntry.objects.get(sequence=sequence)
    with unlocked():
        entry.hash = chain.chain_hash(entry.previous_hash, entry.facts())
        entry.save()


def test_what_is_due_goes_and_leaves_no_fault(office):
    dispose()
    assert [text == "" for text in texts()] == [True, True, False, False]
    assert verify().faults == []


@pytest.mark.parametrize("until", [LONG_AGO, LATER, None])
def test_day_edited_in_the_payload_is_named(office, until):
    edited(3, until)
    assert verify().faults == [
        "The day until which entry 3 must keep what it says was altered: it is not the sealed one."
    ]


def test_disposal_refuses_all_where_one_day_was_edited(office):
    rename(office, "四")
    before = texts()
    edited(3, LONG_AGO)
    with pytest.raises(CommandError, match="3–3"):
        dispose()
    assert texts() == before


@pytest.mark.parametrize("with_hash", [False, True])
def test_disposal_refuses_a_day_edited_in_the_entry_too(office, with_hash):
    rename(office, "四")
    edited(3, LONG_AGO, "entry")
    if with_hash:
        rehash(3)
    assert verify().faults != []
    with pytest.raises(CommandError, match="3–3"):
        dispose()


@pytest.mark.parametrize("form", [1, 2, 3])
class TestOlderEntries:
    def test_one_entry_seals_their_days(self, office, form):
        with unlocked():
            in_format(form)
        days = [payload.retain_until for payload in JournalPayload.objects.order_by("pk")]
        assert "Nothing seals the days until which entries 1 to 3" in verify().faults[0]
        seal()
        assert verify().faults == []
        last = JournalEntry.objects.last()
        assert (last.action, last.actor, last.format) == ("seal", "migrate", 4)
        runs = [[1, 2, days[0].isoformat()], [3, 3, days[2].isoformat()]]
        assert last.payload == chain.payload_text({"retain_until": runs})
        dispose()
        assert [text == "" for text in texts()[:3]] == [True, True, False]
        assert verify().faults == []

    def test_day_edited_later_is_named_and_refused(self, office, form):
        rename(office, "四")
        with unlocked():
            in_format(form)
        seal()
        edited(3, LONG_AGO)
        [fault] = verify().faults
        assert "entry 3 must keep" in fault
        with pytest.raises(CommandError, match="3–3"):
            dispose()

    def test_what_was_sealed_first_counts(self, office, form):
        rename(office, "四")
        with unlocked():
            in_format(form)
        seal()
        edited(3, LONG_AGO)
        seal()  # an entry more, whose days are the edited ones
        [fault] = verify().faults
        assert "entry 3 must keep" in fault
        with pytest.raises(CommandError, match="3–3"):
            dispose()


def test_journal_without_older_entries_needs_no_seal(office):
    seal()
    assert not JournalEntry.objects.filter(action="seal").exists()
