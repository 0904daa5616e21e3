"""Mails about findings: to whom, when, at most once, and what they say."""

from datetime import date, timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.db import connection

from audits.models import Reminder, ReminderOptOut
from organization.models import Contact
from records import journal
from tests.factories import (
    AuditFactory,
    CorrectiveActionFactory,
    DepartmentFactory,
    DueDateExtensionFactory,
    FindingFactory,
    UserFactory,
)

DUE = date(2017, 3, 31)
WEEK_BEFORE = "2017-03-24"
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def grant(user, *codenames):
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return user


def contact_of(department, username="tanto", **account):
    user = UserFactory(username=username, **{"email": f"{username}@example.org"} | account)
    Contact.objects.create(user=user, department=department)
    return grant(user, "read_as_contact", "answer_finding")


@pytest.fixture
def department():
    return DepartmentFactory(name="情報処理部")


@pytest.fixture
def finding(department):
    audit = AuditFactory(subject="部門別監査", schedule_text="平成29年２月８日", internal=True)
    return FindingFactory(
        audit=audit,
        department=department,
        number=3,
        summary="記録の不足",
        due_on=DUE,
        internal=True,
    )


def run(on, *options):
    """What the command prints."""
    out = StringIO()
    call_command("send_reminders", "--on", on, *options, stdout=out, stderr=out)
    return out.getvalue()


def recipients():
    return [message.to for message in mail.outbox]


def test_contact_is_told_what_is_due_when_and_where_to_answer(finding, department):
    contact_of(department, last_name="田中", first_name="花子")
    run(WEEK_BEFORE)
    [message] = mail.outbox
    assert message.to == ["tanto@example.org"]
    assert message.subject == "【是正期限：あと７日】部門別監査 指摘事項第３号"
    for text in (
        "田中 花子 様",
        "平成29年３月31日（あと７日）",
        "記録の不足",
        "情報処理部",
        f"https://register.example.org/findings/{finding.uid}/answer/",
        "https://register.example.org/reminders/",
    ):
        assert text in message.body
    assert message.from_email == "register@example.org"


def test_nothing_is_sent_twice_and_each_occasion_once(finding, department):
    contact_of(department)
    for day in range(-40, 10):
        run((DUE + day * DAY).isoformat())
        run((DUE + day * DAY).isoformat())
    sent = Reminder.objects.values_list("occasion", flat=True).order_by("occasion")
    assert [(day - DUE).days for day in sent] == [-30, -7, -1, 1, 8]
    assert len(mail.outbox) == 5


def test_of_missed_days_only_the_latest_is_made_up_for(finding, department):
    contact_of(department)
    run("2017-03-26")
    assert [row.occasion for row in Reminder.objects.all()] == [date(2017, 3, 24)]
    assert "あと５日" in mail.outbox[0].subject


def test_extended_due_date_is_what_counts(finding, department):
    contact_of(department)
    DueDateExtensionFactory(finding=finding, due_on=date(2017, 4, 28))
    run(WEEK_BEFORE)
    assert mail.outbox == []
    run("2017-04-21")
    assert "平成29年４月28日" in mail.outbox[0].body


@pytest.mark.parametrize("state", ["completed", "draft", "withdrawn", "undated"])
def test_nobody_is_reminded_of_what_does_not_wait(finding, department, state):
    contact_of(department)
    if state == "completed":
        CorrectiveActionFactory(finding=finding, completed_on=date(2017, 3, 20))
    else:
        change = {"undated": {"due_on": None}}.get(state, {"life": state})
        with journal.change(actor="test"):
            for name, value in change.items():
                setattr(finding, name, value)
            finding.save()
    run(WEEK_BEFORE)
    assert mail.outbox == []


def test_contacts_of_what_the_department_belongs_to_are_asked_only_where_it_has_none(finding):
    centre = DepartmentFactory(kind="centre")
    with journal.change(actor="test"):
        finding.department.parent_department = centre
        finding.department.save()
    contact_of(centre, "centre")
    run(WEEK_BEFORE)
    assert recipients() == [["centre@example.org"]]
    contact_of(finding.department, "own")
    run("2017-03-30")
    assert recipients() == [["centre@example.org"], ["own@example.org"]]


def test_who_opted_out_is_left_alone(finding, department):
    contact_of(department, "other")
    ReminderOptOut.objects.create(user=contact_of(department))
    run(WEEK_BEFORE)
    assert recipients() == [["other@example.org"]]


def test_account_that_is_no_longer_active_gets_nothing(finding, department):
    contact_of(department, is_active=False)
    said = run(WEEK_BEFORE)
    assert mail.outbox == []
    assert str(finding.uid) in said  # nobody is left to be told: the operator hears of it


def test_account_without_address_or_right_is_named_to_the_operator(finding, department):
    contact_of(department, "no-address", email="")
    user = UserFactory(username="no-right", email="x@example.org")
    Contact.objects.create(user=user, department=department)
    said = run(WEEK_BEFORE)
    assert mail.outbox == []
    assert "no-address" in said
    assert "no-right" in said
    assert "記録の不足" not in said


def test_dry_run_says_to_whom_and_sends_nothing(finding, department):
    contact_of(department)
    said = run(WEEK_BEFORE, "--dry-run")
    assert f"tanto: /findings/{finding.uid}/" in said
    assert "記録の不足" not in said
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


def test_day_that_lies_ahead_is_only_tried(finding, department):
    contact_of(department)
    with pytest.raises(CommandError):
        run("2999-01-01")
    assert mail.outbox == []
    assert "tanto" in run("2999-01-01", "--dry-run")


class Refusing(locmem.EmailBackend):
    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})


class Breaking(locmem.EmailBackend):
    tries = 0

    def send_messages(self, messages):
        Breaking.tries += 1
        raise SMTPServerDisconnected("gone")


class Unreachable(locmem.EmailBackend):
    def open(self):
        raise ConnectionRefusedError("nobody there")


def through(settings, backend):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"


def test_mail_that_the_server_refused_is_tried_again(finding, department, settings):
    contact_of(department)
    working = settings.EMAIL_BACKEND
    through(settings, Refusing)
    with pytest.raises(CommandError):
        run(WEEK_BEFORE)
    assert not Reminder.objects.exists()
    settings.EMAIL_BACKEND = working
    run(WEEK_BEFORE)
    assert len(mail.outbox) == 1


def test_mail_that_may_have_gone_out_is_reported_and_never_sent_again(
    finding, department, settings
):
    contact_of(department, "first")
    contact_of(department, "second")
    working = settings.EMAIL_BACKEND
    through(settings, Breaking)
    Breaking.tries = 0
    with pytest.raises(CommandError):
        run(WEEK_BEFORE)
    assert Breaking.tries == 1  # the rest is left to the next run
    settings.EMAIL_BACKEND = working
    said = run(WEEK_BEFORE)
    assert f"first: /findings/{finding.uid}/" in said
    assert recipients() == [["second@example.org"]]


def test_server_that_cannot_be_reached_costs_nobody_his_mail(finding, department, settings):
    contact_of(department)
    through(settings, Unreachable)
    with pytest.raises(CommandError):
        run(WEEK_BEFORE)
    assert not Reminder.objects.exists()


def test_line_break_in_a_text_does_not_reach_the_headers(finding, department):
    contact_of(department)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audits_audit SET subject = %s", ["監査\nBcc: evil@example.org"])
    run(WEEK_BEFORE)
    [message] = mail.outbox
    assert message.subject == "【是正期限：あと７日】監査 Bcc: evil@example.org 指摘事項第３号"
    assert message.message()["Bcc"] is None
    assert message.recipients() == ["tanto@example.org"]


def test_address_with_a_line_break_gets_nothing_and_stops_nobody(finding, department):
    contact_of(department, "bad", email="a@example.org\nBcc: evil@example.org")
    contact_of(department, "good")
    with pytest.raises(CommandError):
        run(WEEK_BEFORE)
    assert recipients() == [["good@example.org"]]


def test_office_gets_one_summary_a_week(finding, department):
    contact_of(department)
    office = grant(
        UserFactory(username="office", email="office@example.org"),
        *("view_finding", "change_finding", "view_audit", "change_audit"),
    )
    for day in range(7):
        run((date(2017, 4, 3) + day * DAY).isoformat())
    summaries = [message for message in mail.outbox if message.to == [office.email]]
    [summary] = summaries
    assert summary.subject == "【指摘事項】期限超過１件"
    assert "部門別監査 第3号" in summary.body
    assert f"https://register.example.org/findings/{finding.uid}/" in summary.body
    assert "記録の不足" not in summary.body


def test_office_hears_nothing_where_nothing_is_due():
    grant(UserFactory(email="office@example.org"), "view_finding", "change_finding")
    run("2017-04-03")
    assert mail.outbox == []
