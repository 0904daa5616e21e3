"""Values of properties, and the faults of one that is invalid (RFC 5545, section 3.3)."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendars.ical.components import fault
from calendars.ical.durations import is_positive_duration, is_trigger_duration
from calendars.ical.lines import ContentLine, Fault
from calendars.ical.recurrence import RULES, rule_faults

UTC_PROPERTIES = {"DTSTAMP", "LAST-MODIFIED", "CREATED", "COMPLETED"}
TIME_PROPERTIES = {"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE", "DUE"}

_TIME_LISTS = {"EXDATE", "RDATE"}
_KINDS = {"": datetime, "DATE-TIME": datetime, "DATE": date}
_URI_PROPERTIES = {"URL", "SOURCE", "TZURL"}
_LISTS = {"CATEGORIES", "RESOURCES"}
_NOT_TEXT = {  # nor looked at above
    "ATTACH", "ATTENDEE", "CONFERENCE", "FREEBUSY", "IMAGE", "ORGANIZER", "REQUEST-STATUS",
}  # fmt: skip
_TEXT = re.compile(r"(?:[^\\;,]+|\\[\\;,nN])*")
_TEXT_LIST = re.compile(r"(?:[^\\;]+|\\[\\;,nN])*")
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9:/?#\[\]@!$&'()*+,;=._~-]|%[0-9A-Fa-f]{2})+"
)
_OFFSET = re.compile(r"(?!-0+$)[+-](?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?")
_DEGREES = r"([+-]?[0-9]{1,3}(?:\.[0-9]+)?)"
_GEO = re.compile(rf"{_DEGREES};{_DEGREES}")
_WORDS = {
    "VERSION": {"2.0"},
    "CALSCALE": {"GREGORIAN"},
    "TRANSP": {"OPAQUE", "TRANSPARENT"},
}
_STATES = {
    "VEVENT": {"CONFIRMED", "TENTATIVE", "CANCELLED"},
    "VTODO": {"NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"},
    "VJOURNAL": {"DRAFT", "FINAL", "CANCELLED"},
}
_NUMBER = re.compile(r"\+?[0-9]{1,10}")
_DATE, _TIME = re.compile(r"[0-9]{8}"), re.compile(r"[0-9]{8}T[0-9]{6}Z?")


def value_faults(line: ContentLine, component: str, *, local: bool = False) -> Iterator[Fault]:
    """The faults of one property's value, in the component of this name.

    In a VTIMEZONE (`local`) a time has no zone by nature.
    """
    value_type = line.parameters.get("VALUE", "").upper()
    if line.name in UTC_PROPERTIES or (line.name, value_type) == ("TRIGGER", "DATE-TIME"):
        if not line.value.endswith("Z") or not isinstance(parse_time(line), datetime):
            yield fault(line, "not-utc", _("{name} is not a time in UTC."))
    elif line.name in TIME_PROPERTIES:
        yield from _time_faults(line, value_type, local)
    elif line.name in _URI_PROPERTIES or value_type == "URI":
        yield from _matching(line, _URI.fullmatch, "not-uri", _("{name} is not a URI."))
    elif line.name in RULES:
        yield from rule_faults(line)
    elif line.name in _FORMS:
        matches, code, words = _FORMS[line.name]
        yield from _matching(line, matches, code, words)
    elif line.name not in _NOT_TEXT and value_type in ("", "TEXT"):
        yield from _text_faults(line, component)


def value_type_of(line: ContentLine) -> str:
    """The value type that a time declares: DATE-TIME unless it says otherwise."""
    return line.parameters.get("VALUE", "").upper() or "DATE-TIME"


def parse_time(line: ContentLine) -> date | datetime | None:
    """The day or time of a DTSTART or DTEND, with its zone where that is known; None if unreadable.

    A time whose zone nobody knows has none.
    """
    value = line.value
    try:
        if _DATE.fullmatch(value):
            return date.fromisoformat(value)
        if not _TIME.fullmatch(value):
            return None
        is_leap = value[13:15] == "60"  # the second after (RFC 5545, 3.3.12)
        at = datetime.fromisoformat(f"{value[:13]}59{value[15:]}" if is_leap else value)
        at += timedelta(seconds=is_leap)
    except (ValueError, OverflowError):
        return None
    if at.tzinfo:
        return at
    try:
        return at.replace(tzinfo=ZoneInfo(line.parameters.get("TZID", "")))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return at


def is_comparable(one: date | datetime, other: date | datetime) -> bool:
    """True for two days, two times in zones, two floating ones: what Python can compare."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return (one.tzinfo is None) == (other.tzinfo is None)
    return type(one) is type(other)


def _up_to(most: int) -> Callable[[str], bool]:
    return lambda text: bool(_NUMBER.fullmatch(text)) and int(text) <= most


def _is_place(text: str) -> bool:
    """Latitude and longitude in degrees (RFC 5545, 3.8.1.6)."""
    found = _GEO.fullmatch(text)
    return found is not None and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180


_NOT_A_NUMBER = _("{name} is not a whole number, or too great a one.")
_NO_LENGTH = _("{name} is not a length of time, or an absurd one.")
_NO_OFFSET = _("{name} is not an offset from UTC.")
_FORMS: dict[str, tuple[Callable[[str], object], str, Any]] = {
    "DURATION": (is_positive_duration, "bad-duration", _NO_LENGTH),
    "REFRESH-INTERVAL": (is_positive_duration, "bad-duration", _NO_LENGTH),
    "TZOFFSETFROM": (_OFFSET.fullmatch, "bad-offset", _NO_OFFSET),
    "TZOFFSETTO": (_OFFSET.fullmatch, "bad-offset", _NO_OFFSET),
    "TRIGGER": (is_trigger_duration, "bad-duration", _NO_LENGTH),
    "SEQUENCE": (_up_to(2**31 - 1), "not-integer", _NOT_A_NUMBER),
    "REPEAT": (_up_to(2**31 - 1), "not-integer", _NOT_A_NUMBER),
    "PRIORITY": (_up_to(9), "not-integer", _NOT_A_NUMBER),
    "PERCENT-COMPLETE": (_up_to(100), "not-integer", _NOT_A_NUMBER),
    "GEO": (_is_place, "bad-place", _("{name} is not a latitude and a longitude.")),
}


def _matching(
    line: ContentLine, matches: Callable[[str], object], code: str, words: str | Promise
) -> Iterator[Fault]:
    if not matches(line.value):
        yield fault(line, code, words)


def _text_faults(line: ContentLine, component: str) -> Iterator[Fault]:
    allowed = _STATES.get(component) if line.name == "STATUS" else _WORDS.get(line.name)
    if allowed and line.value.upper() not in allowed:
        yield fault(line, "bad-word", _("{name} has an unknown value."))
        return
    pattern = _TEXT_LIST if line.name in _LISTS else _TEXT
    found = pattern.match(line.value)
    end = found.end() if found else 0
    if end < len(line.value):
        words = _("{name} has an unescaped “{character}”.")
        yield fault(line, "unescaped", words, character=line.value[end])


def _time_faults(line: ContentLine, value_type: str, local: bool) -> Iterator[Fault]:
    expected = _KINDS.get(value_type)
    for value in line.value.split(",") if line.name in _TIME_LISTS else [line.value]:
        found = parse_time(line._replace(value=value))
        if value_type == "PERIOD" and line.name == "RDATE":
            yield from _period_faults(line, value)
        elif type(found) is not expected:
            words = _("{name} is not a date or a time of its declared kind.")
            yield fault(line, "bad-time", words)
        elif expected is datetime and not local:
            yield from _zone_faults(line, value)


def _period_faults(line: ContentLine, value: str) -> Iterator[Fault]:
    """From a time to a later one, or for a length (RFC 5545, 3.3.9)."""
    start, _slash, end = value.partition("/")
    first, last = (parse_time(line._replace(value=one)) for one in (start, end))
    is_forward = (
        isinstance(first, datetime)
        and isinstance(last, datetime)
        and is_comparable(first, last)
        and last > first
    )
    if not isinstance(first, datetime) or not (is_forward or is_positive_duration(end)):
        yield fault(line, "bad-time", _("{name} is not a period of time."))
    else:
        yield from _zone_faults(line, start)


def _zone_faults(line: ContentLine, value: str) -> Iterator[Fault]:
    zoned = "TZID" in line.parameters
    if not zoned and not value.endswith("Z"):
        words = _("{name} is a floating time: it names no time zone.")
        yield fault(line, "floating", words)
    if zoned and value.endswith("Z"):
        yield fault(line, "bad-time", _("{name} names a time zone and UTC at once."))
