"""The door opens for one change, and the journal says all of it or nothing."""

import contextvars
import json
import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organization.models import Department, Reorganisation
from records import change, journal
from records.base import Life, Visibility
from records.journal.models import JournalEntry, JournalHead
from records.journal.retention import last_day
from records.papers import verify
from tests.factories import (
    AuditFactory,
    AuditTargetFactory,
    DepartmentFactory,
    MeetingFactory,
    ReorganisationFactory,
    ReorganisationStepFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


def department(**values) -> Department:
    return Department(**{"slug": "audit-office", "name": "監査室"} | values)


def entries_of(record) -> list[JournalEntry]:
    rows = JournalEntry.objects.filter(record_type=record._meta.label, record_uid=record.uid)
    return list(rows)


def test_save_outside_a_change_raises_and_keeps_nothing():
    with pytest.raises(change.OutsideChangeError):
        department().save()
    assert not Department.objects.exists()


def test_delete_outside_a_change_raises_and_keeps_everything():
    audit = AuditFactory()
    with pytest.raises(change.OutsideChangeError):
        audit.delete()
    assert audit.segments.count() == 1


def test_change_notes_who_why_and_the_whole_form():
    with journal.change(actor="suzuki", reason="組織規程の改正"):
        office = department()
        office.save()
    entry = JournalEntry.objects.get()
    office.refresh_from_db()
    assert (entry.actor, entry.reason) == ("suzuki", "組織規程の改正")
    assert (entry.action, entry.record_type) == ("create", "organization.Department")
    assert (entry.record_uid, entry.record_id) == (office.uid, office.pk)
    assert entry.says(office.canonical())
    assert entry.at == office.changed_at


def test_change_notes_its_request_which_a_change_inside_shares():
    with journal.change(actor="suzuki", request="7f3a-1"):
        department().save()
        with journal.change(actor="suzuki", request="other"):
            department(slug="other").save()
    assert list(JournalEntry.objects.values_list("request", flat=True)) == ["7f3a-1"] * 2


def test_change_asks_as_often_for_many_parts_as_for_few():
    audit = AuditTargetFactory().audit
    queries = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured, journal.change(actor="suzuki"):
            audit.theme += "新"
            audit.save()
        queries.append(len(captured))
        for _ in range(5):
            AuditTargetFactory(audit=audit)
    assert queries[0] == queries[1]


def test_parts_written_with_their_record_make_one_entry():
    with journal.change(actor="suzuki"):
        whole = Reorganisation(title="設置", takes_effect_on="2016-04-01")
        whole.save()
        for slug in ("old", "new"):
            part = department(slug=slug)
            part.save()
            whole.steps.create(department=part, role="successor")
    assert len(entries_of(whole)) == 1
    assert JournalEntry.objects.count() == 3
    whole.refresh_from_db()
    assert whole.version == 1


def test_part_written_alone_raises_the_version_of_its_record_once():
    step = ReorganisationStepFactory()
    whole = Reorganisation.objects.get()
    before = whole.version
    with journal.change(actor="suzuki"):
        step.role = "predecessor"
        step.save()
        step.role = "successor"
        step.save()
        step.role = "predecessor"
        step.save()
    whole.refresh_from_db()
    assert whole.version == before + 1
    assert entries_of(whole)[-1].action == "change"


def test_save_that_changes_nothing_writes_no_entry():
    office = DepartmentFactory()
    kept = Department.objects.get()
    with journal.change(actor="suzuki"):
        kept.save()
    assert len(entries_of(office)) == 1
    kept.refresh_from_db()
    assert kept.version == 1


def test_stale_copy_never_sets_the_version_or_its_time_back():
    stale = DepartmentFactory()
    with journal.change(actor="suzuki"):
        fresh = Department.objects.get()
        fresh.name = "監査部"
        fresh.save()
    with journal.change(actor="suzuki"):
        stale.duties = "監査"
        stale.save()
    kept = Department.objects.get()
    assert kept.version == 3
    assert kept.changed_at == entries_of(kept)[-1].at


def test_deletion_is_an_entry_without_a_form():
    office = DepartmentFactory()
    with journal.change(actor="suzuki", reason="誤登録"):
        Department.objects.get().delete()
    last = entries_of(office)[-1]
    assert (last.action, last.payload, last.reason) == ("delete", "null", "誤登録")


def test_record_made_and_deleted_in_one_change_leaves_no_entry():
    with journal.change(actor="suzuki"):
        office = department()
        office.save()
        office.delete()
    assert not JournalEntry.objects.exists()


def test_exception_leaves_neither_record_nor_entry():
    def write_and_fail() -> None:
        with journal.change(actor="suzuki"):
            department().save()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert not Department.objects.exists()
    assert not JournalEntry.objects.exists()
    assert JournalHead.objects.filter(sequence__gt=0).count() == 0


def test_savepoint_rolled_back_within_a_change_is_not_journalled():
    with journal.change(actor="suzuki"):
        department().save()
        with transaction.atomic():
            department(slug="other").save()
            transaction.set_rollback(True)
    assert JournalEntry.objects.count() == 1


def test_change_inside_a_change_joins_it():
    with journal.change(actor="outer", reason="外"):
        department().save()
        with journal.change(actor="inner", reason="内"):
            department(slug="other").save()
    assert set(JournalEntry.objects.values_list("actor", "reason")) == {("outer", "外")}
    assert JournalEntry.objects.count() == 2


def test_inner_change_that_fails_takes_only_its_own_writes_back():
    def write_and_fail() -> None:
        with journal.change(actor="inner"):
            department(slug="other").save()
            raise ZeroDivisionError

    with journal.change(actor="outer"):
        department().save()
        with pytest.raises(ZeroDivisionError):
            write_and_fail()
    assert Department.objects.get().slug == "audit-office"
    assert JournalEntry.objects.count() == 1


def test_door_is_not_shared_with_another_thread():
    caught: list[type] = []

    def write_elsewhere() -> None:
        try:
            department(slug="other").save()
        except Exception as error:
            caught.append(type(error))
        finally:
            connection.close()

    with journal.change(actor="suzuki"):
        copied = contextvars.copy_context()
        for target in (write_elsewhere, lambda: copied.run(write_elsewhere)):
            thread = threading.Thread(target=target)
            thread.start()
            thread.join()
    assert caught == [change.OutsideChangeError] * 2


def test_door_kept_in_a_copied_context_closes_with_its_change():
    with journal.change(actor="suzuki"):
        copied = contextvars.copy_context()
    with pytest.raises(change.OutsideChangeError):
        copied.run(department().save)


def test_part_that_moves_is_journalled_where_it_was_and_where_it_is():
    target = AuditTargetFactory()
    left, joined = target.audit, AuditFactory()
    with journal.change(actor="suzuki"):
        target.audit = joined
        target.save()
    for audit in (left, joined):
        audit.refresh_from_db()
        assert entries_of(audit)[-1].says(type(audit).objects.get(pk=audit.pk).canonical())
    assert (left.canonical()["targets"], len(joined.canonical()["targets"])) == ([], 1)


def test_last_entry_says_the_live_row_whatever_happens_to_its_neighbours():
    meeting = MeetingFactory()
    first = SessionFactory(meeting=meeting, number=1)
    second = SessionFactory(meeting=meeting, number=2)
    before = entries_of(meeting)[-1]
    with journal.change(actor="suzuki"):
        first.body.order, second.body.order = 99, 1
        first.body.save()
        second.body.save()
    kept = type(meeting).objects.get()
    assert before.says(kept.canonical())


def test_record_is_deleted_with_its_parts_in_an_order_they_allow():
    meeting = MeetingFactory()
    session = SessionFactory(meeting=meeting)
    with journal.change(actor="suzuki"):
        bill = meeting.agenda_items.create(body=session.body, order=1, title="議案")
        meeting.agenda_items.create(body=session.body, order=2, title="議決", opinion=bill)
        meeting.handouts.create(title="資料", agenda_item=bill)
    with journal.change(actor="suzuki"):
        meeting.delete()
    assert not type(meeting).objects.exists()


def test_every_entry_of_a_change_bears_the_same_moment_and_follows_the_last():
    with journal.change(actor="suzuki"):
        for slug in ("a", "b", "c"):
            department(slug=slug).save()
    found = list(JournalEntry.objects.all())
    assert [entry.sequence for entry in found] == [1, 2, 3]
    assert len({entry.at for entry in found}) == 1
    head = JournalHead.objects.get()
    assert (head.sequence, head.hash) == (3, found[-1].hash)


def test_withdrawn_record_stays_and_says_so():
    office = DepartmentFactory(visibility=Visibility.INTERNAL)
    with journal.change(actor="suzuki", reason="重複"):
        office.life = Life.WITHDRAWN
        office.save()
    assert Department.objects.get().life == Life.WITHDRAWN
    assert [entry.action for entry in entries_of(office)] == ["create", "change"]


def test_reorganisation_form_lists_links_by_uid():
    step = ReorganisationStepFactory()
    form = Reorganisation.objects.get().canonical()
    assert form["steps"] == [
        {
            "uid": str(step.uid),
            "reorganisation": str(step.reorganisation.uid),
            "department": str(step.department.uid),
            "role": "successor",
        }
    ]
    assert form["takes_effect_on"] == ReorganisationFactory.takes_effect_on.isoformat()


def test_export_is_an_entry_about_no_record_kept_for_ten_years():
    said = {"kind": "audits.Audit", "count": 3}
    journal.append_export(actor="suzuki", request="9f-1", payload=said)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.actor, entry.request) == ("export", "suzuki", "9f-1")
    assert (entry.record_id, entry.record_uid.int) == (0, 0)
    assert json.loads(entry.payload) == said
    today = timezone.localdate()
    assert entry.kept.retain_until == last_day(today, 10)
    assert verify().faults == []
