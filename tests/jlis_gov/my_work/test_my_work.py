"""One person's work: what waits for whom, how it is counted, and where somebody begins."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.answers import answerable, assigned
from audits.models import InspectionScope
from jlis_gov.accounts import roles
from jlis_gov.my_work import page as my_work
from organization.models import Contact
from records.mail import Mail
from tests.factories import (
    AuditFactory,
    AuditTargetFactory,
    CertificationFactory,
    CorrectiveActionFactory,
    DepartmentFactory,
    FindingFactory,
    MeetingFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2017, 3, 15)
PAGE = "/en/my-work/"
PASSWORD = "a long password of somebody"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def department():
    return DepartmentFactory(name="情報処理部")


def somebody(role: str, *departments, **facts):
    call_command("sync_roles", verbosity=0)
    user = UserFactory(is_staff=role in (roles.SECRETARIAT, roles.AUDIT_OFFICE), **facts)
    user.groups.add(Group.objects.get(name=role))
    for one in departments:
        Contact.objects.create(user=user, department=one)
    return user


def finding(department, summary="記録がない。", **facts):
    facts = {"found_on": date(2017, 2, 8), "due_on": date(2017, 3, 31)} | facts
    audit = facts.pop("audit", None) or AuditFactory(schedule_text="平成29年２月８日")
    return FindingFactory(
        audit=audit, department=department, summary=summary, internal=True, **facts
    )


def answered(department, on=date(2017, 3, 1), **facts):
    return finding(department, answer="改めます。", answered_on=on, **facts)


def shown(user) -> dict[str, list[str]]:
    """The texts under each heading."""
    found = my_work.sections(user, TODAY)
    return {
        str(one.heading): [task.text for group in one.groups for task in group.tasks]
        for one in found
    }


def test_office_is_told_of_drafts_answers_overdue_findings_and_certificates(department):
    office = somebody(roles.AUDIT_OFFICE)
    AuditFactory(subject="下書きの監査", draft=True)
    AuditFactory(subject="承認済みの監査", internal=True)
    answered(department, summary="回答あり")
    finding(department, summary="回答なし")
    finding(department, summary="期限を過ぎた", due_on=date(2017, 3, 14))
    finding(department, summary="終わった", closed_on=date(2017, 3, 1), closing_reason="済み")
    CertificationFactory(name="ISMS認証", valid_until=date(2017, 6, 30))
    assert shown(office) == {
        "承認待ち": ["下書きの監査"],
        "公表待ち": ["承認済みの監査"],
        "回答があり判断を待つ指摘事項": ["回答あり"],
        "期限を過ぎ、部門の対応を待つ指摘事項": ["期限を過ぎた"],
        "更新の時期にある認証": ["ISMS認証"],
    }
    assert my_work.number_waiting(office, TODAY) == 5


def test_contact_is_told_of_the_own_department_alone(department):
    contact = somebody(roles.CONTACT, department)
    finding(department, summary="回答なし")
    finding(DepartmentFactory(name="別の部"), summary="よその指摘")
    answered(department, summary="処置の期限が近い")
    answered(department, summary="期限は先", due_on=date(2017, 12, 28))
    AuditFactory(subject="下書きの監査", draft=True)
    CertificationFactory(valid_until=date(2017, 6, 30))
    assert shown(contact) == {
        "回答をお願いする指摘事項": ["回答なし"],
        "期限の近い是正処置": ["処置の期限が近い"],
    }


def test_secretariat_is_told_of_meetings_alone(department):
    secretariat = somebody(roles.SECRETARIAT)
    meeting = MeetingFactory(summary="下書きの会議", draft=True)
    session = SessionFactory(meeting=meeting)
    finding(department)
    AuditFactory(draft=True)
    found = shown(secretariat)
    assert list(found) == ["承認待ち"]
    assert [str(session.body.name) in one for one in found["承認待ち"]] == [True]


@pytest.mark.parametrize("role", [roles.EXECUTIVE, roles.COUNCIL_MEMBER, roles.INSPECTOR])
def test_nothing_waits_for_who_only_reads(role, department):
    finding(department)
    AuditFactory(draft=True)
    assert shown(somebody(role)) == {}


def inspector_of_internal_audits():
    user = somebody(roles.INSPECTOR)
    InspectionScope.objects.create(
        user=user,
        regime="internal",
        first_fiscal_year=2016,
        last_fiscal_year=2016,
        expires_on=TODAY,
    )
    return user


@pytest.mark.parametrize("make", [lambda: somebody(roles.EXECUTIVE), inspector_of_internal_audits])
def test_who_only_reads_findings_watches_what_is_late_or_soon_due(client, department, make):
    user = make()
    finding(department, title="期限内", due_on=date(2017, 3, 31))
    finding(department, title="遅れた件", due_on=date(2017, 3, 14))
    finding(department, title="まだ先", due_on=date(2017, 6, 30))
    watched = [
        (str(one.heading), [one.task(row).text for row in one.rows])
        for one in my_work.watched(user, TODAY)
    ]
    assert watched == [
        ("期限を過ぎた指摘事項", ["遅れた件"]),
        ("30日以内に期限が来る指摘事項", ["期限内"]),
    ]
    assert my_work.number_waiting(user, TODAY) == 0
    client.force_login(user)
    for page in ("/my-work/", "/"):
        text = " ".join(client.get(page).text.split())
        late = text.split("遅れた件</a>")[1].split("</li>")[0]
        assert '<span aria-hidden="true">！</span>期限超過' in late
        assert "まだ先" not in text


def test_who_deals_with_findings_has_nothing_to_watch_beside(department):
    finding(department, due_on=date(2017, 3, 14))
    for user in (somebody(roles.AUDIT_OFFICE), somebody(roles.CONTACT, department)):
        assert my_work.watched(user, TODAY) == []
        assert [one.number for one in my_work.in_brief(user, TODAY)] == [1]


def test_front_page_is_silent_about_findings_to_who_may_see_none(client, department):
    finding(department, title="期限超過の件", due_on=date(2017, 3, 14))
    client.force_login(somebody(roles.COUNCIL_MEMBER))
    assert "front-work" not in client.get("/").text
    client.logout()
    assert "front-work" not in client.get("/").text


@pytest.mark.parametrize(
    ("answered_on", "planned_for", "waits"),
    [
        (date(2017, 3, 14), date(2017, 6, 30), True),  # a new answer is shown, whatever it plans
        (date(2017, 2, 20), date(2017, 6, 30), False),  # the department's turn
        (date(2017, 2, 20), date(2017, 3, 14), True),  # the day is past, and nothing came
        (date(2017, 2, 20), None, True),
    ],
)
def test_answer_waits_for_the_office_until_an_action_is_awaited(
    department, answered_on, planned_for, waits
):
    office = somebody(roles.AUDIT_OFFICE)
    one = answered(department, on=answered_on)
    CorrectiveActionFactory(finding=one, planned_for=planned_for)
    assert ("回答があり判断を待つ指摘事項" in shown(office)) is waits


def test_assigned_findings_are_those_that_may_be_answered(department):
    contact = somebody(roles.CONTACT, department)
    ready = finding(department)
    finding(department, draft=True)
    finding(department, audit=AuditFactory(draft=True))
    finding(DepartmentFactory())
    assert list(assigned(contact)) == [ready] == list(answerable(contact))


def test_audits_ahead_are_each_one_line_and_long_ones_under_way(department):
    office = somebody(roles.AUDIT_OFFICE)
    AuditFactory(subject="きょう", schedule_text="平成29年３月15日")
    AuditFactory(subject="三日", schedule_text="平成29年３月21日、22日、28日")
    AuditFactory(subject="長い", schedule_text="平成29年１月10日～３月31日")
    AuditFactory(subject="先の", schedule_text="平成29年４月12日")
    AuditFactory(subject="中止", schedule_text="平成29年３月21日", status="cancelled")
    found = my_work.ahead(office, TODAY)
    assert [one.entry.title for one in found.coming] == ["きょう", "三日"]
    assert [one.entry.title for one in found.under_way] == ["長い"]


def test_list_ahead_says_how_many_it_leaves_out(client, monkeypatch):
    monkeypatch.setattr(my_work, "SHOWN_AHEAD", 2)
    for number in range(5):
        AuditFactory(subject=f"監査{number}", schedule_text="平成29年３月21日")
    client.force_login(somebody(roles.EXECUTIVE))
    text = client.get(PAGE).text
    assert "3 more in the next four weeks" in text


def test_contact_sees_ahead_what_concerns_the_own_department(department):
    contact = somebody(roles.CONTACT, department)
    for subject, whose in (("うちの", department), ("よその", DepartmentFactory())):
        audit = AuditFactory(subject=subject, schedule_text="平成29年３月21日", internal=True)
        AuditTargetFactory(audit=audit, department=whose)
    assert [one.entry.title for one in my_work.ahead(contact, TODAY).coming] == ["うちの"]


def test_external_members_are_shown_nothing_ahead():
    AuditFactory(schedule_text="平成29年３月21日")
    assert my_work.ahead(somebody(roles.COUNCIL_MEMBER), TODAY) == my_work.Ahead()


def test_page_says_how_many_more_there_are_and_leads_to_all(client, monkeypatch):
    monkeypatch.setattr(my_work, "SHOWN", 2)
    for number in range(3):
        AuditFactory(subject=f"監査{number}", draft=True)
    client.force_login(somebody(roles.AUDIT_OFFICE))
    text = client.get(PAGE).text
    assert "1 more, on the list of all" in text
    assert "/admin/audits/audit/?waiting=approval" in text
    assert "監査2" in text
    assert "監査0" not in text


def test_page_is_for_those_who_signed_in(client):
    assert client.get(PAGE).headers["Location"] == f"/en/sign-in/?next={PAGE}"


def test_page_says_where_nothing_waits(client):
    client.force_login(somebody(roles.COUNCIL_MEMBER))
    assert "Nothing waits for you now." in client.get(PAGE).text


@pytest.mark.parametrize("path", ["/en/", "/admin/", "/admin/audits/audit/", "/en/audits/"])
def test_count_stands_in_every_header(client, department, path):
    answered(department)
    client.force_login(somebody(roles.AUDIT_OFFICE))
    client.cookies["django_language"] = "en"
    text = client.get(path).text
    assert text.count('class="my-work-number badge') == 1
    assert ">1<span" in text.replace("\n", "")


def test_public_header_tells_nothing(client, department):
    answered(department)
    assert "my-work" not in client.get("/en/").text


def queries_of(client, path) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


@pytest.mark.parametrize("role", [roles.AUDIT_OFFICE, roles.CONTACT, roles.SECRETARIAT])
def test_queries_are_as_many_for_three_as_for_one(client, department, role):
    def more() -> None:
        finding(department)
        answered(department)
        audit = AuditFactory(draft=True)
        AuditTargetFactory(audit=audit, department=department)
        AuditTargetFactory(
            audit=AuditFactory(internal=True, schedule_text="平成29年３月21日"),
            department=department,
        )
        SessionFactory(meeting=MeetingFactory(draft=True))
        CertificationFactory(valid_until=TODAY + timedelta(days=9))

    more()
    client.force_login(somebody(role, *([department] if role == roles.CONTACT else [])))
    queries_of(client, PAGE)
    more()
    before = queries_of(client, PAGE)
    more()
    more()
    assert queries_of(client, PAGE) == before


def test_header_asks_six_questions_and_a_contact_one_more(department):
    for role, most in ((roles.AUDIT_OFFICE, 6), (roles.CONTACT, 7), (roles.COUNCIL_MEMBER, 3)):
        user = type(somebody(role)).objects.get(groups__name=role)
        Contact.objects.create(user=user, department=department)
        with CaptureQueriesContext(connection) as found:
            my_work.number_waiting(user, TODAY)
        assert len(found) <= most, role


def test_header_asks_one_question_until_something_is_journalled(department):
    office = somebody(roles.AUDIT_OFFICE)
    assert my_work.number_waiting(office, TODAY) == 0
    with CaptureQueriesContext(connection) as found:
        assert my_work.number_waiting(office, TODAY) == 0
    assert len(found) == 1
    AuditFactory(draft=True)
    assert my_work.number_waiting(office, TODAY) == 1
    Mail.objects.create(key="digest:1", user=office, state=Mail.State.REFUSED)
    assert my_work.number_waiting(office, TODAY) == 2


def test_number_that_is_kept_is_one_persons_of_one_day(department):
    office, contact = somebody(roles.AUDIT_OFFICE), somebody(roles.CONTACT, department)
    finding(department, due_on=date(2017, 3, 20))
    assert [my_work.number_waiting(one, TODAY) for one in (office, contact)] == [0, 1]
    assert my_work.number_waiting(office, date(2017, 3, 21)) == 1


def sign_in(user, query="", prefix="/en"):
    user.set_password(PASSWORD)
    user.save()
    fields = {"username": user.get_username(), "password": PASSWORD}
    response = Client().post(f"{prefix}/sign-in/{query}", fields)
    return response["Location"]


@pytest.mark.parametrize(("query", "prefix"), [("", "/en"), ("?next=/en/", "/en"), ("?next=/", "")])
def test_contact_begins_at_the_own_work(department, query, prefix):
    assert sign_in(somebody(roles.CONTACT, department), query, prefix) == f"{prefix}/my-work/"


def test_who_asked_for_a_page_is_led_there(department):
    contact = somebody(roles.CONTACT, department)
    assert sign_in(contact, "?next=/en/audits/") == "/en/audits/"


def test_office_begins_where_something_waits(department):
    office = somebody(roles.AUDIT_OFFICE)
    assert sign_in(office) == "/en/"
    answered(department)
    assert sign_in(office) == "/en/my-work/"


def test_executive_begins_where_something_takes_place():
    executive = somebody(roles.EXECUTIVE)
    assert sign_in(executive) == "/en/"
    AuditFactory(schedule_text="平成29年３月21日", internal=True)
    assert sign_in(executive) == "/en/my-work/"
