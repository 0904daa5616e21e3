"""A finding earlier than its audit, and what is done about it before it was made, are refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audits.models import Audit, CorrectiveAction, DueDateExtension, Finding
from records import journal
from tests.admin_forms import address_of, assert_accepted, complaints, rows, submit
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    FindingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2017, 6, 15))


def finding_of(when: str, **values) -> Finding:
    audit = AuditClassificationFactory(audit=AuditFactory(schedule_text=when)).audit
    return Finding(audit=audit, grade="minor", summary="記録の不備", **values)


@pytest.mark.parametrize(
    ("when", "found_on", "is_possible"),
    [
        ("平成29年２月８日", date(2017, 2, 7), False),
        ("平成29年２月８日", date(2017, 2, 8), True),
        ("平成29年２月８日、平成29年１月11日", date(2017, 1, 10), False),
        ("平成29年２月８日、平成29年１月11日", date(2017, 1, 11), True),
        ("平成29年２月", date(2017, 1, 31), False),
        ("平成29年２月", date(2017, 2, 1), True),
        ("平成29年２月８日頃", date(2017, 2, 3), True),
        ("平成29年２月８日頃", date(2017, 1, 31), False),
        ("平成29年２月～", date(2017, 1, 31), False),
        ("～平成29年２月", date(2016, 7, 1), True),
        ("未定", date(2016, 4, 1), True),
        ("随時", date(2016, 4, 1), True),
    ],
)
def test_finding_is_not_earlier_than_its_audit_can_be(when, found_on, is_possible):
    finding = finding_of(when, found_on=found_on)
    if is_possible:
        finding.full_clean()
        return
    with pytest.raises(ValidationError) as refusal:
        finding.full_clean()
    assert "監査より前の日付です" in str(refusal.value)


@pytest.mark.parametrize("name", ["due_on", "answered_on", "closed_on"])
def test_no_day_of_a_finding_is_earlier_than_its_audit(name):
    values = {name: date(2017, 2, 7), "closing_reason": "廃止", "answer": "是正します。"}
    texts = {"due_on": (), "answered_on": ("answer",), "closed_on": ("closing_reason",)}[name]
    finding = finding_of("平成29年２月８日", **{key: values[key] for key in (name, *texts)})
    with pytest.raises(ValidationError) as refusal:
        finding.full_clean()
    assert "平成29年２月８日" in str(refusal.value)


def test_form_of_a_finding_says_which_day_is_too_early(admin_client):
    finding = finding_of("平成29年２月８日")
    with journal.change(actor="clerk"):
        finding.save()
    response = submit(admin_client, address_of(finding), {"found_on": "平成29年２月７日"})
    assert (
        complaints(response)
        == "「指摘日」が監査より前の日付です（監査は早くて平成29年２月８日です）。"
    )
    assert Finding.objects.get().found_on is None


def test_audit_cannot_be_moved_behind_its_findings(admin_client):
    finding = finding_of("平成29年２月８日", found_on=date(2017, 2, 10))
    with journal.change(actor="clerk"):
        finding.save()
    typed = {"schedule_text": "平成29年３月", "change_reason": "日程の変更"}
    said = complaints(submit(admin_client, address_of(finding.audit), typed))
    assert "平成29年２月10日" in said
    typed["schedule_text"] = "平成29年２月10日"
    assert_accepted(submit(admin_client, address_of(finding.audit), typed))
    assert str(Audit.objects.get().starts_on) == "2017-02-10"


def test_withdrawn_finding_holds_no_audit_back():
    finding = FindingFactory(
        audit=AuditFactory(schedule_text="平成29年２月８日"), found_on=date(2017, 2, 10)
    )
    with journal.change(actor="clerk", reason="取下げ"):
        finding.life = "withdrawn"
        finding.save()
    audit = finding.audit
    audit.schedule_text = "平成29年３月"
    audit.full_clean()


@pytest.mark.parametrize("found_on", [None, date(2017, 2, 8)])
@pytest.mark.parametrize(
    "typed",
    [
        rows("corrective_actions", {"description": "研修", "planned_for": "2017-02-07"}),
        rows("corrective_actions", {"description": "研修", "completed_on": "2017-02-07"}),
        rows("extensions", {"due_on": "2017-04-28", "granted_on": "2017-02-07", "reason": "納入"}),
    ],
    ids=str,
)
def test_nothing_is_done_about_a_finding_before_it_can_have_been_made(
    admin_client, typed, found_on
):
    finding = finding_of("平成29年２月８日", found_on=found_on, due_on=date(2017, 3, 31))
    with journal.change(actor="clerk"):
        finding.save()
    assert complaints(submit(admin_client, address_of(finding), typed))
    assert not CorrectiveAction.objects.exists()
    assert not DueDateExtension.objects.exists()
    same_day = {
        name: value.replace("02-07", "02-08") if isinstance(value, str) else value
        for name, value in typed.items()
    }
    assert_accepted(submit(admin_client, address_of(finding), same_day))
