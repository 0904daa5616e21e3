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
_COMES_AGAIN = _("“{title}” comes again by a rule; only its first day was read.")
_HEADINGS = ("会議名", "回数", "開催日時", "場所", "議題", "実施状況")
_NUMBER = re.compile(r"第\s*[0-9０-９一二三四五六七八九十百]+\s*回")
_MARKED = re.compile(r"【(?P<mark>[^】]*)】\s*")
_OFF = ("中止", "延期")


def events_grid(data: bytes, title: str) -> Grid:
    """A row for each event, in the order of the file. Raises `TabularError`."""
    if data.upper().count(b"BEGIN:VEVENT") > MAX_ROWS:
        raise TabularError(_MANY, limit=f"{MAX_ROWS:,}")
    try:
        events = Calendar.from_ical(data).walk("VEVENT")
    except (ValueError, IndexError, KeyError) as error:
        raise TabularError(_DAMAGED) from error
    rows: list[GridRow] = [GridRow(1, _HEADINGS)]
    remarks: list[Remark] = []
    for number, event in enumerate(events, start=2):
        summary = str(event.get("SUMMARY", ""))
        match = _MARKED.match(summary)
        mark = match["mark"] if match and match["mark"] in _OFF else ""
        name = _MARKED.sub("", summary, count=1)
        found = _NUMBER.search(name)
        is_off = mark or ("中止" if event.get("STATUS", "") == "CANCELLED" else "")
        texts = (str(event.get(key, "")) for key in ("LOCATION", "DESCRIPTION"))
        number_text = found[0] if found else ""
        cells = (_NUMBER.sub("", name, count=1), number_text, _when(event, number), *texts, is_off)
        rows += filled(number, cells)
        if "RRULE" in event:
            remarks.append(remark(_COMES_AGAIN, title=summary))
    return Grid(title, tuple(rows), remarks=tuple(remarks))


def _when(event: Any, row: int) -> str:
    """The days of an event, or its day and hours in local time. Raises `TabularError`."""
    try:
        first, end = event.decoded("DTSTART"), event.decoded("DTEND", None)
    except (KeyError, ValueError) as error:
        raise TabularError(_NO_START, row=row) from error
    if isinstance(first, datetime):
        begin, until = _local(first), _local(end) if isinstance(end, datetime) else None
        if until is None or until <= begin:
            return f"{begin:%Y-%m-%d %H:%M}"
        is_one_day = until.date() == begin.date()
        return f"{begin:%Y-%m-%d %H:%M}～{until:%H:%M}" if is_one_day else _days(begin, until)
    last = end - timedelta(days=1) if isinstance(end, date) else first
    return _days(first, last)


def _local(moment: datetime) -> datetime:
    return moment if timezone.is_naive(moment) else timezone.localtime(moment)


def _days(first: date, last: date) -> str:
    days = f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"
    return days[0] if days[1] <= days[0] else "～".join(days)
