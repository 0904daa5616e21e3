"""The form of a meeting in the order of thought: its body, its next number, then its date."""

import re

import pytest
from django.contrib.auth.models import Permission

from meetings.models import Body
from tests.admin_forms import complaints, new_meeting, rows, submit
from tests.factories import BodyFactory, MeetingFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/meetings/meeting/add/"
NEXT = "/admin/meetings/meeting/next-number/"


@pytest.fixture
def council():
    body = BodyFactory(numbering=Body.Numbering.CONTINUOUS)
    SessionFactory(body=body, number=12, meeting=MeetingFactory(fiscal_year=2016))
    return body


def test_body_comes_before_the_date(admin_client):
    page = admin_client.get(ADD).content.decode()
    places = [page.index(f'name="{name}"') for name in ("sessions-0-body", "schedule_text")]
    assert places == sorted(places)
    assert page.count('id="sessions-group"') == page.count('id="agenda_items-group"') == 1


def test_agenda_and_papers_come_before_the_state_and_the_reason(admin_client):
    page = admin_client.get(ADD).content.decode()
    parts = ("agenda_items-group", "attendances-group", "handouts-group")
    places = [page.index(f'id="{part}"') for part in parts]
    fields = ("summary", "document_number", "change_reason")
    summary, number, reason = (page.index(f'name="{field}"') for field in fields)
    assert [summary, *places, number, reason] == sorted([summary, *places, number, reason])


def test_next_number_runs_on_over_the_years(admin_client, council):
    for year in ("2016", "R8", ""):
        found = admin_client.get(NEXT, {"body": council.pk, "fiscal_year": year}).json()
        assert found == {"number": 13}


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"fiscal_year": "2016"}, 5),
        ({"fiscal_year": "平成29"}, 1),
        ({"schedule_text": "平成28年９月１日"}, 5),
        ({"schedule_text": "平成29年４月"}, 1),
        ({"schedule_text": "2016年"}, None),
        ({"fiscal_year": "いつか"}, None),
    ],
)
def test_next_number_restarts_with_the_fiscal_year(admin_client, query, number):
    body = BodyFactory(numbering=Body.Numbering.YEARLY)
    SessionFactory(body=body, number=4, meeting=MeetingFactory(fiscal_year=2016))
    assert admin_client.get(NEXT, query | {"body": body.pk}).json() == {"number": number}


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 30, "\x00"])
def test_next_number_of_no_body_is_none(admin_client, key):
    assert admin_client.get(NEXT, {"body": key}).json() == {"number": None}


def test_body_without_numbers_is_proposed_none(admin_client):
    body = BodyFactory(numbering=Body.Numbering.NONE)
    assert admin_client.get(NEXT, {"body": body.pk}).json() == {"number": None}


def test_next_number_is_told_to_those_only_who_keep_meetings(client, council):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_meeting"))
    client.force_login(reader)
    assert client.get(NEXT, {"body": council.pk}).status_code == 403


def test_number_left_empty_is_told_with_the_next_one(admin_client, council):
    typed = new_meeting(**rows("sessions", {"body": council.pk, "number": ""}))
    assert "次は第13回" in complaints(submit(admin_client, ADD, typed))


@pytest.mark.parametrize(
    "term", ["第12回", "第１２回", "第十二回", "12", "１２", "第12回代表者会議", "平成28年６月"]
)
def test_search_finds_what_the_list_shows(admin_client, term):
    body = BodyFactory(name="代表者会議", numbering=Body.Numbering.CONTINUOUS)
    for number, text in ((11, "平成28年５月８日"), (12, "平成28年６月８日")):
        SessionFactory(body=body, number=number, meeting=MeetingFactory(schedule_text=text))
    page = admin_client.get("/admin/meetings/meeting/", {"q": term})
    shown = re.findall(r"第\d+回代表者会議", page.content.decode())
    assert set(shown) == {"第12回代表者会議"}
