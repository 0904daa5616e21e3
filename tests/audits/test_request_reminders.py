"""Mails about documents that are missing: as they fall due, once they are late, and to whom."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import call_command

from audits.models import DocumentRequest, ReminderOptOut
from organization.models import Contact
from records.mail import Mail
from tests import factories

pytestmark = pytest.mark.django_db
SENT, DUE = date(2016, 10, 3), date(2016, 10, 14)
DAY = timedelta(days=1)


@pytest.fixture
def contact(office):
    user = factories.UserFactory(username="tanto", email="tanto@example.org")
    Contact.objects.create(user=user, department=office)
    rights = ("read_as_contact", "submit_documentrequest")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


@pytest.fixture
def request_sent(office) -> DocumentRequest:
    audit = factories.AuditFactory(subject="委託先の監督", internal=True)
    values = {"audit": audit, "department": office, "title": "委託契約の一覧", "due_on": DUE}
    request = factories.DocumentRequestFactory(**values)
    factories.RequestStepFactory(request=request, taken_on=SENT)
    return request


def run(first: date, last: date) -> list[tuple[int, str]]:
    """The mails of each of these days, by its distance to the due date, with their subjects."""
    found = []
    for number in range((last - first).days + 1):
        mail.outbox.clear()
        for _ in range(2):  # a second run of the day sends nothing again
            day = (first + number * DAY).isoformat()
            call_command("send_reminders", "--on", day, stdout=StringIO())
        found += [((first - DUE).days + number, message.subject) for message in mail.outbox]
    return found


def test_contact_is_told_a_week_and_a_day_before_and_every_week_once_it_is_late(
    request_sent, contact
):
    open_, late = "【資料依頼：１件】委託先の監督", "【資料依頼：期限超過１件】委託先の監督"
    told = run(SENT, DUE + 9 * DAY)
    assert told == [(-11, open_), (-7, open_), (-1, open_), (1, late), (8, late)]


def test_nothing_is_said_any_more_once_it_is_submitted(request_sent, contact):
    step = {"request": request_sent, "kind": "submitted", "taken_by": "田中"}
    factories.RequestStepFactory(taken_on=SENT + DAY, **step)
    assert run(SENT + DAY, DUE + 2 * DAY) == []


def test_who_opted_out_is_not_told(request_sent, contact):
    ReminderOptOut.objects.create(user=contact)
    assert run(SENT, DUE + 2 * DAY) == []
    assert not Mail.objects.exists()
