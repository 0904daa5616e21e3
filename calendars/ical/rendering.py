"""Entries as VEVENTs, VEVENTs as a calendar: pure, byte for byte the same for the same values.

Rules: docs/adr/0004-feed-events.md. A rendered event is the same on every site and at every time:
it has a mark, a control character that no calendar can hold, where the site's address belongs, and
one for the stamps of its last change. So an event is rendered once, and kept
(docs/adr/0010-ledger.md).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from icalendar import Calendar
from icalendar.prop import vUri

from calendars.entries import Entry, EntryStatus
from calendars.ical.occurrences import Occurrence, occurrences
from calendars.ical.text import calendar_name, clean, escape, fold, one_line

# Raise it whenever an event, or a calendar's start, would be rendered in other words: all is then
# published anew.
RENDERING = 3
PRODID = "-//J-LIS//Governance register//JA"
UID_DOMAIN = "governance-register.j-lis"  # a name, not a host: UIDs outlive every address
TIME_ZONE = "Asia/Tokyo"
REFRESH = timedelta(hours=1)
COLOR = "teal"
DAY_UNKNOWN = "日未定"

SITE, STAMPS = b"\x00", b"\x01"
CALENDAR_END = b"END:VCALENDAR\r\n"

_VTIMEZONE = (  # Japan has kept one offset since 1951, the register begins in 2014
    b"BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nTZNAME:JST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
_URL_CHARACTERS = "/:?&=#%-._~!$'()*+,;@"


class Variant(StrEnum):
    """The variants of a feed, by what has no exact days: months, open ends, more than 31 days."""

    SPAN = "span"
    MONTHLY = "monthly"
    OMIT = "omit"


class ShownIn(StrEnum):
    """The variants of a feed in which an event stands."""

    ALWAYS = "always"
    SPAN = "span"
    MONTHLY = "monthly"

    @classmethod
    def under(cls, long: Variant) -> list["ShownIn"]:
        """The events that a feed of this variant holds."""
        extra = {Variant.SPAN: [cls.SPAN], Variant.MONTHLY: [cls.MONTHLY], Variant.OMIT: []}
        return [cls.ALWAYS, *extra[long]]


class RenderedEvent(NamedTuple):
    """One VEVENT as bytes. Blocks sort by day, time, UID: the order in which feeds hold them."""

    first: date
    time: str
    uid: str
    data: bytes
    shown: ShownIn = ShownIn.ALWAYS


@dataclass(frozen=True, slots=True)
class Header:
    """A calendar's properties: its name, and the address of the page for people."""

    name: str
    url: str


def events_at_site(
    entry: Entry, *, base_url: str, sequence: int = 0, long: Variant = Variant.SPAN
) -> list[RenderedEvent]:
    """The VEVENTs of one entry as a feed of that variant holds them; none while it is undated.

    `base_url` is the site's address without a slash at its end.
    """
    site, at = site_line(base_url), entry.changed_at
    return [
        block._replace(data=with_stamps(block.data, at, sequence).replace(SITE, site))
        for block in rendered(entry)
        if block.shown in ShownIn.under(long)
    ]


def rendered(entry: Entry) -> list[RenderedEvent]:
    """The VEVENTs of one entry for every variant, with marks for the site and the stamps."""
    found = occurrences(entry.schedule)
    marked = [one.markers() if one.is_span else [one] for one in found]
    uids = [uid_of(entry.uid, one) for one in found]
    quiet_uids = [uid_of(entry.uid, one) for ones in marked for one in ones]
    blocks = []
    for one, uid, markers in zip(found, uids, marked, strict=True):
        shown = ShownIn.SPAN if one.is_span else ShownIn.ALWAYS
        blocks.append(_block(entry, one, uid, _sibling(uids, uid), shown))
        for marker in markers if one.is_span else ():
            quiet = uid_of(entry.uid, marker)
            blocks.append(
                _block(entry, marker, quiet, _sibling(quiet_uids, quiet), ShownIn.MONTHLY)
            )
    return blocks


def with_stamps(data: bytes, at: datetime, sequence: int) -> bytes:
    """A rendered event with the time of its last change and how many there were."""
    changed = f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = f"DTSTAMP:{changed}\r\nLAST-MODIFIED:{changed}\r\nSEQUENCE:{sequence}\r\n"
    return data.replace(STAMPS, lines.encode(), 1)


@lru_cache(maxsize=64)
def site_line(base_url: str) -> bytes:
    """The text for `SITE` on the site at this address, which has no slash at its end."""
    return fold(f"URL:{uri(base_url)}").removesuffix(b"\r\n")


def calendar(header: Header, blocks: Iterable[bytes]) -> bytes:
    """One VCALENDAR of `blocks`, in their order. Without any it is still a valid calendar."""
    return b"".join([calendar_start(header), *blocks, CALENDAR_END])


@lru_cache(maxsize=256)
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
    lines: list[Any] = start.content_lines(sorted=False)
    written = b"".join(fold(line) for line in lines if line)
    return written.removesuffix(CALENDAR_END) + _VTIMEZONE


def frame_size(header: Header) -> int:
    """The size in bytes of a calendar without events."""
    return len(calendar_start(header)) + len(CALENDAR_END)


def uri(address: str) -> str:
    """`address` with everything percent-encoded that a URI cannot hold."""
    return quote(clean(address), safe=_URL_CHARACTERS)


def uid_of(record: str, occurrence: Occurrence) -> str:
    """The UID of one event of the record with this uid."""
    key = f"-{occurrence.key}" if occurrence.key else ""
    return f"{record}{key}@{UID_DOMAIN}"


def _sibling(uids: list[str], uid: str) -> str:
    """The first of the list for all others, the second for the first: n links join n events."""
    return next((other for other in uids if other != uid), "")


def _block(
    entry: Entry, occurrence: Occurrence, uid: str, sibling: str, shown: ShownIn
) -> RenderedEvent:
    before = ["BEGIN:VEVENT", f"UID:{uid}"]
    middle = [*_times(occurrence), *_title_and_status(entry, occurrence)]
    after = [
        *_text("DESCRIPTION", entry.description),
        *_text("LOCATION", one_line(entry.location)),
    ]
    if sibling:
        after.append(f"RELATED-TO;RELTYPE=SIBLING:{sibling}")
    if occurrence.is_tentative:
        after += _text("X-JLIS-EDTF", occurrence.edtf)
    after.append("END:VEVENT")
    # The address is folded before its path: what stands for the site may be of any length.
    url = SITE + b"\r\n " + fold(uri(entry.path))
    data = b"".join([*map(fold, before), STAMPS, *map(fold, middle), url, *map(fold, after)])
    start_time = occurrence.segment.start_time if occurrence.is_timed else None
    return RenderedEvent(occurrence.days[0], f"{start_time or ''}", uid, data, shown)


def _times(occurrence: Occurrence) -> Iterator[str]:
    first, last = occurrence.days
    start_time, end_time = occurrence.segment.start_time, occurrence.segment.end_time
    if start_time is None or not occurrence.is_timed:
        yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"
        return
    yield f"DTSTART;TZID={TIME_ZONE}:{first:%Y%m%d}T{start_time:%H%M%S}"
    if end_time:  # an unknown end is left out, not invented
        yield f"DTEND;TZID={TIME_ZONE}:{last:%Y%m%d}T{end_time:%H%M%S}"


def _title_and_status(entry: Entry, occurrence: Occurrence) -> Iterator[str]:
    """What it is called, how it stands, and what it is filed under."""
    is_postponed, is_off = entry.status == EntryStatus.POSTPONED, entry.status.is_off
    prefix = "【延期】" if is_postponed else ""
    prefix = "【中止】" if is_off else prefix
    part = f" （{occurrence.part}）" if occurrence.part else ""
    remark = f" 〔{occurrence.remark}〕" if occurrence.remark else ""
    yield from _text("SUMMARY", one_line(f"{prefix}{clean(entry.feed_title)}{part}{remark}"))
    status = "TENTATIVE" if is_postponed or occurrence.is_tentative else "CONFIRMED"
    yield f"STATUS:{'CANCELLED' if is_off else status}"
    if occurrence.is_timed and not is_postponed and not is_off:
        yield "TRANSP:OPAQUE"
    else:
        yield "TRANSP:TRANSPARENT"
        yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"
    unknown = (DAY_UNKNOWN,) if occurrence.is_day_unknown else ()
    names = dict.fromkeys(map(one_line, (*entry.categories, *unknown)))
    if categories := ",".join(escape(name) for name in names if name):
        yield f"CATEGORIES:{categories}"


def _text(name: str, value: str) -> list[str]:
    """A TEXT property if there is something to say."""
    cleaned = clean(value)
    return [f"{name}:{escape(cleaned)}"] if cleaned else []
