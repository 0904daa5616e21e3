"""The front page: what is next, this month, the year; and what it says where there is nothing."""

from datetime import date

import pytest
from django.utils import timezone

import jlis_gov.views
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
    assert "<title>8 November 2016 " in response.text
    assert "called off</title>" in response.text


def test_front_page_draws_a_crowded_year_on_the_page_of_the_year_only(client, today, monkeypatch):
    monkeypatch.setattr(jlis_gov.views, "MOST_DRAWN", 1)
    make_meeting(schedule_text="平成28年11月８日")
    assert 'class="overview"' in client.get("/").text
    make_audit(schedule_text="平成28年11月９日")
    response = client.get("/")
    assert 'class="overview"' not in response.text
    assert 'href="/calendar/fy2016/#timeline"' in response.text
