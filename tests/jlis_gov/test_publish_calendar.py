"""What the journal makes readers publish is all there is to publish."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from calendars.feeds.models import PublishedFeed
from calendars.feeds.publishing import publish
from jlis_gov.composition import FEEDS
from records import journal
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> dict:
    """A meeting, an audit of a department, one of all the others, and a drill, all told."""
    body = factories.BodyFactory(name="第一委員会", short_name="第一委")
    kind = factories.AuditTypeFactory(short_name="PMS監査")
    departments = [factories.DepartmentFactory() for _ in range(2)]
    meeting = factories.MeetingFactory()
    factories.SessionFactory(meeting=meeting, body=body, number=1)
    audits = [factories.AuditFactory(), factories.AuditFactory(scope="all_others")]
    for audit in audits:
        factories.AuditClassificationFactory(audit=audit, type=kind)
    target = factories.AuditTargetFactory(audit=audits[0], department=departments[0])
    publish(FEEDS, now=timezone.now())
    return {"body": body, "type": kind, "department": departments[0], "meeting": meeting,
            "audit": audits[0], "target": target, "other": departments[1]}  # fmt: skip


CHANGES = {
    "a body is renamed": ("body", {"name": "新委員会", "short_name": "新委"}),
    "a type is renamed": ("type", {"short_name": "新監査"}),
    "a department is renamed": ("department", {"name": "新部"}),
    "a meeting moves": ("meeting", {"venue": "別室"}),
    "a meeting is called off": ("meeting", {"status": "cancelled"}),
    "an audit is made internal": ("audit", {"visibility": "internal"}),
    "an audit names another department": ("target", {"department": "other"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_journalled_change_leaves_nothing_to_publish(register, name):
    which, values = CHANGES[name]
    record = register[which]
    for field, value in values.items():
        setattr(record, field, register["other"] if value == "other" else value)
    with journal.change(actor="test", reason="変更"):
        record.save()
    assert publish(FEEDS, now=timezone.now()) != []
    assert publish(FEEDS, now=timezone.now(), everything=True) == []


def test_department_in_departments_of_the_longest_names_is_told(register):
    department = None
    for n in range(4):
        department = factories.DepartmentFactory(name=f"{n}" * 100, parent_department=department)
    with journal.change(actor="test", reason="変更"):
        register["target"].department = department
        register["target"].save()
    publish(FEEDS, now=timezone.now())
    told = PublishedFeed.objects.get(key=f"department:{department.slug}", long="span")
    assert told.title == "".join(f"{n}" * 100 for n in range(4))


def test_command_prints_what_it_tells(register):
    register["meeting"].venue = "別室"
    with journal.change(actor="test", reason="変更"):
        register["meeting"].save()
    first, second = StringIO(), StringIO()
    call_command("publish_calendar", stdout=first)
    call_command("publish_calendar", stdout=second)
    assert str(register["meeting"].uid) in first.getvalue()
    assert len(first.getvalue().splitlines()) == 2
    assert len(second.getvalue().splitlines()) == 1
