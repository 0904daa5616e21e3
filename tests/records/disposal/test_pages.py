"""The pages of disposal: the office decides, nobody else, and addresses say what became of them."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from calendars.feeds import publishing
from jlis_gov.accounts import roles
from jlis_gov.composition import FEEDS
from meetings.models import Meeting
from records.disposal import DisposalRegister
from tests.factories import FindingFactory, MeetingFactory, UserFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]
OLD = {"fiscal_year": 2014, "schedule_text": "平成26年11月８日"}
DECIDE = "/admin/records/disposalregister/decide/"
DECISION = {
    "approver": "監査室長",
    "decided_on": "令和７年４月３日",
    "decision_number": "監決第３号",
    "change_reason": "保存期間満了",
    "confirm": "1",
}


@pytest.fixture
def meeting(monkeypatch):
    """A meeting of fiscal 2014; the clock reads 5 April 2025 afterwards."""
    at = "django.utils.timezone.now"
    monkeypatch.setattr(at, lambda: datetime(2014, 11, 8, 3, tzinfo=UTC))
    made = MeetingFactory(**OLD)
    monkeypatch.setattr(at, lambda: datetime(2025, 4, 5, 3, tzinfo=UTC))
    return made


def signed_in(client, role):
    roles.sync()
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


@pytest.fixture
def office(client):
    signed_in(client, roles.AUDIT_OFFICE)
    return client


def test_office_sees_what_is_due_and_nothing_is_done_by_looking(office, meeting):
    page = office.get(DECIDE).content.decode()
    assert "会議（平成26年11月８日）" in page
    assert "令和７年３月31日" in page
    assert Meeting.objects.exists()


def test_chosen_records_are_shown_again_before_anything_is_done(office, meeting):
    page = office.post(DECIDE, {f"{meeting.uid}-decision": "dispose"}).content.decode()
    assert "決裁のとおり執行する" in page
    assert Meeting.objects.exists()


def test_confirmed_decision_is_carried_out_and_told(office, meeting):
    answer = office.post(DECIDE, {f"{meeting.uid}-decision": "dispose"} | DECISION, follow=True)
    register = DisposalRegister.objects.get()
    assert (register.approver, register.decided_on) == ("監査室長", date(2025, 4, 3))
    assert answer.redirect_chain[-1][0].endswith(f"/{register.pk}/change/")
    assert "会議（平成26年11月８日）" in answer.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("decided_on", "令和７年４月６日", "まだ来ていない日です"),
        ("decision_number", "", "必ず入力"),
        ("change_reason", "", "必ず入力"),
        ("decided_on", "令和７年３月31日", "もう一度確認"),
        ("approver", "室\0長", "何か文字"),
    ],
)
def test_incomplete_decision_changes_nothing_and_keeps_what_was_typed(
    office, meeting, name, value, told
):
    sent = {f"{meeting.uid}-decision": "dispose"} | DECISION | {name: value}
    page = office.post(DECIDE, sent).content.decode()
    assert told in page
    assert "監決第３号" in page or name == "decision_number"
    assert Meeting.objects.exists()
    assert not DisposalRegister.objects.exists()


def test_extension_without_reason_is_told_on_its_row(office, meeting):
    sent = {f"{meeting.uid}-decision": "extend", f"{meeting.uid}-until": "令和10年３月31日"}
    page = office.post(DECIDE, sent | DECISION).content.decode()
    assert "延長の理由を入力してください。" in page
    assert not DisposalRegister.objects.exists()


def test_nothing_chosen_is_told(office, meeting):
    assert "１件以上" in office.post(DECIDE, DECISION).content.decode()


@pytest.mark.parametrize(
    "role", [roles.SECRETARIAT, roles.EXECUTIVE, roles.INSPECTOR, roles.CONTACT]
)
def test_others_neither_see_nor_decide(client, meeting, role):
    signed_in(client, role)
    assert client.get(DECIDE).status_code == 403
    sent = {f"{meeting.uid}-decision": "dispose"} | DECISION
    assert client.post(DECIDE, sent).status_code == 403
    assert client.get(reverse("admin:records_disposalregister_changelist")).status_code == 403
    assert Meeting.objects.exists()


def test_register_cannot_be_changed_nor_deleted(office, meeting):
    office.post(DECIDE, {f"{meeting.uid}-decision": "dispose"} | DECISION)
    address = reverse(
        "admin:records_disposalregister_change", args=[DisposalRegister.objects.get().pk]
    )
    office.post(address, {"approver": "他"})
    assert office.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert DisposalRegister.objects.get().approver == "監査室長"


def test_address_of_a_public_record_says_that_it_is_gone(office, client, meeting):
    address = meeting.get_absolute_url()
    office.post(DECIDE, {f"{meeting.uid}-decision": "dispose"} | DECISION)
    client.logout()
    answer = client.get(address)
    assert answer.status_code == 410
    assert "令和７年４月３日の決裁により廃棄" in answer.content.decode()


def test_address_of_an_internal_record_tells_nobody_else(office, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2014, 11, 8, tzinfo=UTC))
    finding = FindingFactory(
        audit__fiscal_year=2014,
        audit__schedule_text="平成26年11月８日",
        closed_on=date(2015, 3, 1),
        closing_reason="完了",
    )
    address = finding.get_absolute_url()
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2025, 4, 5, tzinfo=UTC))
    sent = {f"{row.uid}-decision": "dispose" for row in (finding, finding.audit)}
    office.post(DECIDE, sent | DECISION)
    assert client.get(address).status_code == 410
    signed_in(client, roles.EXECUTIVE)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 404


def test_event_leaves_the_feeds_without_being_called_cancelled(office, client, meeting):
    now = datetime(2025, 4, 5, 3, tzinfo=UTC)
    publishing.publish(FEEDS, now=now)
    assert str(meeting.uid) in client.get("/feeds/all.ics").getvalue().decode()
    office.post(DECIDE, {f"{meeting.uid}-decision": "dispose"} | DECISION)
    feed = client.get("/feeds/all.ics").getvalue().decode()
    assert str(meeting.uid) not in feed
    assert "中止" not in feed
