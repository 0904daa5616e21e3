"""What the office's lists and forms of everything that takes place have in common."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audits.models import Audit
from jlis_gov.models import ReportNote
from records import journal
from tests.admin_forms import address_of, assert_accepted, submit
from tests.factories import AuditClassificationFactory, AuditFactory

pytestmark = pytest.mark.django_db

AUDITS = reverse("admin:audits_audit_changelist")
ENDED_ERA = "平成31年11月８日"  # the era had ended on 30 April of that year


def doubtful_audit() -> Audit:
    audit = AuditFactory(fiscal_year=2019, schedule_text=ENDED_ERA)
    AuditClassificationFactory(audit=audit)
    return audit


def found(client, query: str) -> list[Audit]:
    return list(client.get(f"{AUDITS}?{query}").context["cl"].queryset)


def test_list_and_record_name_the_fiscal_year_alike(admin_client):
    audit = AuditFactory()
    assert "平成28年度" in admin_client.get(AUDITS).text.split('id="result_list"')[1]
    form = admin_client.get(address_of(audit)).context["adminform"].form
    assert str(form.fields["fiscal_year"].help_text).startswith("平成28年度（2016年度）")
    new = admin_client.get(f"{AUDITS}add/").context["adminform"].form
    assert str(new.fields["fiscal_year"].help_text).startswith("例：令和８")
    with journal.change(actor="test"):
        ReportNote.objects.create(fiscal_year=2016, table_number=6, text="合同で開催")
    notes = admin_client.get(reverse("admin:jlis_gov_reportnote_changelist")).text
    assert "平成28年度" in notes.split('id="result_list"')[1]


def test_warning_is_settled_by_whoever_looked(admin_client):
    audit = doubtful_audit()
    assert found(admin_client, "doubtful=1") == [audit]
    typed = {"warnings_settled": "on", "change_reason": "文書の表記どおり"}
    assert_accepted(submit(admin_client, address_of(audit), typed))
    assert found(admin_client, "doubtful=1") == []


def test_warning_of_another_text_is_not_settled_yet(admin_client):
    audit = doubtful_audit()
    settled = {"warnings_settled": "on", "change_reason": "文書の表記どおり"}
    assert_accepted(submit(admin_client, address_of(audit), settled))
    moved = {"schedule_text": "平成31年12月３日", "change_reason": "日程変更"}
    assert_accepted(submit(admin_client, address_of(audit), moved))
    assert found(admin_client, "doubtful=1") == [audit]


@pytest.mark.parametrize(("days", "is_found"), [(-1, False), (0, True), (27, True), (28, False)])
def test_list_of_the_next_four_weeks_begins_today(admin_client, days, is_found):
    day = timezone.localdate() + timedelta(days=days)
    fiscal_year = day.year if day.month >= 4 else day.year - 1
    audit = AuditFactory(fiscal_year=fiscal_year, schedule_text=day.isoformat())
    assert found(admin_client, "coming=1") == ([audit] if is_found else [])


MIDNIGHT, MIDNIGHT_WARNING = "2016/10/24 0:00", "時刻のない日に0:00を付けます"
DAY, AT_MIDNIGHT = "2016-10-24..2016-10-24 day", "2016-10-24..2016-10-24 minute 00:00-"


def test_midnight_left_by_a_program_is_the_day_until_somebody_confirms_it(admin_client):
    audit = AuditFactory(fiscal_year=2016, schedule_text="平成28年10月")
    AuditClassificationFactory(audit=audit)
    typed = {"schedule_text": MIDNIGHT, "change_reason": "日程確定"}
    answer = submit(admin_client, address_of(audit), typed)
    assert_accepted(answer)
    assert MIDNIGHT_WARNING in admin_client.get(address_of(audit)).content.decode()
    audit.refresh_from_db()
    assert audit.schedule.canonical() == DAY
    assert found(admin_client, "doubtful=1") == [audit]

    confirmed = {"warnings_settled": "on", "change_reason": "午前０時に開始"}
    assert_accepted(submit(admin_client, address_of(audit), confirmed))
    audit.refresh_from_db()
    assert audit.schedule.canonical() == AT_MIDNIGHT
    assert found(admin_client, "doubtful=1") == []


def test_what_was_confirmed_of_another_text_makes_no_midnight(admin_client):
    audit = doubtful_audit()
    settled = {"warnings_settled": "on", "change_reason": "文書の表記どおり"}
    assert_accepted(submit(admin_client, address_of(audit), settled))
    moved = {"schedule_text": MIDNIGHT, "change_reason": "日程変更"}
    assert_accepted(submit(admin_client, address_of(audit), moved))
    audit.refresh_from_db()
    assert audit.schedule.canonical() == DAY
