"""Events of an iCalendar file (RFC 5545) as a table of meetings."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import Grid, GridRow, Remark, filled, remark
from records.imports.reading.limits import MAX_ROWS

_DAMAGED = _("This is no whole calendar file. Please save it again in the calendar program.")
_MANY = _("There are more than {limit} rows. Please read them in parts.")
_NO_START = _("This event says no day on which it begins.")
_UNCLEAR = _("The days of this event cannot be told. Please check its start, end and time zone.")
_COMES_AGAIN = _("“{title}” comes again by a rule; only its first day was read.")
_HEADINGS = ("会議名", "回数", "開催日時", "場所", "議題", "実施状況")
_NUMBER = re.compile(r"第\s*[0-9０-９一二三四五六七八九十百]+\s*回")
_MARKED = re.compile(r"【(?P<mark>[^】]*)】\s*")
_OFF = ("中止", "延期")
# The library lets whatever a damaged value leads to through.
FAULTS = (ValueError, LookupError, TypeError, AttributeError, OverflowError)


def events_grid(data: bytes, title: str) -> Grid:
    """A row for each event, in the order of the file. Raises `TabularError`."""
    if data.upper().count(b"BEGIN:VEVENT") > MAX_ROWS:
        raise TabularError(_MANY, limit=f"{MAX_ROWS:,}")
    try:
        events = Calendar.from_ical(data).walk("VEVENT")
    except FAULTS as error:
        raise TabularError(_DAMAGED) from error
    rows: list[GridRow] = [GridRow(1, _HEADINGS)]
    remarks: list[Remark] = []
    for number, event in enumerate(events, start=2):
        summary = _text(event, "SUMMARY")
        match = _MARKED.match(summary)
        mark = match["mark"] if match and match["mark"] in _OFF else ""
        name = _MARKED.sub("", summary, count=1)
        found = _NUMBER.search(name)
        is_off = mark or ("中止" if _text(event, "STATUS").upper() == "CANCELLED" else "")
        texts = (_text(event, key) for key in ("LOCATION", "DESCRIPTION"))
        number_text = found[0] if found else ""
        cells = (_NUMBER.sub("", name, count=1), number_text, _when(event, number), *texts, is_off)
        rows += filled(number, cells)
        if "RRULE" in event or "RDATE" in event:
            remarks.append(remark(_COMES_AGAIN, title=summary))
    return Grid(title, tuple(rows), remarks=tuple(remarks))


def _text(event: Any, key: str) -> str:
    """The text of a property, of each that a faulty file says twice."""
    found = event.get(key, "")
    return " ".join(map(str, found)) if isinstance(found, list) else str(found)


def _when(event: Any, row: int) -> str:
    """The days of an event, or its day and hours in local time. Raises `TabularError`."""
    if "DTSTART" not in event:
        raise TabularError(_NO_START, row=row)
    try:
        first, end = _bounds(event)
        if not (isinstance(first, datetime) and isinstance(end, datetime)):
            return _days(first, max(first, end - timedelta(days=1)))
        if end <= first:
            return f"{first:%Y-%m-%d %H:%M}"
        if end.date() == first.date():
            return f"{first:%Y-%m-%d %H:%M}～{end:%H:%M}"
        return _days(first.date(), (end - timedelta(microseconds=1)).date())
    except FAULTS as error:
        raise TabularError(_UNCLEAR, row=row) from error


def _bounds(event: Any) -> tuple[date, date]:
    """Start and end (RFC 5545, 3.6.1: the end is not part of it), moments in local time.

    Raises one of `FAULTS` where they are no days or moments, or not both of one sort.
    """
    first, end = event.decoded("DTSTART"), event.decoded("DTEND", None)
    if end is None:
        usual = timedelta(0) if isinstance(first, datetime) else timedelta(days=1)
        end = first + event.decoded("DURATION", usual)
    if not isinstance(first, datetime) and not isinstance(end, datetime):
        return first, end
    zone = event["DTSTART"].params.get("TZID")
    is_known = not (zone and timezone.is_naive(first))  # else the file does not say where it is
    if not is_known or timezone.is_naive(first) != timezone.is_naive(end):
        raise ValueError(f"{first!r} to {end!r} in {zone!r}")
    return _local(first), _local(end)


def _local(moment: datetime) -> datetime:
    """The moment on the office's clock; one without a zone is there already (RFC 5545, 3.3.5)."""
    return moment if timezone.is_naive(moment) else timezone.make_naive(moment)


def _days(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first}～{last}"
