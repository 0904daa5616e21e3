"""Old payloads go when their retention ends; the chain, and what is needed today, stay."""

import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from organization.models import Department
from records import journal
from records.base import Record
from records.journal.disposal import payloads_due
from records.journal.models import JournalEntry, JournalPayload
from records.journal.retention import last_day, ranges
from records.papers import verify
from tests.factories import DepartmentFactory

LONG_AGO = datetime(2005, 5, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def renamed(office: Department, *names: str) -> None:
    for name in names:
        with journal.change(actor="suzuki"):
            office.name = name
            office.save()


@pytest.fixture
def old_office(db, monkeypatch) -> Department:
    """A department made and twice renamed long ago."""
    with monkeypatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: LONG_AGO)
        office = DepartmentFactory()
        renamed(office, "二", "三")
    return Department.objects.get()


def dispose(*arguments: str) -> str:
    out = io.StringIO()
    call_command("dispose_payloads", *arguments, stdout=out)
    return out.getvalue().splitlines(keepends=True)[-1]  # readings are told before


@pytest.mark.parametrize(
    ("made_on", "years", "last"),
    [
        (date(2016, 4, 1), 10, date(2027, 3, 31)),
        (date(2017, 3, 31), 10, date(2027, 3, 31)),
        (date(2017, 4, 1), 10, date(2028, 3, 31)),
        (date(2016, 11, 8), 1, date(2018, 3, 31)),
        (date(2016, 11, 8), None, None),
    ],
)
def test_retention_runs_from_the_next_fiscal_year(made_on, years, last):
    assert last_day(made_on, years) == last


def test_ranges_are_unbroken_runs():
    assert ranges([]) == []
    assert ranges([1, 2, 3, 7, 9, 10]) == [[1, 3], [7, 7], [9, 10]]


def test_superseded_payloads_go_and_the_chain_stays_sound(old_office):
    hashes = list(JournalEntry.objects.values_list("hash", flat=True))
    assert dispose("--at", "2016-04-01") == "2 payloads were emptied.\n"
    entries = list(JournalEntry.objects.with_payloads())
    assert [(entry.payload == "", entry.salt == "") for entry in entries[:3]] == [
        (True, True),
        (True, True),
        (False, False),
    ]
    assert [entry.hash for entry in entries[:3]] == hashes
    verdict = verify()
    assert (verdict.faults, verdict.disposed) == ([], 2)


def test_disposal_is_an_entry_that_accounts_for_it(old_office):
    dispose("--at", "2016-04-01")
    last = JournalEntry.objects.with_payloads().last()
    assert (last.action, last.actor) == ("dispose", "dispose_payloads")
    assert last.reason == "Retention ended before 2016-04-01"
    assert json.loads(last.payload) == {"at": "2016-04-01", "sequences": [[1, 2]]}
    assert last.kept.retain_until is None


def test_nothing_goes_on_the_last_day_of_retention(old_office):
    assert {payload.retain_until for payload in JournalPayload.objects.all()} == {date(2016, 3, 31)}
    assert dispose("--at", "2016-03-31") == "0 payloads were emptied.\n"
    assert JournalEntry.objects.count() == 3


def test_last_state_of_a_live_record_is_never_disposed_of(old_office):
    dispose()
    assert JournalEntry.objects.with_payloads().get(sequence=3).says(old_office.canonical())
    renamed(old_office, "四")  # now it is superseded, and as old
    assert dispose() == "1 payload was emptied.\n"
    assert dispose() == "0 payloads were emptied.\n"
    assert verify().faults == []


def test_kind_of_record_that_is_kept_for_ever_keeps_every_state(monkeypatch, db):
    monkeypatch.setattr(Department, "retention_years", None)
    monkeypatch.setattr("django.utils.timezone.now", lambda: LONG_AGO)
    renamed(DepartmentFactory(), "二")
    monkeypatch.undo()
    assert dispose() == "0 payloads were emptied.\n"


def test_record_changes_on_after_its_history_is_disposed_of(old_office):
    dispose()
    with journal.change(actor="suzuki"):
        old_office.save()
    assert JournalEntry.objects.filter(record_uid=old_office.uid).count() == 3
    renamed(old_office, "四")
    assert Department.objects.get().version == 4


def test_dry_run_only_counts(old_office):
    assert dispose("--dry-run") == "2 payloads are due.\n"
    assert payloads_due(timezone.localdate()).count() == 2


@pytest.mark.django_db
def test_day_that_has_not_come_is_refused():
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    with pytest.raises(CommandError) as caught:
        dispose("--at", tomorrow)
    assert str(caught.value) == f"{tomorrow} has not come yet."


def test_every_kind_of_record_names_its_retention():
    for model in Record.__subclasses__():
        assert model.retention_years is None or model.retention_years >= 1
