"""Many records changed together, whatever the change is."""

import pytest
from django.core.exceptions import ValidationError

from audits.models import Drill
from records import change, journal
from records.history import Step, bulk
from records.journal.models import JournalEntry
from tests.factories import DrillFactory, UserFactory

pytestmark = pytest.mark.django_db


def drills(count=2):
    made = [DrillFactory(internal=True) for _number in range(count)]
    return bulk.records_of(Drill, [one.pk for one in made], UserFactory(is_superuser=True))


def renamed(record):
    record.name = "改めた名"
    return bulk.Outcome(record.canonical(), [record])


def versions(records):
    return {one.pk: one.version for one in records}


def test_records_come_in_the_order_asked_for_and_no_hidden_one():
    shown, hidden = DrillFactory(), DrillFactory(internal=True)
    later = DrillFactory()
    keys = [later.pk, hidden.pk, shown.pk, 999]
    assert bulk.records_of(Drill, keys, None) == [later, shown]


def test_change_needs_an_open_one():
    records = drills()
    with pytest.raises(change.OutsideChangeError):
        bulk.change_all(records, renamed, versions(records))


def test_only_what_differs_is_told_and_written():
    records = drills()
    with journal.change(actor="test"):
        done = bulk.change_all(records, renamed, versions(records))
    assert [one.after["name"] for one in done] == ["改めた名"] * 2
    assert [set(one.before) for one in done] == [{"uid", "name"}] * 2
    assert set(Drill.objects.values_list("name", flat=True)) == {"改めた名"}


def test_record_that_is_refused_is_again_what_it_was():
    def refused(record):
        record.name = "改めた名"
        raise ValidationError("だめ")

    [row] = bulk.judged(drills(1), refused)
    assert (row.problem, row.before == row.after) == ("だめ", True)
    assert row.record.name != "改めた名"


def test_row_that_the_database_refuses_stops_all():
    records = drills()

    def same_uid(record):
        record.uid = records[0].uid
        return bulk.Outcome(record.canonical() | {"name": "x"}, [record])

    entries = JournalEntry.objects.count()
    with pytest.raises(bulk.NotAllError) as refusal, journal.change(actor="test"):
        bulk.change_all(records, same_uid, versions(records))
    assert list(refusal.value.problems) == [records[1].pk]
    assert JournalEntry.objects.count() == entries


def test_step_without_the_right_to_it_is_refused():
    [row] = bulk.judged(drills(1), bulk.step_change(Step.PUBLISH, UserFactory()))
    assert row.problem == str(bulk.NO_RIGHT)
