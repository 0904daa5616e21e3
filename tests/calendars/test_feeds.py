from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime

import icalendar
import pytest
from django.test import RequestFactory
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern

from calendars import feeds
from calendars.entries import Entry
from calendars.ical import check
from tests.calendars.feed_samples import CASES, MORNING, day, entry, meeting

TITLES = {
    "kind:meeting": "会議",
    "kind:audit": "監査",
    "body:management-council": "経営審議委員会",
    "department:admin": "管理部",
    "regime:internal": "内部監査",
}
AUDIT = CASES["several-days"][0]
MEETING = meeting(day(2017, 6, 16, **MORNING), changed_at=datetime(2017, 7, 1, 9, 30, tzinfo=UTC))
SECRET = entry(day(2016, 9, 2), uid="secret", is_public=False)


class FakeSource:
    """Yields what it was given, to anyone; so the feed's own care is tested."""

    def __init__(self, *entries: Entry) -> None:
        self.all = entries

    def entries(self, *, viewer=None, first=None, last=None, keys=()):
        assert viewer is None
        return (one for one in self.all if one.has(*keys))

    def title_of(self, key):
        return TITLES.get(key)


def made_of(*entries: Entry) -> feeds.Feeds:
    return feeds.Feeds(
        sources=[FakeSource(*entries[:1]), FakeSource(*entries[1:])],
        title="会議・監査・訓練",
        publisher="J-LIS",
        kinds={"meetings": "kind:meeting", "audits": "kind:audit"},
        groups=("body", "department", "regime"),
    )


def fetch(path: str, *entries: Entry, method: str = "GET", **headers: str):
    """The response to /feeds/`path` where `entries` are all there is."""
    patterns = feeds.feed_patterns(made_of(*(entries or (AUDIT, MEETING, SECRET))))
    match = URLResolver(RoutePattern("feeds/"), patterns).resolve(f"feeds/{path}")
    request = RequestFactory().generic(method, f"/feeds/{path}", headers=headers)
    return match.func(request, *match.args, **match.kwargs)


def uids(response) -> list[str]:
    calendar = icalendar.Calendar.from_ical(response.content)
    return [event["UID"].partition("@")[0] for event in calendar.walk("VEVENT")]


AUDIT_DAYS = [f"7d2f0c9e-201609{n:02}" for n in (1, 5, 6, 12)]


def test_feed_is_served_as_a_calendar():
    response = fetch("all.ics")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="all.ics"'
    assert response["Content-Length"] == str(len(response.content))
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.has_header("Vary")
    assert not response.has_header("Content-Encoding")
    assert not response.cookies
    assert check(response.content) == []


def test_feed_holds_public_entries_by_day():
    assert uids(fetch("all.ics")) == [*AUDIT_DAYS, "1c84aa07"]


def test_feed_is_the_same_whatever_order_entries_come_in():
    assert fetch("all.ics", MEETING, AUDIT).content == fetch("all.ics", AUDIT, MEETING).content


def test_feed_fetched_twice_is_identical():
    assert fetch("all.ics").content == fetch("all.ics").content


def test_feed_speaks_japanese_whoever_asks():
    german = fetch("all.ics", **{"Accept-Language": "de", "Accept": "text/html"})
    assert german.content == fetch("all.ics").content


@pytest.mark.parametrize(
    ("path", "expected", "name"),
    [
        ("all.ics", [*AUDIT_DAYS, "1c84aa07"], "会議・監査・訓練（J-LIS）"),
        ("meetings.ics", ["1c84aa07"], "会議（J-LIS）"),
        ("audits.ics", AUDIT_DAYS, "監査（J-LIS）"),
        ("regime/internal.ics", AUDIT_DAYS, "内部監査（J-LIS）"),
        ("body/management-council.ics", ["1c84aa07"], "経営審議委員会（J-LIS）"),
        ("department/admin.ics", [], "管理部（J-LIS）"),
        ("fy2016/all.ics", AUDIT_DAYS, "会議・監査・訓練 平成28年度（J-LIS）"),
        ("fy2017/meetings.ics", ["1c84aa07"], "会議 平成29年度（J-LIS）"),
        ("fy2016/meetings.ics", [], "会議 平成28年度（J-LIS）"),
        ("fy2016/regime/internal.ics", AUDIT_DAYS, "内部監査 平成28年度（J-LIS）"),
    ],
)
def test_feed_selects(path, expected, name):
    response = fetch(path)
    assert uids(response) == expected
    assert icalendar.Calendar.from_ical(response.content)["X-WR-CALNAME"] == name


def test_feed_of_a_year_links_the_page_of_that_year():
    calendar = icalendar.Calendar.from_ical(fetch("fy2016/all.ics").content)
    assert calendar["URL"] == "http://testserver/calendar/fy2016/"


def test_feed_without_entries_is_a_calendar_without_events():
    response = fetch("department/admin.ics")
    assert response.status_code == 200
    assert check(response.content) == []
    assert b"BEGIN:VTIMEZONE" in response.content
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
    assert response.content


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
    assert response.content == b""
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


def test_feed_that_fails_the_check_is_not_served(monkeypatch, caplog):
    monkeypatch.setattr(feeds, "calendar", lambda header, blocks: b"BEGIN:VCALENDAR\n")
    response = fetch("all.ics")
    assert response.status_code == 503
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert not response.has_header("ETag")
    assert "failed the check" in caplog.text


# One record


def test_one_entry_is_a_file_to_download():
    request = RequestFactory().get("/meetings/1c84aa07.ics")
    response = feeds.one_entry(request, MEETING)
    assert response["Content-Disposition"] == 'attachment; filename="1c84aa07.ics"'
    assert uids(response) == ["1c84aa07"]
    assert check(response.content) == []


@pytest.mark.parametrize("one", [None, SECRET])
def test_one_entry_that_is_not_public_is_404(one):
    response = feeds.one_entry(RequestFactory().get("/audits/secret.ics"), one)
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_joint_session_is_identical_in_every_feed_that_holds_it():
    joint = replace(MEETING, keys=MEETING.keys | {"body:risk", "department:admin"})
    blocks = {
        fetch(path, joint).content.split(b"BEGIN:VEVENT")[1]
        for path in ("all.ics", "meetings.ics", "department/admin.ics", "fy2017/all.ics")
    }
    assert len(blocks) == 1
