"""One field set in many records of a list at once, by the rules of their own form."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.utils import timezone

from audits.models import Audit, Drill, Finding
from calendars.scheduled import Status
from meetings.models import Meeting
from records.base import Record
from records.history import Step
from records.journal.models import JournalEntry
from tests.factories import (
    AuditFactory,
    DepartmentFactory,
    DrillFactory,
    FindingFactory,
    MeetingFactory,
    SessionFactory,
)
from tests.records.admin.bulk_pages import (
    bulk_address,
    choose,
    complaints,
    confirm,
    going,
    list_of,
    look,
    problems,
    somebody,
)

pytestmark = pytest.mark.django_db


def test_page_asks_for_the_value_before_it_shows_anything(admin_client):
    drill = DrillFactory(internal=True)
    chosen = choose(admin_client, "bulk_set_status", drill)
    page = look(admin_client, chosen.url)
    assert list(page.context["form"].fields) == ["status", "status_reason", "change_reason"]
    assert (page.context["rows"], page.context["count"]) == ([], 1)
    assert b'name="confirm"' not in page.content


def test_status_is_set_with_its_reason_in_all(admin_client):
    drills = [DrillFactory(internal=True), DrillFactory(internal=True, status_reason="以前の理由")]
    address = bulk_address("set-status", *drills)
    typed = {"status": "postponed", "status_reason": "台風のため", "change_reason": "順延"}
    shown = look(admin_client, address, **typed).context["rows"]
    told = [(one.label, one.old, one.new) for one in shown[0].differences]
    assert told == [("実施状況", "実施済み", "延期"), ("延期・中止の理由", "", "台風のため")]
    before = JournalEntry.objects.count()
    assert confirm(admin_client, address, **typed).url == list_of(Drill)
    found = Drill.objects.values_list("status", "status_reason")
    assert set(found) == {("postponed", "台風のため")}
    entries = JournalEntry.objects.filter(sequence__gt=before)
    assert [entry.reason for entry in entries] == ["順延"] * 2
    assert len({entry.request for entry in entries}) == 1


def test_reason_of_the_status_left_empty_stays_as_it_is(admin_client):
    drill = DrillFactory(internal=True, status=Status.POSTPONED, status_reason="台風のため")
    confirm(admin_client, bulk_address("set-status", drill), status="cancelled")
    drill.refresh_from_db()
    assert (drill.status, drill.status_reason) == ("cancelled", "台風のため")


def test_field_can_be_emptied_in_all(admin_client):
    meeting = SessionFactory(meeting=MeetingFactory(internal=True, venue="大会議室")).meeting
    confirm(admin_client, bulk_address("set-venue", meeting), venue="")
    assert Meeting.objects.get().venue == ""


def test_value_typed_after_the_preview_is_shown_before_it_is_confirmed(admin_client):
    drill = DrillFactory(internal=True)
    address = bulk_address("set-status", drill)
    hidden = look(admin_client, address, status="postponed").context["hidden"]
    page = admin_client.post(address, hidden | {"confirm": "1", "status": "cancelled"})
    assert "もう一度確定してください" in complaints(page)
    assert page.context["rows"][0].differences[0].new == "中止"
    assert Drill.objects.get().status == "held"


def test_what_a_form_refuses_is_refused_here(admin_client):
    today = timezone.localdate()
    past, ahead = (
        DrillFactory(
            internal=True,
            status=Status.PLANNED,
            fiscal_year=day.year if day.month > 3 else day.year - 1,
            schedule_text=day.isoformat(),
        )
        for day in (today - timedelta(days=40), today + timedelta(days=40))
    )
    address = bulk_address("set-status", past, ahead)
    page = look(admin_client, address, status="held")
    assert going(page) == [past.pk]
    assert "まだ来ていない" in problems(page)[ahead.pk]
    assert confirm(admin_client, address, status="held").status_code == 302
    assert Drill.objects.get(pk=ahead.pk).status == Status.PLANNED


def test_rule_that_looks_at_another_field_holds(admin_client):
    finding = FindingFactory(internal=True, found_on=date(2016, 11, 8))
    page = look(admin_client, bulk_address("set-due_on", finding), due_on="平成28年11月７日")
    assert "期限" in problems(page)[finding.pk]


def test_value_that_cannot_be_read_is_told_once(admin_client):
    finding = FindingFactory(internal=True)
    page = look(admin_client, bulk_address("set-due_on", finding), due_on="平成28年11月31日")
    assert "11月31日" in complaints(page)
    assert (page.context["rows"], page.context["left_out"]) == ([], [])


def test_department_in_charge_is_set_in_all(admin_client):
    department = DepartmentFactory(name="情報処理部")
    findings = [FindingFactory(internal=True) for _number in range(2)]
    address = bulk_address("set-department", *findings)
    page = look(admin_client, address, department=department.pk)
    assert [row.differences[0].new for row in page.context["rows"]] == ["情報処理部"] * 2
    assert confirm(admin_client, address, department=department.pk).status_code == 302
    assert set(Finding.objects.values_list("department", flat=True)) == {department.pk}


def test_public_record_is_changed_for_a_reason_only(admin_client):
    drill = DrillFactory()
    address, typed = bulk_address("set-status", drill), {"status": "cancelled"}
    assert going(look(admin_client, address, **typed)) == [drill.pk]
    assert "必ず入力してください" in complaints(confirm(admin_client, address, **typed))
    assert Drill.objects.get().status == "held"
    assert confirm(admin_client, address, **typed, change_reason="中止").status_code == 302
    assert Drill.objects.get().status == "cancelled"


@pytest.mark.parametrize("reason", ["長" * 1001, "取\x00消"])
def test_reason_that_will_not_do_is_told_once_and_nothing_typed_is_lost(admin_client, reason):
    drill = DrillFactory()
    address, typed = bulk_address("set-status", drill), {"status": "cancelled"}
    page = confirm(admin_client, address, **typed, change_reason=reason)
    assert set(page.context["form"].errors) == {"change_reason"}
    assert (going(page), problems(page)) == ([drill.pk], {})
    assert page.context["form"]["status"].value() == "cancelled"
    data = page.context["hidden"] | {"confirm": "1"} | typed | {"change_reason": "中止"}
    assert admin_client.post(address, data).status_code == 302
    assert Drill.objects.get().status == "cancelled"


def test_record_that_has_the_value_already_stays_as_it_is(admin_client):
    drill = DrillFactory(internal=True)
    page = look(admin_client, bulk_address("set-status", drill), status="held")
    assert problems(page) == {drill.pk: "すでにそのとおりです。"}


def test_number_of_the_decision_is_set_by_approvers_only(client):
    drill = DrillFactory(internal=True)
    clerk = somebody(client, "change_drill")
    actions = clerk.get(list_of(Drill)).context["action_form"].fields["action"].choices
    assert "bulk_set_document_number" in [name for name, _label in actions]
    assert "bulk_set_decision_number" not in [name for name, _label in actions]
    address = bulk_address("set-decision_number", drill)
    assert clerk.get(address).status_code == 403
    approver = somebody(client, "change_drill", "approve_drill")
    assert confirm(approver, address, decision_number="決裁第12号").status_code == 302
    assert Drill.objects.get().decision_number == "決裁第12号"


def test_what_is_worth_a_look_stands_beside_the_row(admin_client):
    AuditFactory(internal=True)
    address = bulk_address("set-document_number", Audit.objects.get())
    [row] = look(admin_client, address, document_number="監第１号").context["rows"]
    assert "対象部門" in row.notes[0]


def test_every_field_offered_stands_in_the_form_of_its_record():
    """What addresses are made of, and what the reader of dates decides, is not set in many."""
    for model, model_admin in admin.site._registry.items():
        if issubclass(model, Record) and hasattr(model_admin, "bulk_fields"):
            offered = {*model_admin.bulk_fields, *sum(model_admin.bulk_beside.values(), ())}
            names = {field.name for field in model._meta.concrete_fields if field.editable}
            kept = {"schedule_text", "fiscal_year", "warnings_settled", "life", "visibility"}
            assert offered <= names - kept - set(model.fixed_once_public), model
            assert {f"bulk_{step}" for step in Step} == set(model_admin.actions)
