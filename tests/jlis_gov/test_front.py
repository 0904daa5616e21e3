"""The front page: what is next, this month, the year; and what it says where there is nothing."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import calendars.pages.views
import jlis_gov.front
from records import journal
from tests.jlis_gov.test_pages import make_audit, make_drill, make_meeting, make_one_of_each

pytestmark = pytest.mark.django_db


def test_front_page_says_what_is_next(client, today):
    make_meeting(schedule_text="平成28年11月８日", status="planned")
    make_audit(schedule_text="平成28年10月31日", subject="過ぎた監査")
    make_audit(schedule_text="平成28年11月９日", subject="中止した監査", status="cancelled")
    make_drill(schedule_text="平成28年12月")
    running = make_audit(schedule_text="平成28年10月～12月", subject="続く監査")
    context = client.get("/").context
    assert [one.entry.categories[0] for one in context["coming"]] == ["会議", "訓練"]
    assert [one.entry.uid for one in context["under_way"]] == [str(running.uid)]


def test_front_page_tells_of_every_meeting_of_the_next_four_weeks(client, today):
    for day in (*range(2, 10), 28, 29):
        make_meeting(schedule_text=f"平成28年11月{day}日", status="planned")
    context = client.get("/").context
    assert len(context["coming"]) == 6
    assert context["left_out"] == {"count": 3, "month": (2016, 11)}
    page = client.get("/").text
    assert "４週間以内に、ほか3件" in page
    assert 'href="/calendar/2016-11/">４週間' in page


def test_front_page_counts_what_the_year_ahead_holds_beyond_its_list(client, today):
    for month in (10, 11, 12):
        for day in (27, 28, 29):
            make_meeting(schedule_text=f"平成28年{month}月{day}日", status="planned")
    jan = [make_meeting(schedule_text=f"平成29年１月{n}日", status="planned") for n in (4, 5)]
    context = client.get("/").context
    assert (len(context["coming"]), context["left_out"]) == (6, {})
    assert context["in_year_ahead"] == {"count": len(jan), "month": (2017, 1)}
    assert "今後１年以内に、ほか2件" in client.get("/").text


def test_front_page_counts_what_else_is_under_way(client, today):
    for number in range(10):
        make_audit(schedule_text="平成28年10月～12月", subject=f"続く監査{number}")
    page = client.get("/")
    assert (len(page.context["under_way"]), page.context["more_under_way"]) == (8, 2)
    assert 'href="/calendar/2016-11/">ほか2件（今月のページ）' in page.text
    month = client.get("/calendar/2016-11/").text
    assert all(f"続く監査{number}" in month for number in range(10))


def test_front_page_that_shows_all_says_of_no_more(client, today):
    make_meeting(schedule_text="平成28年12月８日", status="planned")
    make_audit(schedule_text="平成28年10月～12月")
    assert "ほか" not in client.get("/").text


def test_front_page_shows_this_month_in_a_row(client, today):
    make_meeting(schedule_text="平成28年11月８日")
    make_audit(schedule_text="平成28年11月29日～12月２日")
    make_drill(schedule_text="平成28年11月")
    make_drill(fiscal_year=2017, schedule_text="平成29年４月", status="planned")
    response = client.get("/")
    month = response.context["month"]
    days = [day for week in month.weeks for day in week.days if day.in_month]
    assert [day.date.day for day in days if day.entries] == [8, 29, 30]
    assert len(month.vague) == 1
    assert str(response.context["fiscal_year"]) == "2016"
    assert 'href="/calendar/2016-11/#day-29"' in response.text


def test_front_page_with_nothing_coming_shows_the_latest_year(client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 11, 24))
    make_one_of_each()
    response = client.get("/")
    assert response.context["coming"] == []
    assert str(response.context["fiscal_year"]) == "2016"
    assert response.context["counts"] == {"meetings": 1, "audits": 3, "drills": 1}
    assert [str(year) for year in response.context["years"]] == ["2016"]
    assert {one.entry.categories[0] for one in response.context["latest"]} == {
        "会議",
        "監査",
        "訓練",
    }


def test_front_page_shows_the_latest_year_of_which_something_was_held(client, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 11, 24))
    make_one_of_each()
    make_meeting(fiscal_year=2017, schedule_text="平成29年６月16日", status="planned")
    response = client.get("/")
    assert str(response.context["fiscal_year"]) == "2016"
    assert [str(year) for year in response.context["years"]] == ["2017", "2016"]
    assert [(kind.name, number, held) for kind, number, held in response.context["tiles"]] == [
        ("meetings", 1, 1),
        ("audits", 3, 3),
        ("drills", 1, 1),
    ]


def test_front_page_asks_as_often_for_more_records(client, today):
    make_one_of_each()
    client.get("/")  # which publishes what the register is filled with
    make_meeting(schedule_text="平成28年11月２日", status="planned")
    asked = []
    for _round in range(3):
        client.get("/")  # which publishes
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        asked.append(len(queries))
        for number in range(3):
            make_meeting(schedule_text=f"平成29年１月{number + 5}日", status="planned")
    assert asked == [asked[0]] * 3


def test_front_page_of_an_empty_register_says_so(client):
    response = client.get("/en/")
    assert "Nothing is on record yet." in response.text


def test_front_page_draws_the_year_small(client, today):
    meeting = make_meeting(schedule_text="平成28年11月８日")
    audit = make_audit(schedule_text="平成28年11月", regime="external")
    hidden = make_audit(schedule_text="平成28年12月", subject="未公表監査", internal=True)
    called_off = make_drill(schedule_text="平成28年10月３日", status="cancelled")
    response = client.get("/en/")
    rows = response.context["drawing"].rows
    assert [row.name for row in rows] == ["Meetings", "External review and audit", "Drills"]
    for record in (meeting, audit, called_off):
        link = f'href="/en{record.get_absolute_url().removeprefix("/en")}"'
        assert link in response.text.partition('class="overview"')[2]
    assert f"{hidden.uid}" not in response.text
    tips = re.findall(r'(?s)<g class="timeline-tip".*?<text>(.*?)</text>', response.text)
    told = [" ".join(unescape(re.sub("<[^>]*>", "", tip)).split()) for tip in tips]
    assert told[0].startswith("8 November 2016 ")
    assert told[2].endswith(" cancelled")


def test_front_page_draws_a_crowded_year_on_the_page_of_the_year_only(client, today, monkeypatch):
    monkeypatch.setattr(jlis_gov.front, "MOST_DRAWN", 1)
    make_meeting(schedule_text="平成28年11月８日")
    assert 'class="overview"' in client.get("/").text
    make_audit(schedule_text="平成28年11月９日")
    response = client.get("/")
    assert 'class="overview"' not in response.text
    counts = {one.month: one.kinds for one in response.context["month_counts"] if one.count}
    assert counts == {11: {"audit": 1, "meeting": 1}}
    monkeypatch.setattr(calendars.pages.views, "MOST_DRAWN", 1)
    year = client.get("/calendar/fy2016/")
    assert [one.kinds for one in year.context["month_counts"] if one.count] == [counts[11]]
    assert "月ごとに示します" in year.text
    assert year.context["drawing"] is None


def test_tiles_strip_and_drawing_count_the_same_records(client, today, monkeypatch):
    """Three audits of the year before, which ran on into this one, stood beneath 「監査 0」."""
    make_meeting(schedule_text="平成28年11月８日")
    for n in range(3):
        make_audit(
            fiscal_year=2015, schedule_text="平成28年３月28日～４月５日", subject=f"前年度{n}"
        )
    make_audit(schedule_text="平成28年９月１日、５日、10月", subject="三つの部分")
    make_audit(schedule_text="平成28年９月～11月", subject="月をまたぐ")
    make_audit(fiscal_year=2016, schedule_text="平成29年４月３日", subject="翌年度の日")
    make_drill(schedule_text="未定", status="planned")
    response = client.get("/")
    monkeypatch.setattr(jlis_gov.front, "MOST_DRAWN", 1)
    by_month = {one.month: one.count for one in client.get("/").context["month_counts"]}
    assert {month: n for month, n in by_month.items() if n} == {4: 3, 9: 2, 10: 2, 11: 2}
    drawn = [bar.entry for row in response.context["drawing"].rows for bar in row.bars]
    of_kind = {
        kind: len({entry.uid for entry in drawn if entry.has(f"kind:{kind}")})
        for kind in ("meeting", "audit", "drill")
    }
    assert of_kind == {"meeting": 1, "audit": 5, "drill": 0}
    assert response.context["counts"] == {"meetings": 1, "audits": 5, "drills": 0}
    assert "どの年度の記録かにかかわらず" in response.text
    assert "whichever year's record it is" in client.get("/en/").text


@pytest.mark.parametrize(("name", "kind"), [("meetings", "meeting"), ("audits", "audit")])
def test_number_on_a_tile_is_that_of_the_list_it_leads_to(client, today, name, kind):
    make = {"meetings": make_meeting, "audits": make_audit}[name]
    make(schedule_text="平成28年11月８日")
    make(fiscal_year=2017, schedule_text="平成29年３月31日")
    make(schedule_text="未定", status="planned")
    make(schedule_text="平成28年９月１日", life="withdrawn")
    put_off = make(schedule_text="平成28年９月２日", status="planned")
    with journal.change(actor="test", reason="延期"):
        put_off.schedule_text, put_off.status = "未定", "postponed"
        put_off.full_clean()
        put_off.save()
    front = client.get("/")
    assert f'href="/{name}/?during=2016"' in front.text
    listed = client.get(f"/{name}/?during=2016")
    assert front.context["counts"][name] == listed.context["table"].page.paginator.count == 3
    assert "行われる年度" in listed.text
    assert "平成28年度（2016年度）" in listed.text.split('id="list-chips"')[1]


@pytest.mark.parametrize("wrong", ["abc", "2013", "20160"])
def test_year_of_a_tile_that_is_none_is_an_error(client, db, wrong):
    assert client.get(f"/audits/?during={wrong}").status_code == 400
