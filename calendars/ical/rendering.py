"""Entries as VEVENTs, VEVENTs as a calendar: pure, byte for byte the same for the same values.

Rules: docs/adr/0004-feed-events.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event
from icalendar.prop import vText, vUri

from calendars.entries import Entry, EntryStatus
from calendars.ical.occurrences import Occurrence, occurrences
from calendars.ical.text import calendar_name, clean, escape, fold, one_line

PRODID = "-//J-LIS//Governance register//JA"
UID_DOMAIN = "governance-register.j-lis"  # a name, not a host: UIDs outlive every address
TIME_ZONE = "Asia/Tokyo"
REFRESH = timedelta(hours=1)
COLOR = "teal"
DAY_UNKNOWN = "日未定"

_ZONE = ZoneInfo(TIME_ZONE)
_VTIMEZONE = (  # Japan has kept one offset since 1951, the register begins in 2014
    b"BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nTZNAME:JST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
_CALENDAR_END = b"END:VCALENDAR\r\n"
_URL_CHARACTERS = "/:?&=#%-._~!$'()*+,;@"


class Block(NamedTuple):
    """One VEVENT as bytes. Blocks sort by day, time, UID: the order in which feeds hold them."""

    first: date
    time: str
    uid: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """What a calendar says about itself: its name, and the address of the page for people."""

    name: str
    url: str


class _Written(vText):
    """A TEXT value that is escaped already; the library would lose a literal ``\\N``."""

    def to_ical(self) -> bytes:
        return self.encode()


def events_of(entry: Entry, *, base_url: str, sequence: int = 0) -> list[Block]:
    """The VEVENTs of one entry, one for each segment of its schedule; none while it is undated.

    `base_url` is the site's address without a slash at its end.
    """
    found = occurrences(entry.schedule)
    uids = [_uid(entry, occurrence) for occurrence in found]
    return [
        _block(entry, occurrence, uid, _sibling(uids, uid), base_url, sequence)
        for occurrence, uid in zip(found, uids, strict=True)
    ]


def calendar(header: Header, blocks: Iterable[bytes]) -> bytes:
    """One VCALENDAR of `blocks`, in their order. Without any it is still a valid calendar."""
    return b"".join([calendar_start(header), *blocks, _CALENDAR_END])


def calendar_start(header: Header) -> bytes:
    """Everything that stands before the first event."""
    name, duration = calendar_name(header.name), {"VALUE": "DURATION"}
    start = Calendar()
    start.add("VERSION", "2.0")
    start.add("PRODID", PRODID)
    start.add("CALSCALE", "GREGORIAN")
    start.add("X-WR-CALNAME", name)
    start.add("NAME", name)
    start.add("X-WR-TIMEZONE", TIME_ZONE)
    start.add("REFRESH-INTERVAL", REFRESH, parameters=duration)
    start.add("X-PUBLISHED-TTL", "PT1H")
    start.add("URL", vUri(uri(header.url)), encode=False)
    start.add("COLOR", COLOR)
    return _written(start).removesuffix(_CALENDAR_END) + _VTIMEZONE


def uri(address: str) -> str:
    """`address` with everything percent-encoded that a URI cannot hold."""
    return quote(clean(address), safe=_URL_CHARACTERS)


def _uid(entry: Entry, occurrence: Occurrence) -> str:
    key = f"-{occurrence.key}" if occurrence.key else ""
    return f"{entry.uid}{key}@{UID_DOMAIN}"


def _sibling(uids: list[str], uid: str) -> str:
    """The first of the list for all others, the second for the first: n links join n events."""
    return next((other for other in uids if other != uid), "")


def _block(
    entry: Entry, occurrence: Occurrence, uid: str, sibling: str, base_url: str, sequence: int
) -> Block:
    event = Event()
    changed = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("UID", uid)
    event.add("DTSTAMP", changed)
    event.add("LAST-MODIFIED", changed)
    event.add("SEQUENCE", sequence)
    _add_time(event, occurrence)
    _add_text(event, "SUMMARY", _summary(entry, occurrence))
    _add_state(event, entry, occurrence)
    _add_categories(event, entry, occurrence)
    event.add("URL", vUri(uri(base_url + entry.path)), encode=False)
    _add_text(event, "DESCRIPTION", entry.description)
    _add_text(event, "LOCATION", one_line(entry.location))
    if sibling:
        event.add("RELATED-TO", sibling, parameters={"RELTYPE": "SIBLING"})
    if occurrence.is_tentative:
        _add_text(event, "X-JLIS-EDTF", occurrence.edtf)
    start_time = occurrence.segment.start_time if occurrence.is_timed else None
    return Block(occurrence.first, f"{start_time or ''}", uid, _written(event))


def _add_time(event: Event, occurrence: Occurrence) -> None:
    if not occurrence.is_timed:
        event.add("DTSTART", occurrence.first)
        event.add("DTEND", occurrence.last + timedelta(days=1))
        return
    start = _at(occurrence.first, occurrence.segment.start_time)
    event.add("DTSTART", start)
    if occurrence.segment.end_time:  # an end that is not told is left out, not invented
        event.add("DTEND", _at(occurrence.last, occurrence.segment.end_time))


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=_ZONE)


def _summary(entry: Entry, occurrence: Occurrence) -> str:
    prefix = "【延期】" if entry.status == EntryStatus.POSTPONED else ""
    prefix = "【中止】" if entry.status.is_off else prefix
    part = f" （{occurrence.part}）" if occurrence.part else ""
    remark = f" 〔{occurrence.remark}〕" if occurrence.remark else ""
    return one_line(f"{prefix}{clean(entry.feed_title)}{part}{remark}")


def _add_state(event: Event, entry: Entry, occurrence: Occurrence) -> None:
    postponed = entry.status == EntryStatus.POSTPONED
    status = "TENTATIVE" if postponed or occurrence.is_tentative else "CONFIRMED"
    event.add("STATUS", "CANCELLED" if entry.status.is_off else status)
    if occurrence.is_timed and not postponed and not entry.status.is_off:
        event.add("TRANSP", "OPAQUE")
    else:
        event.add("TRANSP", "TRANSPARENT")
        event.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")


def _add_categories(event: Event, entry: Entry, occurrence: Occurrence) -> None:
    names = [one_line(category) for category in entry.categories]
    if occurrence.is_day_unknown:
        names.append(DAY_UNKNOWN)
    value = ",".join(escape(name) for name in dict.fromkeys(filter(None, names)))
    if value:
        event.add("CATEGORIES", _Written(value), encode=False)


def _add_text(event: Event, name: str, value: str) -> None:
    """Add a TEXT property if there is something to say."""
    cleaned = clean(value)
    if cleaned:
        event.add(name, _Written(escape(cleaned)), encode=False)


def _written(component: Component) -> bytes:
    lines: list[Any] = component.content_lines(sorted=False)
    return b"".join(fold(line) for line in lines if line)
