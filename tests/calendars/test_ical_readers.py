"""Independent readers see as many events, on the same days, with the same titles, as were given."""

import json
import os
import shutil
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
import vobject
from hypothesis import HealthCheck, assume, given, settings
from ical.calendar_stream import IcsCalendarStream

from calendars.ical import check
from calendars.ical.text import clean, one_line
from tests.calendars.feed_samples import CASES, MORNING, day, feed, meeting
from tests.calendars.test_ical_text import texts

SCRIPT = Path(__file__).with_name("read_feed.cjs")
Read = dict[str, tuple[set[date], str]]


def days(start: date | datetime, end: date | datetime | None) -> set[date]:
    """The days that an event touches."""
    if isinstance(start, datetime):
        start, end = start.date(), (end or start).date() + timedelta(1)
    return {start + timedelta(n) for n in range((end - start).days)}


def with_icalendar(data: bytes) -> Read:
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {e["UID"]: (days(e.start, e.end), e["SUMMARY"]) for e in events}


def with_vobject(data: bytes) -> Read:
    [calendar] = vobject.readComponents(data.decode())
    return {
        e.uid.value: (
            days(e.dtstart.value, e.dtend.value if hasattr(e, "dtend") else None),
            e.summary.value,
        )
        for e in getattr(calendar, "vevent_list", [])
    }


def with_ical(data: bytes) -> Read:
    events = IcsCalendarStream.calendar_from_ics(data.decode()).events
    return {e.uid: (days(e.dtstart, e.dtend), e.summary) for e in events}


def with_ical_js(data: bytes) -> Read:
    node = shutil.which("node")
    command = [node, str(SCRIPT)]
    printed = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    found = [json.loads(line) for line in printed.splitlines()]
    return {uid: (days(parse(start), parse(end)), title) for uid, start, end, title in found}


def parse(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def ical_js_is_missing() -> bool:
    """True where node or ical.js is missing; in CI the test runs all the same, and fails."""
    if os.environ.get("CI"):
        return False
    node = shutil.which("node")
    command = [node or "", "-e", "require.resolve('ical.js')"]
    return node is None or subprocess.run(command, capture_output=True).returncode != 0


READERS = [
    with_icalendar,
    with_vobject,
    with_ical,
    pytest.param(
        with_ical_js,
        marks=pytest.mark.skipif(
            ical_js_is_missing(),
            reason="node or ical.js is missing: npm install ical.js, NODE_PATH",
        ),
    ),
]


@pytest.mark.parametrize("reader", READERS)
def test_all_cases_in_one_feed_read_alike(reader):
    entries = [
        meeting(*entry.schedule.segments, uid=name, status=entry.status, feed_title=f"監査 {name}")
        for name, (entry, _events, _days) in CASES.items()
    ]
    read = reader(feed(*entries))
    assert read == with_icalendar(feed(*entries))
    assert len(read) == sum(events for _entry, events, _days in CASES.values())


@pytest.mark.parametrize("reader", READERS[:3])
@pytest.mark.parametrize("name", CASES)
def test_each_case_has_its_events_and_days(reader, name):
    entry, events, number_of_days = CASES[name]
    read = reader(feed(entry))
    assert len(read) == events
    assert len(set().union(*(found for found, _title in read.values()))) == number_of_days


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(title=texts, description=texts, place=texts)
def test_nasty_texts_pass_the_check_and_read_back_unchanged(title, description, place):
    entry = meeting(
        day(2017, 6, 16, **MORNING),
        feed_title=f"監{title}",
        description=description,
        location=place,
    )
    data = feed(entry)
    assert check(data) == []
    [event] = IcsCalendarStream.calendar_from_ics(data.decode()).events
    assert event.summary == one_line(f"監{title}")
    assert event.description == (clean(description) or None)
    assert event.location == (one_line(place) or None)
    [component] = vobject.readComponents(data.decode())
    assert component.vevent.summary.value == one_line(f"監{title}")


@settings(deadline=None)
@given(title=texts)
def test_nasty_titles_read_back_in_icalendar(title):
    """Except a literal `\\n`, which that reader takes for a line break."""
    title = one_line(f"監{title}")
    assume("\\n" not in title.lower())
    read = with_icalendar(feed(meeting(day(2017, 6, 16), feed_title=title)))
    assert [found for _days, found in read.values()] == [title]
