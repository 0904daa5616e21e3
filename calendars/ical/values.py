"""What a property's value may be, and the faults of one that is not (RFC 5545, section 3.3)."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from calendars.ical.lines import ContentLine, Fault

UTC_PROPERTIES = {"DTSTAMP", "LAST-MODIFIED", "CREATED", "COMPLETED"}
TIME_PROPERTIES = {"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE", "DUE"}

_TIME_LISTS = {"EXDATE", "RDATE"}
_KINDS = {"": datetime, "DATE-TIME": datetime, "DATE": date}
_URI_PROPERTIES = {"URL", "SOURCE", "TZURL"}
_LISTS = {"CATEGORIES", "RESOURCES"}
_LENGTHS = {"DURATION", "REFRESH-INTERVAL"}
_OFFSETS = {"TZOFFSETFROM", "TZOFFSETTO"}
_NOT_TEXT = {
    *UTC_PROPERTIES, *TIME_PROPERTIES, *_URI_PROPERTIES, *_LENGTHS, *_OFFSETS,
    "ATTACH", "ATTENDEE", "CONFERENCE", "EXRULE", "FREEBUSY", "GEO", "IMAGE",
    "ORGANIZER", "PERCENT-COMPLETE", "PRIORITY", "REPEAT", "REQUEST-STATUS",
    "RRULE", "SEQUENCE", "TRIGGER",
}  # fmt: skip
_TEXT = re.compile(r"(?:[^\\;,]+|\\[\\;,nN])*")
_TEXT_LIST = re.compile(r"(?:[^\\;]+|\\[\\;,nN])*")
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9:/?#\[\]@!$&'()*+,;=._~-]|%[0-9A-Fa-f]{2})+"
)
# Longer than nothing: an event must not end before or when it starts.
_LENGTH = re.compile(
    r"(?=.*[1-9])\+?P(?:\d+W|\d+D(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?"
    r"|T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)"
)
_OFFSET = re.compile(r"[+-][0-9]{4}(?:[0-9]{2})?")
_WORDS = {
    "VERSION": {"2.0"},
    "CALSCALE": {"GREGORIAN"},
    "STATUS": {"CONFIRMED", "TENTATIVE", "CANCELLED"},
    "TRANSP": {"OPAQUE", "TRANSPARENT"},
}
_NUMBER = re.compile(r"[0-9]{1,9}")
_DATE, _TIME = re.compile(r"[0-9]{8}"), re.compile(r"[0-9]{8}T[0-9]{6}Z?")


def value_faults(line: ContentLine, *, local: bool = False) -> Iterator[Fault]:
    """The faults of one property's value. In a VTIMEZONE (`local`) a time has no zone by nature."""
    value_type = line.parameters.get("VALUE", "").upper()
    if line.name in UTC_PROPERTIES:
        yield from _utc_faults(line)
    elif line.name in TIME_PROPERTIES:
        yield from _time_faults(line, value_type, local)
    elif line.name in _URI_PROPERTIES or value_type == "URI":
        yield from _matching(line, _URI.fullmatch, "not-uri", _("{name} is not a URI."))
    elif line.name == "SEQUENCE":
        words = _("{name} is not a whole number.")
        yield from _matching(line, _NUMBER.fullmatch, "not-integer", words)
    elif line.name in _LENGTHS:
        words = _("{name} is not a length of time.")
        yield from _matching(line, _LENGTH.fullmatch, "bad-duration", words)
    elif line.name in _OFFSETS:
        words = _("{name} is not an offset from UTC.")
        yield from _matching(line, _OFFSET.fullmatch, "bad-offset", words)
    elif line.name not in _NOT_TEXT and value_type in ("", "TEXT"):
        yield from _text_faults(line)


def moment(line: ContentLine) -> date | datetime | None:
    """The day or time of a DTSTART or DTEND, with its zone where that is known; None if unreadable.

    A time whose zone nobody knows has none.
    """
    value = line.value
    try:
        if _DATE.fullmatch(value):
            return date.fromisoformat(value)
        if not _TIME.fullmatch(value):
            return None
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    if at.tzinfo:
        return at
    try:
        return at.replace(tzinfo=ZoneInfo(line.parameters.get("TZID", "")))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return at


def _matching(
    line: ContentLine, matches: Callable[[str], object], code: str, words: str
) -> Iterator[Fault]:
    if not matches(line.value):
        yield Fault(line.number, code, format_lazy(words, name=line.name))


def _text_faults(line: ContentLine) -> Iterator[Fault]:
    allowed = _WORDS.get(line.name)
    if allowed and line.value not in allowed:
        yield Fault(
            line.number, "bad-word", format_lazy(_("{name} has an unknown value."), name=line.name)
        )
        return
    pattern = _TEXT_LIST if line.name in _LISTS else _TEXT
    end = pattern.match(line.value).end()
    if end < len(line.value):
        words = _("{name} has an unescaped “{character}”.")
        message = format_lazy(words, name=line.name, character=line.value[end])
        yield Fault(line.number, "unescaped", message)


def _utc_faults(line: ContentLine) -> Iterator[Fault]:
    if not line.value.endswith("Z") or not isinstance(moment(line), datetime):
        yield Fault(
            line.number, "not-utc", format_lazy(_("{name} is not a time in UTC."), name=line.name)
        )


def _time_faults(line: ContentLine, value_type: str, local: bool) -> Iterator[Fault]:
    if value_type == "PERIOD" and line.name == "RDATE":
        return
    expected = _KINDS.get(value_type)
    for value in line.value.split(",") if line.name in _TIME_LISTS else [line.value]:
        found = moment(ContentLine(line.number, line.name, line.parameters, value))
        if type(found) is not expected:
            words = _("{name} is not a date or a time of its declared kind.")
            yield Fault(line.number, "bad-time", format_lazy(words, name=line.name))
        elif expected is datetime and not local:
            yield from _zone_faults(line, value)


def _zone_faults(line: ContentLine, value: str) -> Iterator[Fault]:
    zoned = "TZID" in line.parameters
    if not zoned and not value.endswith("Z"):
        words = _("{name} is a floating time: it names no time zone.")
        yield Fault(line.number, "floating", format_lazy(words, name=line.name))
    if zoned and value.endswith("Z"):
        words = _("{name} names a time zone and UTC at once.")
        yield Fault(line.number, "bad-time", format_lazy(words, name=line.name))
