"""Risks that are accepted for a time: what is refused, who is told, and what pages say."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audits.models import Finding, RiskAcceptance
from tests.admin_forms import address_of, assert_accepted, complaints, rows, submit
from tests.factories import AuditFactory, FindingFactory, RiskAcceptanceFactory

pytestmark = pytest.mark.django_db
TODAY = date(2017, 10, 2)
DAY = timedelta(days=1)
TYPED = {
    "approver_post": "理事長",
    "approved_by": "山田太郎",
    "approved_on": "2017-03-01",
    "reason": "機器の更改まで点検で補うため",
    "until": "2017-09-30",
}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def finding():
    audit = AuditFactory(schedule_text="平成29年２月８日")
    return FindingFactory(audit=audit, found_on=date(2017, 2, 8), due_on=date(2017, 3, 31))


REVIEWED = TYPED | {"reviewed_on": "2017-09-01", "result": "prolonged"}


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"until": date(2017, 2, 28)}, "承認年月日以後"),
        ({"approved_on": date(2017, 2, 7)}, "指摘日以後"),
        ({"reason": ""}, "空ではいけません|入力必須|空"),
        ({"approver_post": ""}, "空"),
        ({"reviewed_on": date(2017, 10, 2)}, "年月日と結果"),
        ({"result": "ended"}, "年月日と結果"),
        ({"reviewed_on": date(2017, 2, 28), "result": "ended"}, "承認年月日以後"),
    ],
)
def test_contradiction_is_refused_with_a_word(finding, facts, message):
    with pytest.raises(ValidationError, match=message):
        RiskAcceptanceFactory(finding=finding, **facts)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ([TYPED | {"until": "2017-02-28"}], "承認年月日以後"),
        ([TYPED | {"approved_on": "2017-10-03", "until": "2017-12-31"}], "その日が来てから"),
        ([TYPED, TYPED | {"approved_on": "2017-09-30", "until": "2018-03-31"}], "重複"),
        ([REVIEWED, TYPED | {"approved_on": "2017-08-31", "until": "2018-03-31"}], "重複"),
        ([REVIEWED], "新しい受容"),
    ],
)
def test_form_refuses_and_keeps_what_was_typed(admin_client, finding, typed, message):
    sent = rows("acceptances", *typed) | {"change_reason": "受容"}
    page = submit(admin_client, address_of(finding), sent)
    assert message in complaints(page)
    assert typed[0]["approved_by"] in page.content.decode()
    assert not RiskAcceptance.objects.exists()


def test_prolonged_acceptance_is_followed_by_the_next(admin_client, finding):
    following = TYPED | {"approved_on": "2017-09-01", "until": "2018-03-31"}
    typed = rows("acceptances", REVIEWED, following) | {"change_reason": "継続"}
    assert_accepted(submit(admin_client, address_of(finding), typed))
    assert RiskAcceptance.objects.count() == 2
    assert Finding.objects.get().state(TODAY) == "accepted"


def test_finding_is_not_closed_before_its_risk_was_accepted(finding):
    RiskAcceptanceFactory(finding=finding)
    finding = Finding.objects.get()
    finding.closed_on, finding.closing_reason = date(2017, 2, 28), "業務の廃止"
    with pytest.raises(ValidationError, match="完了日以前"):
        finding.full_clean()


@pytest.mark.parametrize(
    "change",
    ["until = '2017-02-28'", "result = 'ended'", "reviewed_on = '2017-05-01'"],
)
def test_database_refuses_what_contradicts(finding, change):
    RiskAcceptanceFactory(finding=finding)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE audits_riskacceptance SET {change}")


def test_accepted_finding_is_not_overdue_and_nobody_is_reminded(finding):
    RiskAcceptanceFactory(finding=finding)
    during, after = date(2017, 9, 30), date(2017, 10, 1)
    assert not Finding.objects.overdue(during).exists()
    assert not Finding.objects.awaiting_action(during).exists()
    assert list(Finding.objects.overdue(after)) == [finding]


def test_acceptance_is_told_to_the_office_before_and_after_its_end(admin_client, finding):
    RiskAcceptanceFactory(finding=finding, until=TODAY + 29 * DAY)
    RiskAcceptanceFactory(finding=FindingFactory(found_on=date(2017, 2, 8)), until=TODAY - DAY)
    RiskAcceptanceFactory(finding=FindingFactory(found_on=date(2017, 2, 8)), until=TODAY + 30 * DAY)
    page = admin_client.get("/my-work/").content.decode()
    assert "見直しを要するリスク受容" in page
    assert "受容の期限 平成29年10月31日" in page
    assert "受容の期限 平成29年10月１日" in page
    assert "平成29年11月１日" not in page
    desk = admin_client.get("/admin/").content.decode()
    assert "見直しを要するリスク受容" in desk
    assert "?acceptance=review" in desk
    listed = admin_client.get("/admin/audits/finding/", {"acceptance": "soon"})
    assert listed.context["cl"].result_count == 2


def test_page_and_list_say_that_the_risk_is_accepted(admin_client, finding):
    RiskAcceptanceFactory(finding=finding)
    page = admin_client.get(finding.get_absolute_url()).content.decode()
    for text in ("リスク受容", "理事長 山田太郎", "機器の更改まで点検で補うため", "見直しが必要"):
        assert text in page
    told = admin_client.get("/findings/", {"as_of": "2017-09-30"}).content.decode()
    assert "リスク受容中" in told
    assert "（期限超過）" not in told
    after = admin_client.get("/findings/").content.decode()
    assert "（期限超過）" in after
