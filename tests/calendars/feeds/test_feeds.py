from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

import icalendar
import pytest
from django.db import transaction

from calendars.entries import Entry
from calendars.feeds import publishing
from calendars.feeds import responses as answers
from calendars.ical import check
from tests.calendars.feeds.feed_site import FakeSource, Site, site_of, uid
from tests.calendars.ical.feed_samples import CASES, MORNING, day, entry, meeting

pytestmark = pytest.mark.django_db

AUDIT = replace(CASES["several-days"][0], uid=uid("audit"))
MEETING = meeting(day(2017, 6, 16, **MORNING), uid=uid("meeting"))
SECRET = entry(day(2016, 9, 2), uid=uid("secret"), is_public=False)
AT = datetime(2017, 7, 1, 9, 30, tzinfo=UTC)


def fetch(path: str, *entries: Entry, query: str = "", method: str = "GET", **headers: str):
    """The response to /feeds/`path` where `entries` are all there is, published at `AT`."""
    first, *rest = entries or (AUDIT, MEETING, SECRET)
    site = Site(FakeSource("audits", first), FakeSource("others", *rest))
    publishing.publish(site.feeds, now=AT, everything=True)
    return site.fetch(path, query, method, **headers)


def uids(response) -> list[str]:
    calendar = icalendar.Calendar.from_ical(response.getvalue())
    return [event["UID"].partition("@")[0] for event in calendar.walk("VEVENT")]


AUDIT_DAYS = [f"{AUDIT.uid}-201609{n:02}" for n in (1, 5, 6, 12)]


def test_feed_is_served_as_a_calendar():
    response = fetch("all.ics")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="all.ics"'
    body = response.getvalue()
    assert response["Content-Length"] == str(len(body))
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.has_header("Vary")
    assert not response.has_header("Content-Encoding")
    assert not response.cookies
    assert check(body) == []


def test_feed_holds_public_entries_by_day():
    assert uids(fetch("all.ics")) == [*AUDIT_DAYS, MEETING.uid]


def test_feed_is_the_same_whatever_order_entries_come_in():
    bodies = set()
    for entries in ([MEETING, AUDIT], [AUDIT, MEETING]):
        with transaction.atomic():  # each is the first publication
            site = site_of(entries)
            site.publish()
            bodies.add(site.read("all.ics"))
            transaction.set_rollback(True)
    assert len(bodies) == 1


def test_feed_fetched_twice_is_identical():
    assert fetch("all.ics").getvalue() == fetch("all.ics").getvalue()


def test_feed_speaks_japanese_whoever_asks():
    german = fetch("all.ics", **{"Accept-Language": "de", "Accept": "text/html"})
    assert german.getvalue() == fetch("all.ics").getvalue()


@pytest.mark.parametrize(
    ("path", "expected", "name"),
    [
        ("all.ics", [*AUDIT_DAYS, MEETING.uid], "会議・監査・訓練（J-LIS）"),
        ("meetings.ics", [MEETING.uid], "会議（J-LIS）"),
        ("audits.ics", AUDIT_DAYS, "監査（J-LIS）"),
        ("regime/internal.ics", AUDIT_DAYS, "内部監査（J-LIS）"),
        ("body/management-council.ics", [MEETING.uid], "経営審議委員会（J-LIS）"),
        ("department/admin.ics", [], "管理部（J-LIS）"),
        ("fy2016/all.ics", AUDIT_DAYS, "会議・監査・訓練 平成28年度（J-LIS）"),
        ("fy2017/meetings.ics", [MEETING.uid], "会議 平成29年度（J-LIS）"),
        ("fy2016/meetings.ics", [], "会議 平成28年度（J-LIS）"),
        ("fy2016/regime/internal.ics", AUDIT_DAYS, "内部監査 平成28年度（J-LIS）"),
    ],
)
def test_feed_selects(path, expected, name):
    calendar = icalendar.Calendar.from_ical(fetch(path).getvalue())
    found = [event["UID"].partition("@")[0] for event in calendar.walk("VEVENT")]
    assert found == expected
    assert calendar["X-WR-CALNAME"] == name


def test_feed_of_a_year_links_the_page_of_that_year():
    calendar = icalendar.Calendar.from_ical(fetch("fy2016/all.ics").getvalue())
    assert calendar["URL"] == "http://testserver/calendar/fy2016/"


def test_feed_without_entries_is_a_calendar_without_events():
    response = fetch("department/admin.ics")
    assert response.status_code == 200
    body = response.getvalue()
    assert check(body) == []
    assert b"BEGIN:VTIMEZONE" in body
    assert not response.has_header("Last-Modified")


@pytest.mark.parametrize(
    "path",
    [
        "none.ics",
        "body/none.ics",
        "kind/audit.ics",
        "fy2016/none.ics",
        "fy1999/all.ics",
        "fy99999999999/all.ics",
        "all.ics/",
        "all",
        "fy2016/",
        "a/b/c/d.ics",
    ],
)
def test_feed_that_does_not_exist_is_404_in_plain_text(path):
    response = fetch(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.getvalue()


def test_feed_answers_head_with_the_headers_of_get():
    head, get = fetch("all.ics", method="HEAD"), fetch("all.ics")
    assert head.status_code == 200
    assert head.headers == get.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_feed_refuses_other_methods_without_html(method):
    response = fetch("all.ics", method=method)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert response["Content-Type"].startswith("text/plain")


# Conditional requests


def test_etag_is_strong_and_last_modified_true():
    response = fetch("all.ics")
    assert response["ETag"].startswith('"')
    assert response["Last-Modified"] == "Sat, 01 Jul 2017 09:30:00 GMT"


def test_etag_changes_with_the_bytes():
    changed = replace(MEETING, feed_title="経営審議委 第16回")
    assert fetch("all.ics")["ETag"] != fetch("all.ics", AUDIT, changed)["ETag"]


@pytest.mark.parametrize("form", ["{0}", "W/{0}", '"other", {0}', "*"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_known_bytes_are_304(form, method):
    etag = fetch("all.ics")["ETag"]
    response = fetch("all.ics", method=method, **{"If-None-Match": form.format(etag)})
    assert response.status_code == 304
    assert response.getvalue() == b""
    assert response["ETag"] == etag
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Last-Modified"] == "Sat, 01 Jul 2017 09:30:00 GMT"
    assert not response.has_header("Vary")


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Sat, 01 Jul 2017 09:30:00 GMT", 304),
        ("Sun, 02 Jul 2017 00:00:00 GMT", 304),
        ("Sat, 01 Jul 2017 09:29:59 GMT", 200),
        ("yesterday", 200),
    ],
)
def test_modified_since(since, status):
    assert fetch("all.ics", **{"If-Modified-Since": since}).status_code == status


def test_etag_outranks_the_date():
    headers = {
        "If-None-Match": '"other"',
        "If-Modified-Since": format_datetime(datetime(2030, 1, 1, tzinfo=UTC), usegmt=True),
    }
    assert fetch("all.ics", **headers).status_code == 200


# Variants

MONTH = replace(CASES["month-range"][0], uid=uid("month"))  # July to December 2016


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["month"]),
        ("?long=span", ["month"]),
        ("?long=monthly", [f"month-2016{month:02}" for month in range(7, 13)]),
        ("?long=omit", []),
    ],
)
def test_variant_shows_what_has_no_told_days(query, expected):
    response = fetch("fy2016/all.ics", AUDIT, MONTH, query=query)
    found = [one.replace(MONTH.uid, "month") for one in uids(response)]
    assert sorted(found) == sorted([*AUDIT_DAYS, *expected])


def test_variants_have_etags_of_their_own():
    queries = [f"?long={long}" for long in ("span", "monthly", "omit")]
    assert len({fetch("all.ics", AUDIT, MONTH, query=query)["ETag"] for query in queries}) == 3


def test_unknown_variant_is_404_in_plain_text():
    response = fetch("all.ics", query="?long=x")
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_variant_left_empty_is_the_usual_one():
    assert fetch("all.ics", query="?long=")["ETag"] == fetch("all.ics")["ETag"]


def test_other_parameters_change_nothing():
    assert fetch("all.ics", query="?name=x&t=1")["ETag"] == fetch("all.ics")["ETag"]


def test_calendar_that_is_no_longer_given_out_is_410_in_plain_text():
    response = answers.revoked()
    assert response.status_code == 410
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content


def test_joint_session_is_identical_in_every_feed_that_holds_it():
    joint = replace(MEETING, keys=MEETING.keys | {"body:risk", "department:admin"})
    blocks = {
        fetch(path, joint).getvalue().split(b"BEGIN:VEVENT")[1]
        for path in ("all.ics", "meetings.ics", "department/admin.ics", "fy2017/all.ics")
    }
    assert len(blocks) == 1


def published():
    site = Site(FakeSource("audits", AUDIT, MEETING))
    publishing.publish(site.feeds, now=AT, everything=True)
    return site


def renamed(site, publisher):
    """The site's feeds, published by somebody of another name since the next entry."""
    site.feeds = replace(site.feeds, publisher=lambda: publisher)
    site.touch("機関", "Settings")


def test_publisher_of_another_name_is_told_by_the_next_publication():
    site = published()
    before = site.fetch("audits.ics")
    events = icalendar.Calendar.from_ical(before.getvalue()).events
    renamed(site, "まる機構")
    after = site.fetch("audits.ics")
    read = icalendar.Calendar.from_ical(after.getvalue())
    assert read["X-WR-CALNAME"] == "監査（まる機構）"
    assert [one.to_ical() for one in read.events] == [one.to_ical() for one in events]
    assert after["ETag"] != before["ETag"]
    assert parsedate_to_datetime(after["Last-Modified"]) > parsedate_to_datetime(
        before["Last-Modified"]
    )


def test_same_publisher_touches_no_feed():
    site = published()
    before = site.fetch("audits.ics")
    renamed(site, "J-LIS")
    after = site.fetch("audits.ics")
    assert (after["ETag"], after["Last-Modified"]) == (before["ETag"], before["Last-Modified"])


def test_feed_of_nobody_has_no_suffix():
    site = published()
    renamed(site, "")
    assert icalendar.Calendar.from_ical(site.read())["X-WR-CALNAME"] == "会議・監査・訓練"
