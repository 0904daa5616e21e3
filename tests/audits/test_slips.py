"""Planned against actual: the approved plan, the schedule today, and the reason for the slip."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from audits.models import Audit, Drill
from audits.slips import planned, unexplained, word_planned
from records import journal
from records.base import Life
from tests.admin_forms import address_of, assert_accepted, submit
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditPlanFactory,
    DrillFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def listed(text="平成28年９月", now="", factory=AuditFactory, **fields):
    """An audit that an approved plan lists for `text` and that is now scheduled for `now`."""
    record = factory(schedule_text=text)
    AuditPlanFactory(rows=[record], fiscal_year=2014 + record.pk % 80)
    with journal.change(actor="test"):
        record.schedule_text = now or text
        for name, value in fields.items():
            setattr(record, name, value)
        record.full_clean()
        record.save()
    return record


def test_audit_that_no_plan_lists_has_no_planned_schedule():
    assert planned(AuditFactory()) is None


def test_slip_is_from_the_last_version_and_the_first_is_told():
    audit = AuditFactory(schedule_text="平成28年７月")
    AuditPlanFactory(rows=[audit])
    with journal.change(actor="test"):
        audit.schedule_text = "平成28年９月"
        audit.full_clean()
        audit.save()
    AuditPlanFactory(rows=[audit], revision=1, reason="都合", title="第１次改定")
    with journal.change(actor="test"):
        audit.schedule_text = "平成28年11月８日"
        audit.full_clean()
        audit.save()
    with translation.override("en"):
        told = word_planned(planned(audit))
    assert told == "September 2016 (第１次改定): 2 months late; at first July 2016"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("平成28年９月28日", "as planned"),
        ("平成28年10月３日", "1 month late"),
        ("平成28年７月３日", "2 months early"),
        ("未定", "cannot be told"),
    ],
)
def test_course_is_told_in_words(now, told):
    with translation.override("en"):
        assert planned(listed(now=now)).course == told


def test_only_what_certainly_slipped_without_a_reason_waits_for_one():
    slipped = listed(now="平成28年11月")
    listed(now="平成28年11月", slip_reason="対象部門の都合")
    listed(now="平成28年９月５日")
    listed(now="未定")
    listed(now="平成28年11月", status="cancelled")
    listed(now="平成28年11月", life=Life.WITHDRAWN)
    AuditFactory()
    assert list(unexplained(Audit.objects.all())) == [slipped]


def test_revised_plan_explains_what_it_says_itself():
    audit = listed(now="平成28年11月")
    AuditPlanFactory(rows=[audit], fiscal_year=2014 + audit.pk % 80, revision=1, reason="都合")
    assert not unexplained(Audit.objects.all()).exists()


def test_drills_slip_like_audits():
    drill = listed(now="平成28年11月", factory=DrillFactory)
    assert list(unexplained(Drill.objects.all())) == [drill]


def test_list_of_the_office_finds_them(admin_client):
    slipped, on_time = listed(now="平成28年11月"), listed()
    page = admin_client.get("/admin/audits/audit/?slip=unexplained")
    assert list(page.context["cl"].result_list) == [slipped]
    page = admin_client.get("/admin/audits/audit/?slip=nonsense")
    assert set(page.context["cl"].result_list) == {slipped, on_time}


def test_reason_is_typed_on_the_page_that_shows_the_planned_schedule(admin_client):
    audit = listed(now="平成28年11月")
    AuditClassificationFactory(audit=audit)
    assert "監査計画" in admin_client.get(address_of(audit)).content.decode()
    typed = {"slip_reason": "監査人の都合", "change_reason": "時期変更の理由の記入"}
    assert_accepted(submit(admin_client, address_of(audit), typed))
    audit.refresh_from_db()
    assert audit.slip_reason == "監査人の都合"


@pytest.mark.parametrize("factory", [AuditFactory, DrillFactory])
def test_page_tells_the_plan_to_those_who_may_read_plans_only(client, factory):
    record = listed(now="平成28年11月", slip_reason="秘密の理由", factory=factory)
    address = record.get_absolute_url()
    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        page = client.get(address).content.decode()
        assert "秘密の理由" not in page
        assert "監査計画" not in page
    client.force_login(UserFactory(staff=True))
    page = client.get(address).content.decode()
    assert "秘密の理由" in page
    assert "監査計画" in page


def test_filter_asks_as_often_for_three_audits_as_for_one():
    asked = []
    for number in (1, 3):
        while Audit.objects.count() < number:
            listed(now="平成28年11月")
        with CaptureQueriesContext(connection) as queries:
            assert unexplained(Audit.objects.all()).count() == number
        asked.append(len(queries))
    assert asked[0] == asked[1]
