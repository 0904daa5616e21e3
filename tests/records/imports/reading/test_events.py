"""Days of calendar files as RFC 5545 has them: none is lost, none made up, none a failure."""

import pytest
from django.utils import translation

from records.imports.reading import TabularError
from records.imports.reading.events import events_grid


def read(*lines: str):
    event = ["BEGIN:VEVENT", "UID:1", "SUMMARY:第３回運営会議", *lines, "END:VEVENT"]
    calendar = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//", *event, "END:VCALENDAR", ""]
    return events_grid("\r\n".join(calendar).encode(), "会議")


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["DTSTART;VALUE=DATE:20260901"], "2026-09-01"),
        (["DTSTART;VALUE=DATE:20260901", "DTEND;VALUE=DATE:20260902"], "2026-09-01"),
        (["DTSTART;VALUE=DATE:20260901", "DTEND;VALUE=DATE:20260904"], "2026-09-01～2026-09-03"),
        (["DTSTART;VALUE=DATE:20260901", "DURATION:P3D"], "2026-09-01～2026-09-03"),
        (["DTSTART;VALUE=DATE:20260901", "DTEND;VALUE=DATE:20260801"], "2026-09-01"),
        (["DTSTART:20260901T100000", "DURATION:PT2H"], "2026-09-01 10:00～12:00"),
        (["DTSTART:20260901T100000"], "2026-09-01 10:00"),
        (["DTSTART:20260901T010000Z", "DTEND:20260901T030000Z"], "2026-09-01 10:00～12:00"),
        (["DTSTART:20260901T000000", "DTEND:20260902T000000"], "2026-09-01"),
        (["DTSTART:20260901T130000", "DTEND:20260903T000000"], "2026-09-01～2026-09-02"),
        (["DTSTART;TZID=Asia/Tokyo:20260901T100000"], "2026-09-01 10:00"),
    ],
)
def test_days_and_hours_are_those_of_the_event(lines, days):
    assert read(*lines).rows[1].cells[2] == days


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:20260901T100000", "DTSTART:20260902T100000"],
        ["DTSTART:20260901T100000Z", "DTEND:20260901T120000"],
        ["DTSTART;VALUE=DATE:20260901", "DTEND:20260903T100000"],
        ["DTSTART;VALUE=DATE:20260901", "DTEND;VALUE=DATE:00010101"],
        ["DTSTART:99991231T235959Z"],
        ["DTSTART;VALUE=PERIOD:20260901T100000Z/PT1H"],
        ["DTSTART;VALUE=TIME:100000"],
        ["DTSTART;TZID=Nowhere:20260901T100000"],
        ["DTSTART;VALUE=DATE:20260901", "DURATION:P99999999999D"],
    ],
)
def test_event_whose_days_cannot_be_told_is_refused(lines):
    with translation.override("en"), pytest.raises(TabularError, match="cannot be told"):
        read(*lines)


def test_event_without_a_start_is_refused():
    with translation.override("en"), pytest.raises(TabularError, match="no day on which it begins"):
        read("DTEND;VALUE=DATE:20260901")


@pytest.mark.parametrize("rule", ["RRULE:FREQ=MONTHLY", "RDATE;VALUE=DATE:20261001"])
def test_event_that_comes_again_is_told(rule):
    with translation.override("en"):
        found = [str(remark) for remark in read("DTSTART;VALUE=DATE:20260901", rule).remarks]
    assert found == ["“第３回運営会議” comes again by a rule; only its first day was read."]
