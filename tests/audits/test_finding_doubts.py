"""A finding that is put on an unlikely audit is asked about once, and kept when sent again."""

from datetime import date

import pytest

from audits.finding_doubts import doubts
from audits.models import Audit, Finding
from tests.admin_forms import assert_accepted, complaints, filled
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    DepartmentFactory,
    FindingFactory,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/audits/finding/add/"


@pytest.fixture
def audited():
    return DepartmentFactory(name="情報処理部")


@pytest.fixture
def audit(audited):
    audit = AuditFactory(schedule_text="平成29年２月６日～８日", subject="", theme="")
    AuditClassificationFactory(audit=audit, type__name="PMS内部監査", type__short_name="PMS")
    AuditTargetFactory(audit=audit, department=audited)
    return audit


@pytest.mark.parametrize("day", [date(2017, 2, 6), date(2017, 2, 8), None])
def test_finding_of_the_audits_days_and_department_is_nothing_unusual(audit, audited, day):
    part = DepartmentFactory(name="運用課", parent_department=audited)
    for department in (None, audited, part):
        assert doubts(FindingFactory(audit=audit, found_on=day, department=department)) == []


def test_day_after_the_audit_is_unusual_unless_it_was_reported_then(audit):
    finding = FindingFactory(audit=audit, found_on=date(2017, 2, 9))
    [told] = doubts(finding)
    assert "平成29年２月９日" in told
    assert "平成29年２月６日～８日" in told
    audit.reported_on = date(2017, 2, 9)
    finding.audit = audit
    assert doubts(finding) == []


def test_month_without_a_day_lasts_to_its_end(audited):
    audit = AuditFactory(schedule_text="平成29年２月")
    assert doubts(FindingFactory(audit=audit, found_on=date(2017, 2, 28))) == []
    assert len(doubts(FindingFactory(audit=audit, found_on=date(2017, 3, 1)))) == 1


def test_other_department_is_unusual_and_the_whole_of_a_target_is_not(audit, audited):
    other = DepartmentFactory(name="総務部")
    [told] = doubts(FindingFactory(audit=audit, department=other))
    assert "総務部" in told
    assert "情報処理部" in told
    part = DepartmentFactory(name="審査課", parent_department=other)
    AuditTargetFactory(audit=audit, department=part)
    assert doubts(FindingFactory(audit=audit, department=other)) == []


@pytest.mark.parametrize("scope", [Audit.Scope.AGENCY, Audit.Scope.ALL_BUT])
def test_audit_of_all_departments_is_of_each(audited, scope):
    audit = AuditFactory(scope=scope)
    assert doubts(FindingFactory(audit=audit, department=audited)) == []


def test_form_asks_once_keeps_what_was_typed_and_takes_it_when_sent_again(admin_client, audit):
    typed = {
        "audit": audit.pk,
        "grade": "minor",
        "summary": "承認の印がない。",
        "found_on": "2017-03-01",
        "department": DepartmentFactory(name="総務部").pk,
    }
    sent = filled(admin_client, ADD, typed)
    asked = admin_client.post(ADD, sent)
    told = complaints(asked)
    assert "平成29年３月１日" in told
    assert "総務部" in told
    assert "もう一度保存" in told
    assert "承認の印がない。" in asked.content.decode()
    assert not Finding.objects.exists()
    shown = asked.context["adminform"].form["confirmed"].value()
    other = admin_client.post(ADD, sent | {"confirmed": shown, "found_on": "2017-03-02"})
    assert "平成29年３月２日" in complaints(other)
    assert_accepted(admin_client.post(ADD, sent | {"confirmed": shown}))
    assert Finding.objects.get().found_on == date(2017, 3, 1)


def test_choice_of_an_audit_tells_its_days_and_departments(admin_client, audit):
    asked = {"app_label": "audits", "model_name": "finding", "field_name": "audit"}
    for term in ("PMS内部監査", "情報処理部"):
        answer = admin_client.get("/admin/autocomplete/", asked | {"term": term}).json()
        [choice] = [one["text"] for one in answer["results"]]
        assert "平成29年２月６日～８日" in choice
        assert "情報処理部" in choice
