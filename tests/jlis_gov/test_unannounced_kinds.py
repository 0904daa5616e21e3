"""A kind that stays internal by its nature: who may read none of it learns nothing of it."""

import pytest
from django.template.loader import render_to_string

from audits.models import Drill
from tests.factories import UserFactory
from tests.jlis_gov.test_pages import make_drill, make_meeting

PAGES = (
    *("/", "/calendar/fy2016/", "/calendar/2016-11/", "/calendar/fy2016/?rows=department"),
    *("/subscribe/", "/search/?q=秘密", "/departments/"),
)
TRACES = ("/drills/", 'value="drills"', "kind-drill", ">訓練<")


@pytest.fixture(autouse=True)
def unannounced(monkeypatch):
    """Drills stay internal, as inspections received do."""
    monkeypatch.setattr(Drill, "meant_for_public", False)


@pytest.fixture
def drill(db, today):
    """One that is internal, beside a public meeting."""
    make_meeting(schedule_text="平成28年11月８日")
    return make_drill(name="秘密", internal=True)


def traces(client, path: str) -> list[str]:
    text = client.get(path).text
    return [trace for trace in TRACES if trace in text]


def test_nobody_learns_of_it_who_may_read_none(client, drill):
    department = drill.departments.get().department
    found = {path: traces(client, path) for path in (*PAGES, department.get_absolute_url())}
    assert not any(found.values()), found
    assert client.get("/drills/").status_code == client.get("/evidence/drills/").status_code == 404
    assert client.get("/subscribe/?of=drills").status_code == 400


def test_feed_of_it_holds_what_is_public_alone(client, drill):
    assert b"BEGIN:VEVENT" not in client.get("/feeds/drills.ics").getvalue()
    shown = make_drill()
    assert str(shown.uid) in client.get("/feeds/drills.ics").getvalue().decode()


def test_list_of_it_leads_to_its_calendar_only_where_anyone_may_know(client, drill):
    client.force_login(UserFactory(staff=True))
    assert "?of=drills" not in client.get("/drills/").text
    make_drill()
    assert "?of=drills" in client.get("/drills/").text


@pytest.mark.parametrize("path", ["/", "/account/calendars/new/"])
def test_who_may_read_all_of_it_knows_of_it_before_there_is_any(client, db, today, path):
    make_meeting(schedule_text="平成28年11月８日")
    client.force_login(UserFactory(staff=True))
    assert "/drills/" in client.get(path).text
    assert ">訓練<" in client.get(path).text
    assert client.get("/drills/").status_code == 200


def test_anyone_knows_of_it_once_one_is_public(client, drill):
    make_drill(name="公開")
    assert "/drills/" in traces(client, "/")
    assert 'value="drills"' in traces(client, "/subscribe/")
    text = client.get("/drills/").text
    assert "公開" in text
    assert "秘密" not in text


def test_page_that_is_made_without_a_database_names_only_what_anyone_knows():
    assert "/drills/" not in render_to_string("503.html", {})
    assert "/audits/" in render_to_string("503.html", {})
