"""The form of a new record filled in from another's."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Audit
from jlis_gov.composition import KINDS
from meetings.models import Meeting
from tests.admin_forms import address_of, assert_accepted, page_forms, shown, submit
from tests.factories import (
    AcknowledgementFactory,
    AgendaItemFactory,
    AuditClassificationFactory,
    AuditFactory,
    AuditorFactory,
    AuditPlanFactory,
    AuditTargetFactory,
    BodyFactory,
    CertificationFactory,
    ConductedTogetherFactory,
    DepartmentFactory,
    FindingFactory,
    HandoutFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def duplicate_address(record) -> str:
    return f"{address_of(record, 'add')}?duplicate={record.pk}"


def form_of(client, record) -> dict:
    """What a browser would send of the form that starts as `record`."""
    found = {}
    response = client.get(duplicate_address(record))
    assert response.status_code == 200
    for form in page_forms(response):
        found |= shown(form)
    return found


def test_audit_starts_with_what_is_audited_and_without_what_belongs_to_the_other(admin_client):
    audit = AuditFactory(
        regime="internal",
        theme="課題の取組状況",
        subject="個人情報の取扱い",
        document_number="監第12号",
        decision_number="決裁第12号",
        slip_reason="台風のため",
        schedule_override="平成28年11月",
    )
    kind = AuditClassificationFactory(audit=audit).type
    first, second = (AuditTargetFactory(audit=audit, order=n).department for n in (1, 2))
    partner = ConductedTogetherFactory(audit=audit).partner
    AuditorFactory(audit=audit)
    FindingFactory(audit=audit)
    form = form_of(admin_client, audit)
    assert {name: str(form[name]) for name in ("regime", "theme", "subject")} == {
        "regime": "internal",
        "theme": "課題の取組状況",
        "subject": "個人情報の取扱い",
    }
    empty = ("document_number", "decision_number", "slip_reason", "fiscal_year", "schedule_text")
    assert [form[name] for name in (*empty, "schedule_override", "change_reason")] == [""] * 7
    assert form["status"] == "planned"
    assert str(form["classifications-0-type"]) == str(kind.pk)
    assert [str(form[f"targets-{n}-department"]) for n in (0, 1)] == [str(first.pk), str(second.pk)]
    assert str(form["conducted_with-0-partner"]) == str(partner.pk)
    assert form["auditors-0-name"] == ""
    assert form["findings-TOTAL_FORMS"] == "0"


def test_form_sent_as_it_starts_makes_another_draft_and_leaves_the_first_as_it_was(admin_client):
    audit = AuditFactory(subject="個人情報の取扱い")
    AuditClassificationFactory(audit=audit)
    for order in (1, 2, 3):
        AuditTargetFactory(audit=audit, order=order)
    typed = {"schedule_text": "平成28年12月８日", "change_reason": "追加の監査"}
    assert_accepted(submit(admin_client, duplicate_address(audit), typed))
    made = Audit.objects.exclude(pk=audit.pk).get()
    assert (made.life, made.visibility, made.copied_from) == ("draft", "internal", None)
    assert made.subject == "個人情報の取扱い"
    assert [each.department for each in made.targets.all()] == [
        each.department for each in audit.targets.all()
    ]
    assert audit.targets.count() == 3
    assert made.uid != audit.uid


def test_meeting_starts_with_its_bodies_and_without_their_numbers(admin_client):
    session = SessionFactory(meeting__venue="本館大会議室", meeting__summary="当日の概要")
    other = SessionFactory(meeting=session.meeting)
    AgendaItemFactory(meeting=session.meeting, body=session.body)
    HandoutFactory(meeting=session.meeting)
    form = form_of(admin_client, session.meeting)
    assert (form["venue"], form["summary"], form["schedule_text"]) == ("本館大会議室", "", "")
    assert {str(form[f"sessions-{n}-body"]) for n in (0, 1)} == {
        str(session.body.pk),
        str(other.body.pk),
    }
    assert [form[f"sessions-{n}-number"] for n in (0, 1)] == ["", ""]
    assert form["agenda_items-0-title"] == ""
    assert form["handouts-0-title"] == ""
    numbers = {
        f"sessions-{place}-number": str(each.number + 1)
        for place, each in enumerate(session.meeting.sessions.all())
    }
    typed = numbers | {"schedule_text": "平成28年12月８日"}
    assert_accepted(submit(admin_client, duplicate_address(session.meeting), typed))
    assert Meeting.objects.count() == 2


def test_days_unique_codes_and_answers_are_left_empty(admin_client):
    certification = CertificationFactory(valid_from=date(2016, 4, 1))
    form = form_of(admin_client, certification)
    assert (form["name"], form["valid_from"]) == (certification.name, "")
    body = BodyFactory(name="内部統制委員会", duties="内部統制")
    form = form_of(admin_client, body)
    assert (form["name"], form["slug"], form["duties"]) == ("", "", "内部統制")
    finding = FindingFactory(
        answer="是正します。", answered_by="部長", answered_on=date(2016, 12, 1)
    )
    form = form_of(admin_client, finding)
    assert form["summary"] == finding.summary
    assert [form[name] for name in ("answer", "answered_by", "found_on")] == [""] * 3
    assert form["number"] == "1"  # as an empty form has it


# Which the office makes on pages of their own, and cannot duplicate.
MADE_ELSEWHERE = {"plans", "acknowledgements"}


def test_every_kind_that_can_be_added_has_a_way_to_duplicate(admin_client):
    department = DepartmentFactory()
    page = admin_client.get(address_of(department))
    assert page.context["tools"][0][1] == duplicate_address(department)
    for kind in KINDS:
        options = kind.model._meta
        if kind.name not in MADE_ELSEWHERE:
            name = f"admin:{options.app_label}_{options.model_name}_add"
            assert admin_client.get(reverse(name), {"duplicate": "0"}).status_code == 404, name


def test_kind_that_is_made_elsewhere_offers_no_way_to_duplicate(admin_client):
    for one in (AuditPlanFactory(), AcknowledgementFactory()):
        page = admin_client.get(address_of(one))
        ways = [address for _label, address in page.context.get("tools", ())]
        assert [address for address in ways if "duplicate" in address] == []


@pytest.mark.parametrize("key", ["x", "-1", "9" * 30, "1e3", "１"])
def test_record_that_is_not_there_cannot_be_duplicated(admin_client, key):
    response = admin_client.get("/admin/audits/audit/add/", {"duplicate": key})
    assert response.status_code == 404


def test_hidden_record_answers_as_an_unknown_one_and_who_may_not_add_is_not_offered(client):
    clerk = UserFactory(staff=True)
    clerk.user_permissions.set(
        Permission.objects.filter(codename__in=["view_audit", "view_department", "add_department"])
    )
    client.force_login(clerk)
    audit, hidden = AuditFactory(), DepartmentFactory(draft=True)
    assert not client.get(address_of(audit)).context.get("tools")
    assert client.get(duplicate_address(audit)).status_code == 403
    assert client.get(duplicate_address(hidden)).status_code == 404
    assert client.get(duplicate_address(DepartmentFactory())).status_code == 200


def test_form_asks_as_often_for_three_rows_as_for_one(admin_client):
    audit, asked = AuditFactory(), []
    for more in (1, 2):
        for _row in range(more):
            AuditTargetFactory(audit=audit)
            AuditClassificationFactory(audit=audit)
            ConductedTogetherFactory(audit=audit)
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(duplicate_address(audit))
        asked.append(len(queries))
    assert asked[0] == asked[1]
