"""A kind that stays internal by its nature: who may read none of it learns nothing of it."""

import pytest
from django.template.loader import render_to_string

from records import journal
from records.history import publication
from tests import factories
from tests.jlis_gov.test_pages import make_meeting

LIST = "/inspections-received/"
PAGES = (
    *("/", "/calendar/fy2016/", "/calendar/2016-11/", "/calendar/fy2016/?by=department"),
    *("/subscribe/", "/search/?q=秘密", "/departments/", "/reports/", "/nothing/"),
)
TRACES = (
    *("inspections-received", "kind-inspection", "外部からの検査等", "Inspections received"),
    *("実施機関", "秘密"),
)


@pytest.fixture
def inspection(db, today):
    """One that is internal, beside a public meeting."""
    make_meeting(schedule_text="平成28年11月８日")
    inspection = factories.InspectionReceivedFactory(name="秘密", internal=True)
    factories.InspectedDepartmentFactory(inspection=inspection)
    return inspection


def traces(client, path: str) -> list[str]:
    text = client.get(path).text
    return [trace for trace in TRACES if trace in text]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_nobody_learns_of_it_who_may_read_none(client, inspection, prefix):
    department = inspection.departments.get().department
    paths = [f"{prefix}{path}" for path in (*PAGES, f"/departments/{department.slug}/")]
    told = {path: traces(client, path) for path in paths}
    assert told == {path: ["秘密"] if "秘密" in path else [] for path in paths}  # as was asked
    for path in (LIST, f"{LIST}?_export=csv", f"{LIST}{inspection.uid}/", f"/evidence{LIST}"):
        assert client.get(f"{prefix}{path}").status_code == 404, path
    assert client.get("/subscribe/?of=inspections-received").status_code == 400


@pytest.mark.parametrize("year", ["", "fy2016/"])
def test_feed_of_it_is_an_unknown_one_until_anyone_may_know(client, inspection, year):
    path, unknown = (f"/feeds/{year}{name}.ics" for name in ("inspections-received", "nothing"))
    answer, none = client.get(path), client.get(unknown)
    assert (answer.status_code, answer.content) == (none.status_code, none.content)
    assert dict(answer.headers) == dict(none.headers)
    assert answer.status_code == 404
    shown = factories.InspectionReceivedFactory(name="公開")
    assert f"{shown.uid}" in client.get(path).getvalue().decode()


def test_feed_of_it_that_was_subscribed_to_stays_and_is_emptied(client, inspection):
    shown = factories.InspectionReceivedFactory(name="公開")
    path = "/feeds/inspections-received.ics"
    assert f"{shown.uid}" in client.get(path).getvalue().decode()
    with journal.change(actor="監査室", reason="誤り"):
        publication.unpublish(record=shown)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "BEGIN:VEVENT" not in answer.getvalue().decode()


def test_feeds_hold_what_is_public_alone(client, inspection):
    shown = factories.InspectionReceivedFactory(name="公開")
    for path in ("/feeds/inspections-received.ics", "/feeds/all.ics"):
        text = client.get(path).getvalue().decode()
        assert f"{inspection.uid}" not in text
        assert f"{shown.uid}" in text
    department = inspection.departments.get().department
    feed = client.get(f"/feeds/department/{department.slug}.ics").getvalue().decode()
    assert "BEGIN:VEVENT" not in feed


def test_list_of_it_leads_to_its_calendar_only_where_anyone_may_know(client, inspection):
    client.force_login(factories.UserFactory(staff=True))
    assert "?of=inspections-received" not in client.get(LIST).text
    factories.InspectionReceivedFactory()
    assert "?of=inspections-received" in client.get(LIST).text


@pytest.mark.parametrize("path", ["/", "/account/calendars/new/", "/calendar/fy2016/"])
def test_who_may_read_all_of_it_knows_of_it_before_there_is_any(client, db, today, path):
    make_meeting(schedule_text="平成28年11月８日")
    client.force_login(factories.UserFactory(staff=True))
    assert traces(client, path)
    assert client.get(LIST).status_code == 200


def test_anyone_knows_of_it_once_one_is_public(client, inspection):
    factories.InspectionReceivedFactory(name="公開")
    assert {"inspections-received", "外部からの検査等"} <= set(traces(client, "/"))
    assert "inspections-received" in traces(client, "/subscribe/")
    text = client.get(LIST).text
    assert "公開" in text
    assert "秘密" not in text


def test_page_that_is_made_without_a_database_names_only_what_anyone_knows():
    assert LIST not in render_to_string("503.html", {})
    assert "/audits/" in render_to_string("503.html", {})
