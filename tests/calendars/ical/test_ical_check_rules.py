"""Right and wrong values of one property, alone in an event, and the rules between properties."""

import pytest

from calendars.ical import check

ZONE = """\
BEGIN:VTIMEZONE
TZID:Asia/Tokyo
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0900
TZOFFSETTO:+0900
END:STANDARD
END:VTIMEZONE
"""
TIME = "DTSTART;TZID=Asia/Tokyo:20170616T100000"
UTC = "DTSTART:20170616T010000Z"
DAY = "DTSTART;VALUE=DATE:20170616"


def event(*lines: str, kind: str = "VEVENT", uid: str = "1") -> str:
    return "\n".join(
        [f"BEGIN:{kind}", f"UID:{uid}@example", "DTSTAMP:20170630T030000Z", *lines, f"END:{kind}\n"]
    )


def feed(*parts: str) -> bytes:
    start = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//Feed//JA\n"
    text = f"{start}{ZONE}{''.join(parts)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def codes(*lines: str, kind: str = "VEVENT") -> list[str]:
    return [fault.code for fault in check(feed(event(*lines, kind=kind)))]


SOUND = [
    *((DAY, f"STATUS:{word}") for word in ("confirmed", "Tentative", "CANCELLED")),
    *((DAY, f"TRANSP:{word}") for word in ("opaque", "Transparent")),
    (DAY, "CLASS:private"),
    ("DTSTART;VALUE=date:20170616",),
    ("DTSTART:20161231T235960Z",),
    ("DTSTART:20161231T235959Z", "DTEND:20161231T235960Z"),
    (TIME, "CREATED:20161231T235960Z"),
    *((DAY, f"DURATION:{length}") for length in ("P1D", "P2W", "+P36500D")),
    *((TIME, f"DURATION:{length}") for length in ("PT1H", "PT1H0M30S", "P1DT2H", "PT90M", "P1W")),
    *((TIME, f"RRULE:{rule}") for rule in (
        "FREQ=DAILY", "freq=weekly;byday=mo,tu", "FREQ=WEEKLY;UNTIL=20171231T150000Z;WKST=SU",
        "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "INTERVAL=2;FREQ=YEARLY;BYMONTH=1,12;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=DAILY;BYHOUR=9,17;BYSECOND=60",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=YEARLY;BYYEARDAY=-366",
        "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=8;SKIP=FORWARD",
    )),
    (DAY, "RRULE:FREQ=WEEKLY;UNTIL=20171231"),
    (UTC, "RRULE:FREQ=WEEKLY;UNTIL=20171231T000000Z"),
    (TIME, "EXDATE;TZID=Asia/Tokyo:20170617T100000,20170618T100000"),
    (TIME, "EXDATE:20170617T010000Z"),
    (DAY, "EXDATE;VALUE=DATE:20170617,20170618", "RDATE;VALUE=DATE:20170620"),
    (UTC, "RDATE:20170617T010000Z"),
    (UTC, "RDATE;VALUE=PERIOD:20170617T010000Z/PT1H,20170618T010000Z/20170618T020000Z"),
    *((DAY, f"GEO:{place}") for place in ("35.6586;139.7454", "-90;+180", "0;0.0")),
    *((DAY, f"PRIORITY:{number}") for number in (0, 9)),
    (DAY, "SEQUENCE:2147483647"),
]  # fmt: skip

WRONG = [
    *(((DAY, f"STATUS:{word}"), "bad-word") for word in ("HELD", "NEEDS-ACTION", "DRAFT")),
    ((DAY, "TRANSP:FREE"), "bad-word"),
    (("DTSTART:20161231T235961Z",), "bad-time"),
    (("DTSTART:20161231T236000Z",), "bad-time"),
    (("DTSTART:99991231T235960Z",), "bad-time"),
    (("DTSTART:20161231T235960Z", "DTEND:20161231T235959Z"), "bad-end"),
    *(((DAY, f"DURATION:{length}"), "bad-duration") for length in ("PT1H", "P1DT1H", "PT24H")),
    *(((TIME, f"DURATION:{length}"), "bad-duration") for length in (
        "P99999999999D", "P999999999999999999W", "PT9999999999H", "P36526D", "-P1D", "PT0S", "P0D",
        "PT1H30S", "P1W2D", "1H", "P1Y", "PT", "P１D",
    )),
    (("DTSTART:99991230T000000Z", "DURATION:P9W"), "bad-duration"),
    ((TIME, "DTEND;TZID=Asia/Tokyo:22170616T100000"), "bad-end"),
    ((TIME, "DTEND;TZID=Asia/Tokyo:20170616T110000", "DURATION:PT1H"), "bad-end"),
    *(((TIME, f"RRULE:{rule}"), "bad-rule") for rule in (
        "COUNT=2", "FREQ=FORTNIGHTLY", "FREQ=", "FREQ=DAILY;COUNT=2;UNTIL=20171231T000000Z",
        "FREQ=DAILY;UNTIL=20171231", "FREQ=DAILY;UNTIL=20171231T000000", "FREQ=DAILY;UNTIL=never",
        "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=DAILY;BYMONTH=13", "FREQ=DAILY;BYMONTHDAY=0", "FREQ=DAILY;BYMONTHDAY=32",
        "FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYWEEKNO=1", "FREQ=DAILY;BYYEARDAY=1",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "FREQ=DAILY;BYSETPOS=1", "FREQ=DAILY;WKST=M",
        "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;", "FREQ=DAILY;NEVER=1", "FREQ=DAILY;SKIP=OMIT",
        "FREQ=YEARLY;BYMONTH=5L",
    )),
    ((DAY, "RRULE:FREQ=DAILY;UNTIL=20171231T000000Z"), "bad-rule"),
    ((DAY, "RRULE:FREQ=DAILY;BYHOUR=9"), "bad-rule"),
    ((UTC, "RRULE:FREQ=DAILY;UNTIL=20171231T000000"), "bad-rule"),
    ((TIME, "EXRULE:COUNT=2"), "bad-rule"),
    ((TIME, "EXDATE;VALUE=DATE:20170617"), "other-kind"),
    ((DAY, "EXDATE:20170617T010000Z"), "other-kind"),
    ((TIME, "RDATE;VALUE=DATE:20170617"), "other-kind"),
    ((DAY, "RDATE:20170617T010000Z"), "other-kind"),
    ((DAY, "RDATE;VALUE=PERIOD:20170617T010000Z/PT1H"), "other-kind"),
    *(((UTC, f"RDATE;VALUE=PERIOD:{period}"), "bad-time") for period in (
        "20170617T010000Z", "20170617T010000Z/-PT1H", "20170617T010000Z/20170617T010000Z",
        "20170617/20170618", "PT1H/20170617T010000Z",
    )),
    ((UTC, "RDATE;VALUE=PERIOD:20170617T010000/PT1H"), "floating"),
    *(((DAY, f"GEO:{place}"), "bad-place") for place in (
        "35.6586,139.7454", "35.6586", "91;0", "0;181", "35;139;0", "N35;E139", "35.;139",
    )),
    *(((DAY, f"PRIORITY:{number}"), "not-integer") for number in ("10", "-1", "high", "")),
    *(((DAY, f"SEQUENCE:{number}"), "not-integer") for number in ("-1", "2147483648", "1.0", "１")),
]  # fmt: skip


@pytest.mark.parametrize("lines", SOUND, ids=" ".join)
def test_check_finds_nothing_wrong_with(lines):
    assert codes(*lines) == []


@pytest.mark.parametrize(("lines", "code"), WRONG, ids=lambda value: " ".join(value))
def test_check_finds_one_fault_in(lines, code):
    assert codes(*lines) == [code]


@pytest.mark.parametrize(
    ("kind", "line", "found"),
    [
        ("VTODO", "STATUS:needs-action", []),
        ("VTODO", "STATUS:CONFIRMED", ["bad-word"]),
        ("VJOURNAL", "STATUS:final", []),
        ("VJOURNAL", "STATUS:CONFIRMED", ["bad-word"]),
        ("VTODO", "PERCENT-COMPLETE:100", []),
        ("VTODO", "PERCENT-COMPLETE:101", ["not-integer"]),
        ("VTODO", "DUE;VALUE=DATE:20170617", []),
        ("VTODO", "DUE;VALUE=DATE:20170615", ["bad-end"]),
        ("VTODO", "DUE:20170617T010000Z", ["bad-end"]),
        ("VTODO", "DURATION:PT1H", ["bad-duration"]),
    ],
)
def test_check_knows_tasks_and_journals(kind, line, found):
    assert codes(DAY, line, kind=kind) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("TRIGGER:-PT15M", []),
        ("TRIGGER:PT0S", []),
        ("TRIGGER;RELATED=END:P1D", []),
        ("TRIGGER;VALUE=DATE-TIME:20170616T010000Z", []),
        ("TRIGGER;VALUE=DATE-TIME:20170616T100000", ["not-utc"]),
        ("TRIGGER:20170616T010000Z", ["bad-duration"]),
        ("TRIGGER:-P99999999999D", ["bad-duration"]),
        ("TRIGGER:15", ["bad-duration"]),
        ("REPEAT:2", []),
        ("REPEAT:-2", ["not-integer"]),
    ],
)
def test_check_reads_an_alarm_though_it_has_no_place_in_a_feed(line, found):
    assert codes(DAY, f"BEGIN:VALARM\n{line}\nEND:VALARM") == ["unwanted", *found]


@pytest.mark.parametrize(
    ("start", "named", "found"),
    [
        (TIME, "RECURRENCE-ID;TZID=Asia/Tokyo:20170617T100000", []),
        (DAY, "RECURRENCE-ID;VALUE=DATE:20170617", []),
        (TIME, "RECURRENCE-ID;VALUE=DATE:20170617", ["other-kind"]),
        (DAY, "RECURRENCE-ID:20170617T010000Z", ["other-kind"]),
    ],
)
def test_occurrence_is_named_as_its_series_begins(start, named, found):
    series, one = event(start, "RRULE:FREQ=DAILY"), event(start, named)
    for parts in ((series, one), (one, series)):
        assert [fault.code for fault in check(feed(*parts))] == found


def test_length_of_thousands_of_digits_is_a_fault():
    assert sorted(codes(TIME, f"DURATION:P{'9' * 5000}D")) == ["bad-duration", "too-long"]


@pytest.mark.parametrize("offset", ["-0000", "-000000", "+2400", "+0960", "0900"])
def test_offset_that_no_clock_has(offset):
    body = feed(event(DAY)).replace(b"TZOFFSETTO:+0900", f"TZOFFSETTO:{offset}".encode())
    assert [fault.code for fault in check(body)] == ["bad-offset"]


def test_file_with_bare_line_feeds_only_is_one_fault():
    body = feed(event(DAY, "SUMMARY:内部統制\n 委員会")).replace(b"\r\n", b"\n")
    assert [(fault.line, fault.code) for fault in check(body)] == [(1, "bare-lf")]


def test_each_bare_line_feed_among_others_is_a_fault():
    body = (
        feed(event(DAY))
        .replace(b"VERSION:2.0\r", b"VERSION:2.0")
        .replace(b"FROM:+0900\r", b"FROM:+0900")
    )
    assert [fault.code for fault in check(body)] == ["bare-lf", "bare-lf"]


def test_calendar_that_holds_nothing_is_a_fault():
    body = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Feed//JA\r\nEND:VCALENDAR\r\n"
    assert [(fault.line, fault.code) for fault in check(body)] == [(1, "missing")]
    assert check(feed()) == []  # a zone is a component


def test_names_of_components_are_of_any_case():
    body = feed(event(DAY)).replace(b":VCALENDAR", b":vcalendar").replace(b":VEVENT", b":Vevent")
    assert check(body) == []
