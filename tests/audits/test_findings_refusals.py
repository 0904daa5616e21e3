"""States and dates of a finding that contradict: refused by the form, and by the database."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audits.models import CorrectiveAction, DueDateExtension, Finding
from records.journal.models import JournalEntry
from tests.admin_forms import address_of, assert_accepted, complaints, rows, submit
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    CorrectiveActionFactory,
    DueDateExtensionFactory,
    FindingFactory,
    FollowUpFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2017, 6, 15)
DONE = {
    "completed_on": "2017-03-10",
    "effectiveness_checked_on": "2017-05-08",
    "checked_by": "監査室長",
    "check_evidence": "様式及び点検表の閲覧",
}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def finding():
    audit = AuditFactory(schedule_text="平成29年２月８日")
    return FindingFactory(audit=audit, found_on=date(2017, 2, 8), due_on=date(2017, 3, 31))


@pytest.mark.parametrize(
    "typed",
    [
        {"found_on": "2017-06-16"},  # tomorrow
        {"due_on": "2017-02-07"},
        {"answer": "改めます。"},  # without a day
        {"answered_on": "2017-02-20"},  # without a text
        {"answer": "改めます。", "answered_on": "2017-02-07"},
        {"answer": "改めます。", "answered_on": "2017-06-16"},
        {"closed_on": "2017-06-16", "closing_reason": "業務の廃止"},
        {"closed_on": "2017-02-07", "closing_reason": "業務の廃止"},
        {"closed_on": "2017-05-31"},  # without an action or a reason
        {"closing_reason": "業務の廃止"},  # without a day
        {
            "closed_on": "2017-03-01",
            "closing_reason": "業務の廃止",
            "answer": "改めます。",
            "answered_on": "2017-03-02",
        },
        rows("corrective_actions", {"description": "研修", "completed_on": "2017-06-16"}),
        rows("corrective_actions", {"description": "研修", "completed_on": "2017-02-07"}),
        rows("corrective_actions", {"description": "研修"} | DONE),  # checked without a result
        rows(
            "corrective_actions",
            {"description": "研修", "completed_on": "2017-03-10", "was_effective": "true"},
        ),
        {"closed_on": "2017-05-31"}
        | rows("corrective_actions", {"description": "研修", "completed_on": "2017-03-10"}),
        {"closed_on": "2017-05-31"}
        | rows("corrective_actions", {"description": "研修", "was_effective": "false"} | DONE),
        {"closed_on": "2017-05-07"}
        | rows("corrective_actions", {"description": "研修", "was_effective": "true"} | DONE),
        rows("extensions", {"due_on": "2017-03-31", "granted_on": "2017-03-24", "reason": "納入"}),
        rows("extensions", {"due_on": "2017-04-28", "granted_on": "2017-03-24", "reason": ""}),
        rows("extensions", {"due_on": "2017-07-28", "granted_on": "2017-06-16", "reason": "納入"}),
        rows(
            "extensions",
            {"due_on": "2017-05-31", "granted_on": "2017-03-24", "reason": "納入"},
            {"due_on": "2017-04-28", "granted_on": "2017-04-20", "reason": "再度の遅れ"},
        ),
        {"due_on": ""}
        | rows(
            "extensions", {"due_on": "2017-04-28", "granted_on": "2017-03-24", "reason": "納入"}
        ),
    ],
    ids=str,
)
def test_what_contradicts_is_refused_and_changes_nothing(admin_client, finding, typed):
    before = JournalEntry.objects.count()
    assert complaints(submit(admin_client, address_of(finding), typed))
    assert JournalEntry.objects.count() == before
    assert not CorrectiveAction.objects.exists()
    assert not DueDateExtension.objects.exists()


def test_finding_is_closed_in_the_form_that_completes_its_action(admin_client, finding):
    typed = {"closed_on": "2017-05-31", "change_reason": "完了"}
    typed |= rows("corrective_actions", {"description": "研修", "was_effective": "true"} | DONE)
    assert_accepted(submit(admin_client, address_of(finding), typed))
    assert Finding.objects.get().closed_on == date(2017, 5, 31)


def test_action_in_place_of_one_that_failed_lets_the_finding_be_closed(admin_client, finding):
    typed = {"closed_on": "2017-05-31", "change_reason": "完了"}
    typed |= rows(
        "corrective_actions",
        {"description": "研修", "was_effective": "false"} | DONE,
        {"description": "再研修", "was_effective": "true"} | DONE,
    )
    assert_accepted(submit(admin_client, address_of(finding), typed))


def test_each_extension_is_kept_with_its_reason(admin_client, finding):
    typed = {"change_reason": "期限の延長"} | rows(
        "extensions",
        {"due_on": "2017-04-28", "granted_on": "2017-03-24", "reason": "納入の遅れ"},
        {"due_on": "平成29年６月30日", "granted_on": "2017-04-20", "reason": "再度の遅れ"},
    )
    assert_accepted(submit(admin_client, address_of(finding), typed))
    assert Finding.objects.get().due(TODAY) == date(2017, 6, 30)


def test_repeat_names_an_earlier_finding_and_never_a_later_one(admin_client, finding):
    later = FindingFactory(found_on=date(2017, 3, 1))
    typed = {"is_repeat": "on", "repeats": later.pk}
    assert complaints(submit(admin_client, address_of(finding), typed))
    assert complaints(submit(admin_client, address_of(later), {"repeats": finding.pk}))
    typed = {"is_repeat": "on", "repeats": finding.pk, "change_reason": "再指摘"}
    assert_accepted(submit(admin_client, address_of(later), typed))


@pytest.mark.parametrize("schedule", ["平成29年２月７日", "平成28年"])
def test_follow_up_audit_before_the_finding_is_refused(admin_client, finding, schedule):
    early = AuditFactory(schedule_text=schedule)
    typed = rows("follow_ups", {"audit": early.pk})
    assert complaints(submit(admin_client, address_of(finding), typed))
    itself = rows("follow_ups", {"audit": finding.audit.pk})
    assert complaints(submit(admin_client, address_of(finding), itself))


def test_audit_of_the_same_day_may_follow_up(finding):
    FollowUpFactory(finding=finding, audit=AuditFactory(schedule_text="平成29年２月８日"))
    assert finding.follow_ups.count() == 1


def test_audit_page_holds_a_finding_against_dates_that_it_does_not_let_change(admin_client):
    audit = AuditClassificationFactory().audit
    finding = FindingFactory(
        audit=audit, found_on=date(2017, 2, 8), answer="改めます。", answered_on=date(2017, 2, 20)
    )
    typed = {"findings-0-found_on": "2017-03-01", "findings-0-answered_on": "2017-04-01"}
    assert complaints(submit(admin_client, address_of(audit), typed))
    assert Finding.objects.get() == finding
    assert Finding.objects.get().found_on == date(2017, 2, 8)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("finding", "due_on = '2017-02-07'"),
        ("finding", "closed_on = '2017-02-07'"),
        ("finding", "answer = 'x'"),
        ("finding", "answered_on = '2017-02-20'"),
        ("finding", "closing_reason = 'x'"),
        ("finding", "repeats_id = id"),
        ("correctiveaction", "completed_on = NULL"),
        ("correctiveaction", "was_effective = NULL"),
        ("correctiveaction", "effectiveness_checked_on = '2017-03-09'"),
        ("duedateextension", "reason = ''"),
        ("duedateextension", "granted_on = '2017-04-29'"),
    ],
)
def test_database_refuses_what_contradicts(finding, table, change):
    DueDateExtensionFactory(finding=finding)
    CorrectiveActionFactory(
        finding=finding,
        completed_on=date(2017, 3, 10),
        effectiveness_checked_on=date(2017, 5, 8),
        was_effective=True,
    )
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE audits_{table} SET {change}")
