"""The history of a record on its internal pages: for those who may read it, to others no page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from records import journal
from tests.factories import (
    AuditFactory,
    AuditTargetFactory,
    BodyFactory,
    DepartmentFactory,
    DrillFactory,
    FindingFactory,
    MeetingFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FACTORIES = [
    AuditFactory,
    BodyFactory,
    DepartmentFactory,
    DrillFactory,
    FindingFactory,
    MeetingFactory,
]


def path_of(record) -> str:
    with translation.override("ja"):  # an earlier test may have read English
        return record.get_absolute_url()


def history_of(record) -> str:
    return f"/en{path_of(record)}history/"


@pytest.mark.parametrize("factory", FACTORIES)
def test_office_reads_the_history_and_finds_the_way_to_it(admin_client, factory):
    record = factory()
    link = f'href="{path_of(record)}history/"'
    assert link in admin_client.get(path_of(record)).content.decode()
    page = admin_client.get(history_of(record))
    assert [each.entry.action for each in page.context["past"]] == ["create"]
    assert "made by a factory" in page.content.decode()


@pytest.mark.parametrize("factory", FACTORIES)
def test_history_is_no_page_for_the_public_and_for_readers(client, factory):
    record = factory()
    assert client.get(history_of(record)).status_code == 404
    client.force_login(UserFactory(staff=True))
    assert client.get(history_of(record)).status_code == 404
    assert "/history/" not in client.get(path_of(record)).content.decode()


def test_schedules_are_told_in_official_notation(admin_client):
    meeting = SessionFactory().meeting
    with journal.change(actor="clerk", reason="<b>moved</b>"):
        meeting.schedule_text = "2016-09-01、5日"
        meeting.full_clean()
        meeting.save()
    text = admin_client.get(f"{path_of(meeting)}history/").content.decode()
    assert "平成28年９月１日、５日</ins>" in text
    assert "平成28年11月８日</del>" in text
    assert "&lt;b&gt;moved" in text


def test_history_asks_as_often_for_many_rows_as_for_few(admin_client):
    audit = AuditTargetFactory().audit
    admin_client.get(history_of(audit))
    with CaptureQueriesContext(connection) as few:
        admin_client.get(history_of(audit))
    for _number in range(2):
        AuditTargetFactory(audit=audit)
    admin_client.get(history_of(audit))
    with CaptureQueriesContext(connection) as many:
        page = admin_client.get(history_of(audit))
    assert len(page.context["past"]) == 4
    assert len(many) == len(few)
