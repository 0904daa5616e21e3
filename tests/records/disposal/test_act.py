"""Disposal of records: what is due, the act, and what is left of it."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.models import Audit, AuditPlan, Finding
from meetings.models import Meeting
from records import journal
from records.disposal import (
    Choice,
    DisposalError,
    DisposalRegister,
    DisposedRecord,
    dispose_records,
    due_records,
)
from records.journal import JournalEntry, JournalPayload
from records.papers import verify
from tests.factories import (
    AuditFactory,
    AuditPlanFactory,
    BodyFactory,
    DepartmentFactory,
    FindingFactory,
    MeetingFactory,
    SessionFactory,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WRITTEN = datetime(2014, 11, 8, 3, tzinfo=UTC)
LAST = date(2025, 3, 31)  # ten years from 1 April 2015
AFTER = date(2025, 4, 1)
OLD = {"fiscal_year": 2014, "schedule_text": "平成26年11月８日"}
GONE = Choice("dispose")


@pytest.fixture
def long_ago(monkeypatch):
    """Whatever is made within was written in fiscal 2014; the clock then reads April 2025."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: WRITTEN)
    return lambda: monkeypatch.setattr(
        "django.utils.timezone.now", lambda: datetime(2025, 4, 5, 3, tzinfo=UTC)
    )


def dispose(choices, **told):
    usual = {"approver": "監査室長", "decision_number": "決第３号", "decided_on": date(2025, 4, 5)}
    with journal.change(actor="sato", reason="保存期間満了"):
        return dispose_records(choices, **(usual | told))


def test_record_is_due_on_the_day_after_its_retention(long_ago):
    meeting = MeetingFactory(**OLD)
    assert due_records(LAST) == []
    (due,) = due_records(AFTER)
    assert (due.record, due.fiscal_year, due.retained_until) == (meeting, 2014, LAST)


def test_record_of_a_later_year_is_due_later(long_ago):
    MeetingFactory(fiscal_year=2015, schedule_text="平成27年６月16日")
    assert due_records(date(2026, 3, 31)) == []
    assert len(due_records(date(2026, 4, 1))) == 1


def test_record_that_was_changed_since_waits_for_its_last_state(long_ago):
    meeting = MeetingFactory(**OLD)
    long_ago()
    with journal.change(actor="sato"):
        meeting.document_number = "監第12号"
        meeting.save()
    assert due_records(date(2036, 3, 31)) == []
    assert len(due_records(date(2036, 4, 1))) == 1


def test_what_others_rest_on_is_never_due(long_ago):
    DepartmentFactory()
    assert due_records(date(2090, 4, 1)) == []


def test_questions_do_not_grow_with_the_records(long_ago):
    def asked(number: int) -> int:
        AuditFactory.create_batch(number, **OLD)
        with CaptureQueriesContext(connection) as queries:
            assert all(str(due.record) for due in due_records(AFTER))
        return len(queries)

    assert asked(1) == asked(3)


def test_act_deletes_the_record_and_keeps_its_line(long_ago):
    meeting = MeetingFactory(**OLD)
    SessionFactory(meeting=meeting, body=BodyFactory(name="代表者会議"), number=3)
    uid = meeting.uid
    long_ago()
    register = dispose({uid: GONE})
    assert not Meeting.objects.exists()
    (line,) = register.items.all()
    assert (line.name, line.record_uid, line.was_public) == (
        "第３回代表者会議（平成26年11月８日）",
        uid,
        True,
    )
    assert (line.fiscal_year, line.retained_until) == (2014, LAST)
    entry = JournalEntry.objects.filter(record_uid=uid).last()
    assert (entry.action, entry.actor, entry.reason) == ("delete", "sato", "保存期間満了")
    assert verify().faults == []


def test_what_the_journal_held_of_it_goes_with_the_next_clean_up(long_ago):
    meeting = MeetingFactory(**OLD)
    long_ago()
    dispose({meeting.uid: GONE})
    call_command("dispose_payloads", verbosity=0)
    kept = JournalPayload.objects.filter(entry__record_uid=meeting.uid)
    assert [payload.text for payload in kept] == ["null"]
    assert verify().faults == []


def test_record_that_is_kept_longer_stays_and_is_due_again_afterwards(long_ago):
    meeting = MeetingFactory(**OLD)
    long_ago()
    until = date(2030, 3, 31)
    dispose({meeting.uid: Choice("extend", until, "係争中のため")})
    assert Meeting.objects.get() == meeting
    assert due_records(until) == []
    assert [due.record for due in due_records(date(2030, 4, 1))] == [meeting]


def test_audit_goes_with_its_findings_and_its_plan(long_ago):
    audit = AuditFactory(**OLD)
    finding = FindingFactory(audit=audit, closed_on=date(2015, 3, 1), closing_reason="完了")
    plan = AuditPlanFactory(fiscal_year=2014, approved_on=date(2014, 3, 24), rows=[audit])
    long_ago()
    dispose({row.uid: GONE for row in (audit, finding, plan)})
    assert not any(model.objects.exists() for model in (Audit, Finding, AuditPlan))


def test_audit_that_something_names_stays_and_is_told(long_ago):
    audit = AuditFactory(**OLD)
    FindingFactory(audit=audit, closed_on=date(2015, 3, 1), closing_reason="完了")
    long_ago()
    with pytest.raises(DisposalError) as caught:
        dispose({audit.uid: GONE})
    assert str(audit) in caught.value.messages[0]
    assert not DisposalRegister.objects.exists()
    assert Audit.objects.exists()


def test_open_finding_stays(long_ago):
    finding = FindingFactory(audit=AuditFactory(**OLD))
    long_ago()
    with pytest.raises(DisposalError, match="完結"):
        dispose({finding.uid: GONE, finding.audit.uid: GONE})
    assert Finding.objects.exists()


def test_copy_loses_the_link_to_what_it_was_copied_from(long_ago):
    audit = AuditFactory(**OLD)
    copy = AuditFactory(
        fiscal_year=2015, schedule_text="平成27年11月８日", status="planned", copied_from=audit
    )
    long_ago()
    dispose({audit.uid: GONE})
    copy.refresh_from_db()
    assert copy.copied_from is None


@pytest.mark.parametrize("at", [LAST, date(2015, 4, 1)])
def test_nothing_goes_before_its_time(long_ago, at):
    meeting = MeetingFactory(**OLD)
    long_ago()
    with pytest.raises(DisposalError):
        dispose({meeting.uid: GONE}, decided_on=at)
    assert Meeting.objects.exists()


def test_unknown_record_is_refused(long_ago):
    MeetingFactory(**OLD)
    long_ago()
    with pytest.raises(DisposalError):
        dispose({uuid4(): GONE})


@pytest.mark.parametrize(
    "choice", [Choice("extend", None, "理由"), Choice("extend", date(2030, 3, 31), " "), Choice("")]
)
def test_incomplete_decision_changes_nothing(long_ago, choice):
    meeting = MeetingFactory(**OLD)
    long_ago()
    with pytest.raises(ValidationError):
        dispose({meeting.uid: choice})
    assert not DisposedRecord.objects.exists()


def test_day_of_the_clock_is_not_asked(long_ago):
    """The act judges by the day of the decision, whatever the clock says."""
    meeting = MeetingFactory(**OLD)
    assert timezone.localdate() == date(2014, 11, 8)
    assert dispose({meeting.uid: GONE}).decided_on == date(2025, 4, 5)
