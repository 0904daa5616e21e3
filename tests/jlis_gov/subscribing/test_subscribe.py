"""The page that leads a public feed into somebody's own calendar."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils.html import strip_tags

from calendars.ical import Variant
from jlis_gov.composition import FEEDS
from meetings.models import Body
from organization.models import Department
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    """A council's meeting on a day, an audit over three months, and an internal drill."""
    council = factories.BodyFactory(slug="council", name="代表者会議")
    meeting = factories.MeetingFactory()
    factories.SessionFactory(meeting=meeting, body=council, number=16)
    audit = factories.AuditFactory(schedule_text="平成28年11月～平成29年１月")
    department = factories.DepartmentFactory(slug="joho", name="情報処理部")
    factories.AuditTargetFactory(audit=audit, department=department)
    factories.DrillFactory(internal=True)
    factories.BodyFactory(slug="secret", name="極秘会議", internal=True)


def page(client, query: str = "", status: int = 200):
    response = client.get(f"/en/subscribe/{query}")
    assert response.status_code == status
    return response


def held(client, path: str) -> int:
    return client.get(path).getvalue().count(b"BEGIN:VEVENT")


@pytest.mark.parametrize(
    ("query", "path", "count"),
    [
        ("", "/feeds/all.ics", 2),
        ("?of=all", "/feeds/all.ics", 2),
        ("?of=meetings", "/feeds/meetings.ics", 1),
        ("?of=drills", "/feeds/drills.ics", 0),
        ("?of=body:council", "/feeds/body/council.ics", 1),
        ("?of=regime:internal", "/feeds/regime/internal.ics", 1),
        ("?of=department:joho", "/feeds/department/joho.ics", 1),
        ("?long=monthly", "/feeds/all.ics?long=monthly", 4),
        ("?of=audits&long=omit", "/feeds/audits.ics?long=omit", 0),
        ("?year=2016", "/feeds/fy2016/all.ics", 2),
        ("?of=body:council&year=2016", "/feeds/fy2016/body/council.ics", 1),
        ("?of=meetings&year=2020&long=omit", "/feeds/fy2020/meetings.ics?long=omit", 0),
    ],
)
def test_page_gives_the_address_and_counts_what_it_holds(client, record, query, path, count):
    response = page(client, query)
    assert response.context["clients"].address == f"http://testserver{path}"
    assert f'value="http://testserver{path}"' in response.text
    assert response.context["count"] == count == held(client, path)


@pytest.mark.parametrize("query", ["?of=body:secret", "?of=kind:meeting", "?of=x", "?long=never"])
def test_page_refuses_what_there_is_not_and_gives_no_address(client, record, query):
    response = page(client, query, status=400)
    assert "clients" not in response.context
    assert "Select a valid choice" in response.text
    assert "極秘会議" not in response.text


def test_page_is_the_same_for_somebody_who_may_see_more(client, record):
    anyone = page(client).context["form"].fields["of"].choices
    client.force_login(factories.UserFactory(is_superuser=True))
    head = page(client)
    assert list(head.context["form"].fields["of"].choices) == list(anyone)
    assert head.context["count"] == 2


def test_page_offers_every_program_and_to_download_once(client, record):
    text = page(client, "?of=meetings").text
    for way in (
        'href="webcal://testserver/feeds/meetings.ics"',
        'href="https://outlook.office.com/calendar/0/addfromweb?url=http%3A%2F%2Ftestserver%2Ffeeds',
        'href="https://calendar.google.com/calendar/r/settings/addbyurl"',
        'href="/feeds/meetings.ics"',
        'download="calendar.ics"',
        "<svg ",
    ):
        assert way in text
    assert " style=" not in text


def test_page_asks_as_many_questions_for_three_departments_as_for_one(client, record):
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client)
        return len(captured)

    page(client)  # which publishes
    one = questions()
    factories.DepartmentFactory.create_batch(2)
    factories.BodyFactory.create_batch(2)
    page(client)
    assert questions() == one


def test_longest_address_is_one_that_google_takes():
    """It says nothing of one that is longer than 256 characters, and shows no event."""
    longest = max(one._meta.get_field("slug").max_length for one in (Body, Department))
    path = FEEDS.path_of(f"department:{'x' * longest}")
    of_a_year = path.replace("/feeds/", "/feeds/fy2016/")
    assert resolve(of_a_year).url_name == "feed"
    assert len(f"https://{'x' * 100}{of_a_year}?long={max(Variant, key=len)}") <= 256


@pytest.mark.parametrize(
    ("path", "of"),
    [
        ("meetings/", "meetings"),
        ("meetings/?fiscal_year=2016&body=council", "body:council"),
        ("audits/?q=PMS", "audits"),
        ("audits/?regime=internal", "regime:internal"),
        ("drills/", "drills"),
        ("bodies/council/", "body:council"),
        ("departments/joho/", "department:joho"),
    ],
)
def test_list_leads_to_the_calendar_that_comes_nearest_to_it(client, record, path, of):
    assert f'href="/en/subscribe/?of={of}"' in client.get(f"/en/{path}").text
    assert "clients" in page(client, f"?of={of}").context


def test_list_of_an_internal_body_leads_to_the_calendar_of_all_meetings(admin_client, record):
    listed = admin_client.get("/en/meetings/?body=secret").text
    assert 'href="/en/subscribe/?of=meetings"' in listed
    assert "body:secret" not in listed


@pytest.mark.parametrize("year", ["2013", "2101", "x", "99999999999999999999", "２０１６年"])
def test_year_that_cannot_be_is_refused(client, record, year):
    assert page(client, f"?year={year}", status=400).context["form"].errors["year"]


def test_page_of_a_year_leads_to_where_it_can_be_subscribed_to(client, record):
    assert 'href="/subscribe/?year=2016"' in client.get("/calendar/fy2016/").text
    response = client.get("/subscribe/?year=2016")
    assert response.context["name"] == "ガバナンス・監査カレンダー 平成28年度"
    years = response.context["form"].fields["year"].choices
    assert [value for value, _label in years] == ["", "2016"]


def test_page_says_how_late_each_program_is_and_where_cancelled_events_disappear(client):
    """As read of the vendors: Google asks up to a day later, and drops what is cancelled."""
    text = " ".join(strip_tags(client.get("/subscribe/").text).split())
    assert "Googleカレンダー 最大で１日程度かかります。" in text
    assert "中止した予定は表示されなくなります" in text
    for program in ("Outlook 通常は数時間", "Appleのカレンダー 端末の設定", "Thunderbirdなど"):
        assert program in text
    assert "Up to a day" in client.get("/en/subscribe/").text
