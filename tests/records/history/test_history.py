"""A record's history in the admin, and the way back to an earlier state."""

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from audits.models import AuditTarget
from meetings.models import AgendaItem, Handout, Meeting, Session
from organization.models import Department
from records import journal
from records.base import Life, Visibility
from records.history import publication
from records.history.changes import page_of_past
from records.history.wording import Words
from records.journal.models import JournalEntry, JournalPayload
from tests.factories import (
    AgendaItemFactory,
    AuditFactory,
    AuditTargetFactory,
    BodyFactory,
    DepartmentFactory,
    DrillFactory,
    HandoutFactory,
    MeetingFactory,
    SessionFactory,
    UserFactory,
)
from tests.journal import unlocked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client, admin_client):
    for each in (client, admin_client):
        each.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def history_of(record) -> str:
    name = f"{record._meta.app_label}_{record._meta.model_name}"
    return reverse(f"admin:{name}_history", args=[record.pk])


def restore_address(record, entry: JournalEntry) -> str:
    return f"{history_of(record)}{entry.sequence}/restore/"


def changed(record, reason: str = "changed", **values):
    with journal.change(actor="clerk", reason=reason):
        for name, value in values.items():
            setattr(record, name, value)
        record.full_clean()
        record.save()
    return record


def entries(record) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(record_type=record._meta.label, record_id=record.pk))


def restored(client, record, entry, reason="back"):
    now = type(record).objects.get(pk=record.pk)
    typed = {"change_reason": reason, "version": now.version}
    return client.post(restore_address(record, entry), typed)


def test_history_tells_who_why_and_what_newest_first(admin_client):
    office = changed(DepartmentFactory(name="旧名称"), "renamed", name="新名称")
    page = admin_client.get(history_of(office))
    assert [change.entry.action for change in page.context["past"]] == ["change", "create"]
    text = page.content.decode()
    told = ("clerk", "renamed", "旧名称</span></del>", "新名称</span></ins>", "made by a factory")
    for expected in told:
        assert expected in text


def test_history_escapes_what_was_typed(admin_client):
    office = changed(DepartmentFactory(), "<i>why</i>", name="<script>x</script>")
    text = admin_client.get(history_of(office)).content.decode()
    assert "<script>x" not in text
    assert "<i>why" not in text
    assert "&lt;script&gt;x" in text


def test_history_is_paginated_and_the_last_of_a_page_is_told_from_the_one_before(admin_client):
    office = DepartmentFactory(name="n0")
    for number in range(1, 22):
        changed(office, name=f"n{number}")
    first = admin_client.get(history_of(office)).context["past"]
    second = admin_client.get(history_of(office), {"page": 2}).context["past"]
    assert (len(first), len(second)) == (20, 2)
    assert [(d.old, d.new) for d in first[-1].differences] == [("n1", "n2")]
    assert admin_client.get(history_of(office), {"page": "x"}).status_code == 200


def test_history_asks_as_often_for_many_entries_as_for_few(admin_client):
    audit = AuditTargetFactory().audit
    admin_client.get(history_of(audit))  # what is asked once of a process
    AuditFactory()  # the number of one's own work is kept until something changes
    with CaptureQueriesContext(connection) as few:
        admin_client.get(history_of(audit))
    for _number in range(3):
        AuditTargetFactory(audit=audit)
    with CaptureQueriesContext(connection) as many:
        page = admin_client.get(history_of(audit))
    assert len(page.context["past"]) == 5
    assert len(many) == len(few)


def test_content_disposed_of_is_said_to_be_and_cannot_be_restored(admin_client):
    office = changed(changed(DepartmentFactory(), name="二"), name="三")
    first, second, _third = entries(office)
    with unlocked():
        JournalPayload.objects.filter(entry=second).delete()
    past = admin_client.get(history_of(office)).context["past"]
    assert [(each.is_unknown, each.is_lost) for each in past] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert admin_client.get(restore_address(office, second)).status_code == 404
    assert admin_client.get(restore_address(office, first)).status_code == 200


def test_history_is_hidden_from_those_who_may_only_view(client):
    office = DepartmentFactory()
    client.force_login(UserFactory(staff=True))
    assert client.get(history_of(office)).status_code == 404
    assert client.get(restore_address(office, entries(office)[0])).status_code == 404


def test_target_that_the_reader_may_not_see_is_not_named():
    office = DepartmentFactory(internal=True, name="秘密の部")
    audit = AuditFactory(internal=True)
    AuditTargetFactory(audit=audit, department=office)
    with translation.override("en"):
        _page, past = page_of_past(audit, None, day=date.isoformat)
        told = [text for each in past for d in each.differences for text in (d.label, d.old, d.new)]
    assert not any("秘密" in text or str(office.uid) in text for text in told)
    assert any("not shown" in text for text in told)


def test_box_that_is_ticked_or_not_is_told_as_yes_or_no():
    box = AuditTarget._meta.get_field("without_parent")
    assert [Words().value(box, ticked) for ticked in (True, False)] == ["はい", "いいえ"]


def test_restoring_is_shown_first_and_a_look_changes_nothing(admin_client):
    office = changed(DepartmentFactory(name="前"), name="後")
    before = JournalEntry.objects.count()
    page = admin_client.get(restore_address(office, entries(office)[0]))
    assert [(d.old, d.new) for d in page.context["differences"]] == [("後", "前")]
    assert JournalEntry.objects.count() == before
    assert Department.objects.get().name == "後"


def test_restored_state_is_a_new_change_with_its_reason(admin_client):
    office = changed(DepartmentFactory(name="前"), name="後")
    assert restored(admin_client, office, entries(office)[0], "mistake").status_code == 302
    office.refresh_from_db()
    last = entries(office)[-1]
    assert (office.name, office.version) == ("前", 3)
    assert (last.actor, last.reason, last.action) == ("admin", "mistake", "change")


def test_restoring_needs_a_reason(admin_client):
    office = changed(DepartmentFactory(name="前"), name="後")
    assert (
        "change_reason"
        in restored(admin_client, office, entries(office)[0], "").context["form"].errors
    )
    assert Department.objects.get().name == "後"


def test_restoring_what_was_compared_with_an_older_version_is_refused(admin_client):
    office = changed(DepartmentFactory(name="前"), name="後")
    first = entries(office)[0]
    changed(office, name="別")
    typed = {"change_reason": "back", "version": 2}
    page = admin_client.post(restore_address(office, first), typed)
    assert page.context["form"].non_field_errors()
    assert [(d.old, d.new) for d in page.context["differences"]] == [("別", "前")]
    assert 'name="version" value="3"' in page.content.decode()
    assert Department.objects.get().name == "別"


def test_restoring_leaves_life_and_visibility_as_they_are(admin_client):
    office = DepartmentFactory(draft=True, name="前")
    changed(office, name="後", life=Life.REGISTERED, visibility=Visibility.PUBLIC)
    assert restored(admin_client, office, entries(office)[0]).status_code == 302
    office.refresh_from_db()
    assert (office.name, office.life, office.visibility) == ("前", "registered", "public")


def test_restoring_a_draft_keeps_the_decision_that_approved_it_since(admin_client):
    drill = DrillFactory(draft=True, scenario="避難")
    with journal.change(actor="test"):
        publication.approve(record=drill, decision_number="決裁第12号")
    with journal.change(actor="test"):
        published = publication.publish(record=drill)
    changed(published, scenario="消火")
    page = admin_client.get(restore_address(drill, entries(drill)[0]))
    assert [one.label for one in page.context["differences"]] == ["Scenario and summary"]
    assert restored(admin_client, drill, entries(drill)[0]).status_code == 302
    drill.refresh_from_db()
    assert (drill.scenario, drill.decision_number) == ("避難", "決裁第12号")
    assert (drill.life, drill.visibility) == (Life.REGISTERED, Visibility.PUBLIC)


def test_rows_come_back_with_their_uid_and_newer_ones_go(admin_client):
    session = SessionFactory()
    meeting = session.meeting
    item = AgendaItemFactory(meeting=meeting, body=session.body, title="議題")
    then = entries(meeting)[-1]
    with journal.change(actor="clerk"):
        AgendaItem.objects.get(pk=item.pk).delete()
    AgendaItemFactory(meeting=meeting, body=session.body, title="後の議題")
    assert restored(admin_client, meeting, then).status_code == 302
    assert list(AgendaItem.objects.values_list("uid", "title")) == [(item.uid, "議題")]
    held, now = then.form(), Meeting.objects.get().canonical()
    assert now | {"version": 0} == held | {"version": 0}


def test_rows_that_had_changed_places_are_put_back(admin_client):
    session = SessionFactory()
    meeting = session.meeting
    first, second = (
        AgendaItemFactory(meeting=meeting, body=session.body, order=order) for order in (1, 2)
    )
    then = entries(meeting)[-1]
    with journal.change(actor="clerk"):
        for item, order in ((first, 9), (second, 1), (first, 2)):
            item.order = order
            item.save()
    assert restored(admin_client, meeting, then).status_code == 302
    assert dict(AgendaItem.objects.values_list("uid", "order")) == {first.uid: 1, second.uid: 2}


def test_document_that_comes_back_is_internal_and_so_is_an_earlier_file(admin_client):
    meeting = MeetingFactory()
    gone, changed_file = (HandoutFactory(meeting=meeting, title=title) for title in "一二")
    with journal.change(actor="clerk"):
        for row in (gone, changed_file):
            row.visibility = Visibility.PUBLIC
            row.save()
    then = entries(meeting)[-1]
    with journal.change(actor="clerk"):
        changed_file.file = "documents/other.pdf"
        changed_file.save()
        gone.delete()
    page = admin_client.get(restore_address(meeting, then))
    assert page.context["documents_return"]
    assert restored(admin_client, meeting, then).status_code == 302
    kept = Handout.objects.values_list("title", "visibility")
    assert set(kept) == {("一", "internal"), ("二", "internal")}


def test_document_that_stayed_keeps_its_visibility(admin_client):
    handout = HandoutFactory(meeting=MeetingFactory(venue="前"), visibility=Visibility.PUBLIC)
    meeting = changed(handout.meeting, venue="後")
    then = entries(meeting)[-2]
    assert not admin_client.get(restore_address(meeting, then)).context["documents_return"]
    assert restored(admin_client, meeting, then).status_code == 302
    assert Handout.objects.get().visibility == Visibility.PUBLIC


def test_refused_restoring_keeps_the_reason_as_it_was_typed(admin_client):
    office = changed(DepartmentFactory(name="前"), name="後")
    typed = {"change_reason": "戻す理由", "version": 1}
    page = admin_client.post(restore_address(office, entries(office)[0]), typed)
    assert page.context["form"]["change_reason"].value() == "戻す理由"


def test_form_leads_to_the_history_only_those_who_may_read_it(client, admin_client):
    office = DepartmentFactory()
    address = reverse("admin:organization_department_change", args=[office.pk])
    client.force_login(UserFactory(staff=True))
    assert history_of(office) in admin_client.get(address).content.decode()
    page = client.get(address)
    assert page.status_code == 200
    assert history_of(office) not in page.content.decode()


def test_restoring_a_name_that_another_record_took_is_refused(admin_client):
    body = changed(BodyFactory(name="前の名称"), name="今の名称")
    BodyFactory(name="前の名称")
    count = JournalEntry.objects.count()
    page = restored(admin_client, body, entries(body)[0])
    assert page.context["form"].non_field_errors()
    body.refresh_from_db()
    assert body.name == "今の名称"
    assert JournalEntry.objects.count() == count


def test_restoring_a_link_to_what_is_no_longer_there_is_refused(admin_client):
    parent = DepartmentFactory(draft=True)
    office = DepartmentFactory(internal=True, parent_department=parent)
    changed(office, parent_department=None)
    with journal.change(actor="clerk"):
        parent.delete()
    page = restored(admin_client, office, entries(office)[0])
    assert "no longer there" in str(page.context["form"].non_field_errors())
    assert Department.objects.get().parent_department is None


def test_restoring_what_the_rules_forbid_today_is_refused(admin_client):
    """A public audit would name a department that has become internal."""
    target = AuditTargetFactory()
    audit, office = target.audit, target.department
    then = entries(audit)[-1]
    with journal.change(actor="clerk"):
        target.delete()
    changed(office, visibility=Visibility.INTERNAL)
    page = restored(admin_client, audit, then)
    assert page.context["form"].non_field_errors()
    assert not audit.targets.exists()


def test_restoring_a_joint_meeting_counts_its_sessions_again(admin_client):
    meeting = SessionFactory(number=3).meeting
    then = entries(meeting)[-1]
    with journal.change(actor="clerk"):
        session = Session.objects.get()
        session.number = 4
        session.save()
    assert restored(admin_client, meeting, then).status_code == 302
    assert Session.objects.get().number == 3


def test_entry_of_another_record_is_none_of_this_one(admin_client):
    office, other = DepartmentFactory(), DepartmentFactory()
    assert admin_client.get(restore_address(office, entries(other)[0])).status_code == 404


def test_meeting_without_changes_has_only_its_beginning(admin_client):
    meeting = MeetingFactory()
    past = admin_client.get(history_of(meeting)).context["past"]
    assert [each.entry.action for each in past] == ["create"]
