"""One record's calendar, to download once."""

from dataclasses import replace

import icalendar
import pytest

from calendars.feeds.models import PublishedEvent
from calendars.ical import check
from tests.calendars.feeds.feed_site import FakeSource, Site, uid
from tests.calendars.ical.feed_samples import CASES, MORNING, day, entry, meeting

pytestmark = pytest.mark.django_db

AUDIT = replace(CASES["several-days"][0], uid=uid("audit"))
MEETING = meeting(day(2017, 6, 16, **MORNING), uid=uid("meeting"))
SECRET = entry(day(2016, 9, 2), uid=uid("secret"), is_public=False)
READER = object()


@pytest.fixture
def site() -> Site:
    """Two sources; a reader of what is internal in the second one alone."""
    site = Site(FakeSource("audits", AUDIT), FakeSource("others", MEETING, SECRET))
    site.sources[1].readers.append(READER)
    site.publish(everything=True)
    return site


def path(one) -> str:
    return f"events/{one.uid}.ics"


def uids(response) -> list[str]:
    calendar = icalendar.Calendar.from_ical(response.getvalue())
    return [event["UID"].partition("@")[0] for event in calendar.walk("VEVENT")]


def test_record_is_a_file_to_download(site):
    response = site.fetch(path(MEETING))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{MEETING.uid}.ics"'
    assert response["Cache-Control"] == "public, no-cache"
    assert uids(response) == [MEETING.uid]
    assert check(response.getvalue()) == []


def test_record_of_several_days_is_all_of_them(site):
    assert uids(site.fetch(path(AUDIT))) == [f"{AUDIT.uid}-201609{n:02}" for n in (1, 5, 6, 12)]


def test_record_is_told_as_in_the_feed(site):
    [in_feed] = site.read("meetings.ics").split(b"BEGIN:VEVENT")[1:]
    [alone] = site.fetch(path(MEETING)).getvalue().split(b"BEGIN:VEVENT")[1:]
    assert alone == in_feed


def test_internal_record_is_for_those_who_may_read_it(site):
    response = site.fetch(path(SECRET), user=READER)
    assert uids(response) == [SECRET.uid]
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("reader", [None, object()])
def test_internal_record_is_404_to_others(site, reader):
    response = site.fetch(path(SECRET), user=reader)
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.getvalue() == site.fetch(f"events/{uid('nothing')}.ics").getvalue()


def test_what_is_told_no_more_is_drawn_from_the_record(site):
    PublishedEvent.objects.filter(entry__uid=MEETING.uid).update(state="expired", block=b"")
    assert uids(site.fetch(path(MEETING))) == [MEETING.uid]


def test_fault_of_a_source_is_503_in_plain_text(site):
    site.sources[1].fault = RuntimeError("the database is gone")
    response = site.fetch(path(MEETING))
    assert response.status_code == 503
    assert response["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_other_methods_are_refused_without_html(site, method):
    response = site.fetch(path(MEETING), method=method)
    assert response.status_code == 405
    assert response["Content-Type"].startswith("text/plain")
