"""Pages of bodies and meetings: years in one table, decisions, what is not on record."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from tests import factories
from tests.exported import body_of

pytestmark = pytest.mark.django_db


def held(body, number, **facts):
    meeting = factories.MeetingFactory(**facts)
    factories.SessionFactory(meeting=meeting, body=body, number=number)
    return meeting


def test_body_tells_its_years_in_one_table_and_asks_as_often_for_more(client):
    body = factories.BodyFactory(slug="council", name="代表者会議")
    factories.YearlyCountFactory(body=body, fiscal_year=2015, sittings=18, cases=70)
    held(body, 12, fiscal_year=2016, schedule_text="平成28年６月22日")
    with CaptureQueriesContext(connection) as before:
        client.get("/bodies/council/")
    held(body, 13, fiscal_year=2016, schedule_text="平成28年８月24日")
    held(body, 14, fiscal_year=2017, schedule_text="平成29年６月８日")
    with CaptureQueriesContext(connection) as after:
        response = client.get("/bodies/council/")
    assert len(after) == len(before)
    years = [
        (one.fiscal_year, len(one.meetings), one.first and one.first.number,
         one.last and one.last.number, one.count and one.count.sittings)
        for one in response.context["years"]
    ]  # fmt: skip
    assert years == [(2017, 1, 14, 14, None), (2016, 2, 12, 13, None), (2015, 0, None, None, 18)]
    assert "body=council&amp;fiscal_year=2016" in response.text
    assert "審査件数 70件" in response.text


def test_body_tells_its_quorum_where_one_is_kept(client):
    body = factories.BodyFactory(slug="council")
    assert "定足数" not in client.get("/bodies/council/").text
    factories.QuorumFactory(
        body=body, share="number", number=5, source="規程", valid_until=date(2014, 3, 31)
    )
    factories.QuorumFactory(body=body, counts_proxies=True, valid_from=date(2014, 4, 1))
    text = "".join(strip_tags(client.get("/bodies/council/").text).split())
    earlier = "定足数5人規程～平成26年３月31日"
    assert f"{earlier}委員の過半数（代理出席を含む）定款第12条平成26年４月１日～" in text


def test_what_a_row_of_members_repeats_is_set_back(client):
    body = factories.BodyFactory(slug="council")
    for order, affiliation in enumerate(("知事", "知事", "市長")):
        factories.MembershipFactory(body=body, order=order, affiliation=affiliation)
    shown = client.get("/bodies/council/").text
    cells = re.findall(r'class="([^"]*)">\s*(知事|市長)\s*</td>', shown)
    assert [(name.split(), text) for name, text in cells] == [
        ([], "知事"),
        (["cell-same"], "知事"),
        ([], "市長"),
    ]


def test_what_was_planned_and_is_over_is_not_called_planned(client):
    body = factories.BodyFactory()
    facts = {"fiscal_year": 2017, "status": "planned"}
    past = held(body, 15, schedule_text="平成29年６月16日 10：00～11：30", **facts)
    future = held(body, 16, fiscal_year=2099, schedule_text="2099年６月16日", status="planned")
    assert "結果の記録なし" in client.get(past.get_absolute_url()).text
    assert "結果の記録なし" not in client.get(future.get_absolute_url()).text
    listed = client.get("/meetings/").text
    assert listed.count("結果の記録なし") == 2  # of the one meeting, and what the filter offers
    assert "no result on record" in client.get(f"/en/bodies/{body.slug}/").text
    machines = client.get("/meetings/?_export=csv&_shape=machine").getvalue().decode("utf-8-sig")
    assert "結果の記録なし" not in machines
    assert machines.count("予定") == 2


def test_search_events_and_admin_say_so_too(client, admin_client):
    body = factories.BodyFactory()
    held(body, 15, fiscal_year=2017, schedule_text="平成29年６月16日", status="planned")
    found = client.get("/search/", {"q": "平成29年6月16日"}).text
    assert '<span class="badge badge-unknown">結果の記録なし</span>' in found
    [event] = json.loads(body_of(client.get("/meetings/?_export=events")))["events"]
    assert event["status"] == "結果の記録なし"
    listed = admin_client.get("/admin/meetings/meeting/").text
    assert '<span class="badge badge-unknown">結果の記録なし</span>' in listed


def test_list_tells_what_became_of_each_item_beside_its_number(client):
    body = factories.BodyFactory()
    meeting = held(body, 14)
    for order, outcome in enumerate(("resolved", ""), 1):
        factories.AgendaItemFactory(
            meeting=meeting,
            body=body,
            order=order,
            bill_number=f"議案第{order}号",
            title="定款の変更",
            outcome=outcome,
        )
    listed = client.get("/en/meetings/").text
    assert "議案第1号 定款の変更（議決）<br>議案第2号 定款の変更<" in listed


def test_empty_list_says_whether_anything_was_asked_for(client, db):
    assert "記録はまだありません。" in client.get("/meetings/").text
    asked = client.get("/meetings/", {"q": "決算"}).text
    assert "記録はまだありません。" not in asked
    assert "条件に合う記録はありません。" in asked
