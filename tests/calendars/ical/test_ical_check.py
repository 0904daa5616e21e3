"""Each way in which a feed can be broken, alone."""

import pytest

from calendars.ical import check
from calendars.ical.check import event_count

GOOD = "\r\n".join(
    [
        "BEGIN:VCALENDAR",  # 1
        "VERSION:2.0",
        "PRODID:-//Example//Feed//JA",
        "X-WR-CALNAME:監査",
        "BEGIN:VTIMEZONE",  # 5
        "TZID:Asia/Tokyo",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0900",
        "TZOFFSETTO:+0900",  # 10
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:1@example",
        "DTSTAMP:20170630T030000Z",  # 15
        "SEQUENCE:0",
        "DTSTART;TZID=Asia/Tokyo:20170616T100000",
        "DTEND;TZID=Asia/Tokyo:20170616T113000",
        r"SUMMARY:経営審議委\, 第15回\; C:\\new\n二行目",
        "CATEGORIES:会議,日未定",  # 20
        "URL:https://register.example/meetings/1/?a=1;b=2,3",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:2@example",  # 25
        "DTSTAMP:20170630T030000Z",
        "DTSTART;VALUE=DATE:20170617",
        "DTEND;VALUE=DATE:20170618",
        "SUMMARY:内部統制",
        " 委員会",  # 30
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
).encode()
START, END = "DTSTART;TZID=Asia/Tokyo:20170616T100000", "DTEND;TZID=Asia/Tokyo:20170616T113000"
FOLDED = "SUMMARY:内部統制\r\n 委員会"
LONG = "DESCRIPTION:" + "あ" * 21

# name: (what is replaced, by what, line, code)
BROKEN = {
    "byte order mark": (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR", 1, "bom"),
    "bare LF": (b"2.0\r\n", b"2.0\n", 2, "bare-lf"),
    "no CRLF at the end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR", 32, "no-crlf"),
    "line of 76 octets": ("STATUS:CONFIRMED", LONG + "a", 22, "too-long"),
    "continuation of 76 octets": (" 委員会", " " + "a" * 75, 30, "too-long"),
    "fold in a character": (
        "SUMMARY:内部統制".encode(), b"SUMMARY:\xe5\r\n \x86\x85", 30, "fold-in-character",
    ),
    "fold in an escape": (FOLDED, "SUMMARY:内部\\\r\n n統制", 30, "fold-in-escape"),
    "fold before everything": (b"BEGIN:VCALENDAR", b" BEGIN:VCALENDAR", 1, "orphan-fold"),
    "blank line": (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\n\r\n", 17, "blank"),
    "line of spaces": (" 委員会", "  ", 30, "blank"),
    "blank line at the end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\n\r\n", 33, "blank"),
    "NUL": ("経営審議委", "経営\x00審議委", 19, "control"),
    "bare CR": ("経営審議委", "経営\r審議委", 19, "control"),
    "escape character": ("内部統制", "内部\x1b統制", 29, "control"),
    "C1 control character": ("内部統制", "内部\x85統制", 29, "control"),
    "unescaped semicolon": (r"\;", ";", 19, "unescaped"),
    "unescaped comma": (r"委\,", "委,", 19, "unescaped"),
    "unescaped backslash": (r"C:\\new", r"C:\xew", 19, "unescaped"),
    "backslash at the end": ("内部統制\r\n 委員会", "内部統制\\", 29, "unescaped"),
    "unescaped comma in the calendar's name": ("NAME:監査", "NAME:監査,会議", 4, "unescaped"),
    "unescaped semicolon in a category": ("会議,日未定", "会議;日未定", 20, "unescaped"),
    "unescaped comma in an X- property": ("STATUS:CONFIRMED", "X-A:1,2", 22, "unescaped"),
    "floating DTSTAMP": ("DTSTAMP:20170630T030000Z", "DTSTAMP:20170630T030000", 15, "not-utc"),
    "local DTSTAMP": (
        "DTSTAMP:20170630T030000Z", "DTSTAMP;TZID=Asia/Tokyo:20170630T030000", 15, "not-utc",
    ),
    "floating time": (END, "DTEND:20170616T113000", 18, "floating"),
    "no such zone": (END, "DTEND;TZID=Asia/Seoul:20170616T113000", 18, "no-zone"),
    "zone and UTC": (END, END + "Z", 18, "bad-time"),
    "day without its kind": (START, "DTSTART:20170616", 17, "bad-time"),
    "time declared a day": (START, "DTSTART;VALUE=DATE:20170616T100000", 17, "bad-time"),
    "no such day": ("VALUE=DATE:20170618", "VALUE=DATE:20170631", 28, "bad-time"),
    "duplicate UID": ("UID:2@", "UID:1@", 25, "duplicate-uid"),
    "end at the start": (END, START.replace("DTSTART", "DTEND"), 18, "bad-end"),
    "end before the start": ("DATE:20170618", "DATE:20170616", 28, "bad-end"),
    "end on the same day": ("DATE:20170618", "DATE:20170617", 28, "bad-end"),
    "end before the start in another zone": (END, "DTEND:20170616T010000Z", 18, "bad-end"),
    "end of another kind": (END, "DTEND;VALUE=DATE:20170617", 18, "bad-end"),
    "end and duration": ("STATUS:CONFIRMED", "DURATION:PT1H", 18, "bad-end"),
    "length below nothing": (END, "DURATION:-PT1H", 18, "bad-duration"),
    "length of nothing": (END, "DURATION:PT0S", 18, "bad-duration"),
    "length without a number": (END, "DURATION:PT", 18, "bad-duration"),
    "refresh interval without its unit": (
        "VERSION:2.0", "VERSION:2.0\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1", 3, "bad-duration",
    ),
    "time of no known kind": (
        START, START.replace("DTSTART;", "DTSTART;VALUE=TIME;"), 17, "bad-time",
    ),
    "start that is a period": (
        START, "DTSTART;VALUE=PERIOD:20170616T100000Z/PT1H", 17, "bad-time",
    ),
    "two starts in one": (START, f"{START},20170617T100000", 17, "bad-time"),
    "parameter twice": ("VALUE=DATE:20170617", "VALUE=DATE;VALUE=DATE:20170617", 27, "repeated"),
    "zone without an offset": ("TZOFFSETFROM:+0900\r\n", "", 7, "missing"),
    "offset that is none": ("TZOFFSETTO:+0900", "TZOFFSETTO:+9", 10, "bad-offset"),
    "zone without a rule": (
        GOOD[GOOD.index(b"BEGIN:STANDARD") : GOOD.index(b"END:VTIMEZONE")], b"", 5, "missing",
    ),
    "event in small letters without a UID": (
        b"BEGIN:VEVENT\r\nUID:1@example", b"BEGIN:vevent", 13, "missing",
    ),
    "relative URL": ("https://register.example/meetings/1/", "/meetings/1/", 21, "not-uri"),
    "URL with a space": ("/meetings/1/", "/meetings/ 1/", 21, "not-uri"),
    "URL that is not ASCII": ("/meetings/1/", "/会議/1/", 21, "not-uri"),
    "two calendars": (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\n" + GOOD, 33, "two-calendars"),
    "not UTF-8": ("内部統制".encode(), "内部統制".encode("cp932"), 29, "not-utf-8"),
    "HTML": (GOOD, b"<!DOCTYPE html>\r\n", 1, "no-property"),
    "empty": (GOOD, b"", 1, "empty"),
    "only an event": (
        GOOD, GOOD[GOOD.index(b"BEGIN:VEVENT") : GOOD.index(b"END:VCALENDAR")], 1, "no-calendar",
    ),
    "no colon": ("STATUS:CONFIRMED", "STATUS", 22, "no-property"),
    "open quotation mark": (START, 'DTSTART;TZID="Asia/Tokyo:20170616T100000', 17, "no-property"),
    "event not closed": (b"END:VEVENT\r\nEND:VCALENDAR", b"END:VCALENDAR", 24, "unbalanced"),
    "cut off": (b"END:VCALENDAR\r\n", b"", 1, "unbalanced"),
    "something after the end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nX-A:1\r\n", 33, "outside"),
    "no UID": ("UID:1@example\r\n", "", 13, "missing"),
    "no DTSTAMP": (b"DTSTAMP:20170630T030000Z\r\nSEQ", b"SEQ", 13, "missing"),
    "no DTSTART": (START + "\r\n", "", 13, "missing"),
    "no VERSION": ("VERSION:2.0\r\n", "", 1, "missing"),
    "no PRODID": ("PRODID:-//Example//Feed//JA\r\n", "", 1, "missing"),
    "another version": ("VERSION:2.0", "VERSION:1.0", 2, "bad-word"),
    "no such status": ("STATUS:CONFIRMED", "STATUS:HELD", 22, "bad-word"),
    "sequence not a number": ("SEQUENCE:0", "SEQUENCE:-", 16, "not-integer"),
    "two titles": ("STATUS:CONFIRMED", "SUMMARY:監査", 22, "repeated"),
    "calendar with a UID": ("VERSION:2.0", "VERSION:2.0\r\nUID:1", 3, "unwanted"),
    "method": ("VERSION:2.0", "VERSION:2.0\r\nMETHOD:PUBLISH", 3, "unwanted"),
    "organizer": ("STATUS:CONFIRMED", "ORGANIZER:mailto:a@example.com", 22, "unwanted"),
    "alarm": ("STATUS:CONFIRMED", "BEGIN:VALARM\r\nEND:VALARM", 22, "unwanted"),
}  # fmt: skip


def as_bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def test_check_of_a_sound_feed_finds_nothing():
    assert check(GOOD) == []
    assert event_count(GOOD) == 2


def test_check_allows_a_line_of_75_octets():
    assert len(LONG.encode()) == 75
    assert check(GOOD.replace(b"STATUS:CONFIRMED", LONG.encode())) == []


@pytest.mark.parametrize("length", ["PT1H", "PT1H30M", "+P1D", "P1DT12H", "P2W"])
def test_check_allows_a_length_in_place_of_an_end(length):
    assert check(GOOD.replace(END.encode(), f"DURATION:{length}".encode())) == []


@pytest.mark.parametrize("name", BROKEN)
def test_check_finds(name):
    old, new, line, code = BROKEN[name]
    broken = GOOD.replace(as_bytes(old), as_bytes(new), 1)
    assert broken != GOOD
    faults = check(broken)
    assert (line, code) in [(fault.line, fault.code) for fault in faults]
    assert all(str(fault).startswith(f"{fault.line}: ") and fault.message for fault in faults)


SEVERAL_FAULTS = {
    "HTML", "only an event", "two calendars", "event not closed", "end and duration",
    "fold before everything", "fold in an escape", "open quotation mark", "day without its kind",
    "floating time", "time declared a day",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BROKEN.keys() - SEVERAL_FAULTS))
def test_check_finds_nothing_else(name):
    old, new, line, code = BROKEN[name]
    broken = GOOD.replace(as_bytes(old), as_bytes(new), 1)
    assert [(fault.line, fault.code) for fault in check(broken)] == [(line, code)]
