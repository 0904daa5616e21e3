"""Independent readers of calendar files, each giving what it finds in the same terms."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import icalendar
import pytest
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream
from vdirsyncer.vobject import split_collection

SCRIPT = Path(__file__).with_name("read_feed.cjs")
# recurring-ical-events tells what takes place between two days: more than any feed holds.
EVER = (date(2000, 1, 1), date(2100, 1, 1))


class Found(NamedTuple):
    """An event as a reader understood it."""

    uid: str
    days: frozenset[date]
    title: str
    text: str


def days(start: date | datetime, end: date | datetime | None) -> frozenset[date]:
    """The days that an event touches."""
    if isinstance(start, datetime):
        start, end = start.date(), (end or start).date() + timedelta(1)
    return frozenset(start + timedelta(n) for n in range((end - start).days))


def _of_icalendar(events: Iterable[icalendar.Event]) -> list[Found]:
    return [
        Found(e["UID"], days(e.start, e.end), e["SUMMARY"], e.get("DESCRIPTION", ""))
        for e in events
    ]


def with_icalendar(data: bytes) -> list[Found]:
    return _of_icalendar(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def with_recurring_ical_events(data: bytes) -> list[Found]:
    return _of_icalendar(
        recurring_ical_events.of(icalendar.Calendar.from_ical(data)).between(*EVER)
    )


def with_vdirsyncer(data: bytes) -> list[Found]:
    """It takes a feed apart into one file an event; what these say is read by icalendar."""
    return [found for item in split_collection(data.decode()) for found in with_icalendar(item)]


def with_vobject(data: bytes) -> list[Found]:
    [calendar] = vobject.readComponents(data.decode())
    return [
        Found(
            e.uid.value,
            days(e.dtstart.value, e.dtend.value if hasattr(e, "dtend") else None),
            e.summary.value,
            e.description.value if hasattr(e, "description") else "",
        )
        for e in getattr(calendar, "vevent_list", [])
    ]


def with_ical(data: bytes) -> list[Found]:
    events = IcsCalendarStream.calendar_from_ics(data.decode()).events
    return [Found(e.uid, days(e.dtstart, e.dtend), e.summary, e.description or "") for e in events]


def with_ical_js(data: bytes) -> list[Found]:
    command = [shutil.which("node"), str(SCRIPT)]
    printed = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    found = [json.loads(line) for line in printed.split("\n") if line]
    return [
        Found(uid, days(_parsed(start), _parsed(end)), title, text or "")
        for uid, start, end, title, text in found
    ]


def _parsed(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _ical_js_is_missing() -> bool:
    """True where node or ical.js is missing; in CI the test runs all the same, and fails."""
    if os.environ.get("CI"):
        return False
    node = shutil.which("node")
    command = [node or "", "-e", "require.resolve('ical.js')"]
    return node is None or subprocess.run(command, capture_output=True).returncode != 0


ICAL_JS = pytest.param(
    with_ical_js,
    marks=pytest.mark.skipif(
        _ical_js_is_missing(),
        reason="node or ical.js is missing: npm install ical.js, NODE_PATH",
    ),
)
# Those that give texts back as they were; icalendar takes a literal `\n` for a line break.
EXACT_READERS = [with_vobject, with_ical, ICAL_JS]
READERS = [with_icalendar, with_recurring_ical_events, with_vdirsyncer, *EXACT_READERS]
