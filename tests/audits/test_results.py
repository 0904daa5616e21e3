"""Statutory auditors record what came of their audits, and nothing else."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from audits.models import Audit, Finding
from jlis_gov.accounts.roles import AUDIT_OFFICE, EXECUTIVE, STATUTORY_AUDITOR
from records import journal
from records.base import Life, Visibility
from records.journal.models import JournalEntry
from tests.factories import (
    AuditFactory,
    AuditorFactory,
    ConclusionFactory,
    CorrectiveActionFactory,
    DepartmentFactory,
    DueDateExtensionFactory,
    FindingFactory,
)
from tests.factories import UserFactory as Users

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2017, 3, 15))


def member(name: str):
    user = Users(username=f"of-{name}")
    user.groups.set(Group.objects.filter(name=name))
    return user


@pytest.fixture
def auditor(client):
    call_command("sync_roles")
    client.force_login(member(STATUTORY_AUDITOR))
    return client


def make_audit(**facts) -> Audit:
    facts = {"regime": "auditor", "schedule_text": "平成29年２月", "status": "planned"} | facts
    made = AuditFactory(fiscal_year=2016, **facts)
    return Audit.objects.get(pk=made.pk)  # with the version that the journal gave it


def address(audit: Audit) -> str:
    return f"/en/audits/{audit.uid}/results/"


def typed(audit: Audit, auditors=(), findings=(), kept=(0, 0), **values) -> dict:
    data = {
        "version": audit.version,
        "schedule_text": audit.schedule_text,
        "status": audit.status,
        "status_reason": audit.status_reason,
        "slip_reason": audit.slip_reason,
        "change_reason": "",
    }
    for name, rows, initial in zip(
        ("auditors", "findings"), (auditors, findings), kept, strict=True
    ):
        data |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": initial}
        for number, row in enumerate(rows):
            data |= {f"{name}-{number}-{field}": value for field, value in row.items()}
    return data | values


def test_results_are_kept_in_one_journalled_change(auditor):
    audit, department = make_audit(internal=True), DepartmentFactory(name="情報処理部")
    values = typed(
        audit,
        [{"name": "監事 太郎", "role": "lead", "person_days": "1.5"}],
        [
            {
                "grade": "minor",
                "department": department.pk,
                "summary": "承認の印がない。",
                "found_on": "平成29年２月９日",
            }
        ],
        schedule_text="平成29年２月８日、９日",
        status="held",
    )
    before = JournalEntry.objects.count()
    response = auditor.post(address(audit), values)
    assert (response.status_code, response["Location"]) == (302, f"/en/audits/{audit.uid}/")
    audit.refresh_from_db()
    assert (audit.status, audit.official_schedule) == ("held", "平成29年２月８日、９日")
    assert [one.name for one in audit.auditors.all()] == ["監事 太郎"]
    finding = Finding.objects.get()
    assert (finding.number, finding.life, finding.visibility) == (1, "draft", "internal")
    assert finding.found_on == date(2017, 2, 9)
    entries = JournalEntry.objects.order_by("sequence")[before:]
    assert {entry.record_type for entry in entries} == {"audits.Audit", "audits.Finding"}
    assert {entry.actor for entry in entries} == {f"of-{STATUTORY_AUDITOR}"}
    assert len({entry.request for entry in entries}) == 1
    assert address(audit) in auditor.get(f"/en/audits/{audit.uid}/").text


def test_conclusion_is_one_of_the_audits_own_and_the_report_has_come(auditor):
    audit = make_audit(internal=True)
    own, foreign = ConclusionFactory(regime="auditor"), ConclusionFactory(regime="internal")
    values = {"conclusion_basis": "不備がない。", "reported_on": "平成29年３月１日"}
    page = auditor.get(address(audit)).context["forms"].results
    assert [str(text) for _key, text in page.fields["conclusion"].choices][1:] == [str(own)]
    refused = auditor.post(address(audit), typed(audit, conclusion=foreign.pk, **values))
    assert (refused.status_code, "不備がない。" in refused.text) == (400, True)
    ahead = values | {"reported_on": "平成29年３月16日"}
    assert auditor.post(address(audit), typed(audit, conclusion=own.pk, **ahead)).status_code == 400
    assert (
        auditor.post(address(audit), typed(audit, conclusion=own.pk, **values)).status_code == 302
    )
    audit.refresh_from_db()
    assert (audit.conclusion, audit.conclusion_basis) == (own, "不備がない。")
    assert audit.reported_on == date(2017, 3, 1)


def test_public_audit_asks_why_and_stays_as_public_as_it_was(auditor):
    audit = make_audit(visibility=Visibility.PUBLIC)
    values = typed(audit, schedule_text="平成29年２月８日", status="held")
    response = auditor.post(address(audit), values)
    assert (response.status_code, "change_reason" in response.context["forms"].results.errors) == (
        400,
        True,
    )
    audit.refresh_from_db()
    assert audit.status == "planned"
    values["change_reason"] = "実施のため"
    assert auditor.post(address(audit), values).status_code == 302
    audit.refresh_from_db()
    assert (audit.status, audit.visibility) == ("held", "public")
    assert JournalEntry.objects.order_by("sequence").last().reason == "実施のため"


def test_forged_fields_change_nothing_else(auditor):
    audit = make_audit(internal=True)
    forged = typed(
        audit,
        [],
        [{"grade": "minor", "summary": "印", "life": "registered", "visibility": "public"}],
        regime="internal",
        life="withdrawn",
        visibility="public",
        fiscal_year="2015",
        subject="別の件",
    )
    assert auditor.post(address(audit), forged).status_code == 302
    kept = Audit.objects.get(pk=audit.pk)
    names = ("regime", "life", "visibility", "fiscal_year", "subject")
    assert [getattr(kept, name) for name in names] == [getattr(audit, name) for name in names]
    finding = Finding.objects.get()
    assert (finding.life, finding.visibility) == ("draft", "internal")


def test_finding_of_another_audit_or_agreed_to_is_out_of_reach(auditor):
    audit, other = make_audit(internal=True), AuditFactory(regime="internal")
    draft = {"life": Life.DRAFT, "visibility": Visibility.INTERNAL}
    foreign = FindingFactory(audit=other, summary="もと", **draft)
    agreed = FindingFactory(audit=audit, summary="もと", internal=True)
    for finding in (foreign, agreed):
        row = {"id": finding.pk, "version": 1, "grade": "minor", "summary": "書き換え"}
        response = auditor.post(address(audit), typed(audit, [], [row], kept=(0, 1)))
        assert response.status_code == 409
        assert "書き換え" in response.text
        finding.refresh_from_db()
        assert finding.summary == "もと"
        again = response.context["forms"]
        sent = typed(audit, [], [], kept=(0, again.findings.initial_form_count()))
        assert auditor.post(address(audit), sent).status_code == 302
    assert Finding.objects.count() == 2


def test_not_held_before_its_day_and_no_unreadable_date(auditor):
    audit = make_audit(internal=True)
    for text, status in (("平成29年３月20日", "held"), ("平成29年２月30日", "planned")):
        values = typed(audit, schedule_text=text, status=status)
        response = auditor.post(address(audit), values)
        assert response.status_code == 400
        assert text in response.text
    audit.refresh_from_db()
    assert (audit.status, audit.schedule_text) == ("planned", "平成29年２月")


def test_draft_that_contradicts_its_days_or_what_is_kept_of_it_is_refused(auditor):
    audit = make_audit(internal=True, schedule_text="平成29年２月８日")
    days = {"found_on": date(2017, 2, 8), "due_on": date(2017, 3, 31)}
    draft = {"life": Life.DRAFT, "visibility": Visibility.INTERNAL, "summary": "もと"}
    finding = FindingFactory(audit=audit, **days, **draft)
    DueDateExtensionFactory(finding=finding, due_on=date(2017, 4, 28))
    checker = DepartmentFactory(name="監査室")
    checked = {"completed_on": date(2017, 3, 1), "effectiveness_checked_on": date(2017, 3, 10)}
    values = checked | {"was_effective": True, "checked_by": "甲", "checker_department": checker}
    CorrectiveActionFactory(finding=finding, **values)
    audit, finding = make_audit_again(audit), Finding.objects.get()
    before, row = JournalEntry.objects.count(), {"id": finding.pk, "version": finding.version}
    row |= {
        "grade": "minor",
        "summary": "書き換え",
        "found_on": "2017-02-08",
        "due_on": "2017-03-31",
    }
    for change, words in (
        ({"found_on": "2017-02-07"}, "より前"),  # before the audit
        ({"due_on": "2017-02-07"}, "期限は指摘日以後"),
        ({"due_on": "2017-05-31"}, "延長前の期限より後"),  # later than the extension of it
        ({"department": checker.pk}, "確認者が"),  # the department that checked the action
    ):
        sent = typed(audit, [], [row | change], kept=(0, 1))
        response = auditor.post(address(audit).removeprefix("/en"), sent)
        assert (response.status_code, words in response.text) == (400, True), change
        assert "書き換え" in response.text
        assert JournalEntry.objects.count() == before
    assert Finding.objects.get().summary == "もと"


def test_second_window_is_told_and_can_send_again(auditor):
    audit = make_audit(internal=True)
    with journal.change(actor="office"):
        kept = Audit.objects.get(pk=audit.pk)
        kept.subject = "例月監査"
        kept.save()
    response = auditor.post(address(audit), typed(audit, status="held"))
    assert response.status_code == 409
    assert Audit.objects.get(pk=audit.pk).status == "planned"
    again = response.context["forms"].results["version"].value()
    assert auditor.post(address(audit), typed(audit, status="held", version=again)).status_code == (
        302
    )
    kept.refresh_from_db()
    assert (kept.status, kept.subject) == ("held", "例月監査")


def test_draft_that_somebody_changed_is_not_written_over(auditor):
    audit = make_audit(internal=True)
    row = {"grade": "minor", "summary": "初め"}
    assert auditor.post(address(audit), typed(audit, [], [row])).status_code == 302
    finding, audit = Finding.objects.get(), make_audit_again(audit)
    with journal.change(actor="office"):
        finding.summary = "監査室が直した"
        finding.save()
    row |= {"id": finding.pk, "version": finding.version, "summary": "監事が直した"}
    response = auditor.post(address(audit), typed(audit, [], [row], kept=(0, 1)))
    assert response.status_code == 409
    finding.refresh_from_db()
    assert finding.summary == "監査室が直した"


def make_audit_again(audit: Audit) -> Audit:
    return Audit.objects.get(pk=audit.pk)


@pytest.mark.parametrize("name", [EXECUTIVE, AUDIT_OFFICE])
def test_results_are_for_statutory_auditors(client, name):
    call_command("sync_roles")
    client.force_login(member(name))
    audit = make_audit(internal=True)
    assert client.post(address(audit), typed(audit, status="held")).status_code == 404
    assert address(audit) not in client.get(f"/en/audits/{audit.uid}/").text


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, 200),
        ({"regime": "internal"}, 404),
        ({"life": Life.DRAFT}, 404),
        ({"life": Life.WITHDRAWN}, 404),
    ],
)
def test_page_is_there_for_approved_audits_of_theirs(auditor, facts, status):
    audit = make_audit(internal=True, **facts)
    assert auditor.get(address(audit)).status_code == status


def test_as_many_questions_for_many_rows_as_for_one(auditor, django_assert_max_num_queries):
    def asked(audit: Audit) -> int:
        with django_assert_max_num_queries(100) as queries:
            assert auditor.get(address(audit)).status_code == 200
        return len(queries)

    audit = make_audit(internal=True)
    draft = {"life": Life.DRAFT, "visibility": Visibility.INTERNAL}

    def fill() -> None:
        AuditorFactory(audit=audit)
        FindingFactory(audit=audit, **draft)
        FindingFactory(audit=audit, department=DepartmentFactory(), internal=True)

    fill()
    auditor.get(address(audit))
    before = asked(audit)
    fill()
    fill()
    assert asked(audit) == before
