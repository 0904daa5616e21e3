"""What lies ahead cannot have been held: meetings, audits and drills, in forms and from files."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from audits.models import Drill
from tests.admin_forms import address_of, assert_accepted, complaints, filled, submit
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    DrillDepartmentFactory,
    DrillFactory,
    MeetingFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2016, 11, 8))


def an_audit(**values):
    return AuditClassificationFactory(audit=AuditFactory(**values)).audit


def a_meeting(**values):
    return SessionFactory(meeting=MeetingFactory(**values)).meeting


def a_drill(**values):
    return DrillDepartmentFactory(drill=DrillFactory(**values)).drill


KINDS = pytest.mark.parametrize("make", [an_audit, a_meeting, a_drill])


@KINDS
@pytest.mark.parametrize("when", ["平成28年11月９日", "平成28年12月", "平成28年11月１日、９日"])
def test_form_refuses_what_lies_ahead_as_held(admin_client, make, when):
    record = make(schedule_text="平成28年11月", status="planned", internal=True)
    typed = {"schedule_text": when, "status": "held", "change_reason": "実績"}
    said = complaints(submit(admin_client, address_of(record), typed))
    assert "まだ来ていない日があります" in said
    assert_accepted(submit(admin_client, address_of(record), typed | {"status": "planned"}))
    record.refresh_from_db()
    assert record.status == "planned"


@KINDS
@pytest.mark.parametrize("when", ["平成28年11月８日", "平成28年11月", "平成28年11月～12月"])
def test_form_takes_what_has_come_or_begun_as_held(admin_client, make, when):
    record = make(status="planned", internal=True)
    typed = {"schedule_text": when, "status": "held", "change_reason": "実績"}
    assert_accepted(submit(admin_client, address_of(record), typed))


@KINDS
def test_record_far_from_its_year_is_doubtful_until_it_is_confirmed(admin_client, make):
    record = make(status="planned", internal=True)
    typed = {"schedule_text": "平成38年11月９日", "change_reason": "予定"}
    address = address_of(record)
    response = admin_client.post(address, filled(admin_client, address, typed), follow=True)
    assert "年度（平成28年４月１日～平成29年３月31日）から離れています" in response.content.decode()
    record.refresh_from_db()
    assert record.is_doubtful
    assert_accepted(submit(admin_client, address_of(record), {"warnings_settled": "on"}))
    record.refresh_from_db()
    assert not record.is_doubtful
    assert_accepted(submit(admin_client, address_of(record), {"fiscal_year": "2025"}))
    record.refresh_from_db()
    assert record.is_doubtful


def test_reading_beneath_the_field_says_that_it_is_far(admin_client):
    typed = {"schedule_text": "平成38年11月９日", "fiscal_year": "2016"}
    page = admin_client.get("/admin/audits/audit/reading/", typed).content.decode()
    assert "から離れています" in page


def test_record_typed_by_hand_holds_nothing_that_lies_ahead(tmp_path):
    (tmp_path / "drills.toml").write_text(
        '[[drill]]\nkey = "one"\nfiscal_year = 2016\nscenario = "想定"\n'
        'schedule_text = "平成28年11月９日"\nstatus = "held"\n',
        "utf-8",
    )
    with pytest.raises(CommandError):
        call_command("load_record", tmp_path, stdout=StringIO())
    assert not Drill.objects.exists()
