"""The front page: what is next, this month, the year; and what it says where there is nothing."""

from datetime import date

import pytest
from django.utils import timezone

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
