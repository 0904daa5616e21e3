"""iCalendar (RFC 5545): pure rendering and the strict check."""

from calendars.ical.check import check, event_count
from calendars.ical.lines import Fault
from calendars.ical.occurrences import occurrences
from calendars.ical.rendering import (
    CALENDAR_END,
    RENDERING,
    SITE,
    Block,
    Header,
    Long,
    Shown,
    calendar,
    calendar_start,
    drawn,
    events_of,
    site_line,
    stamped,
    uid_of,
)

__all__ = [
    "CALENDAR_END",
    "RENDERING",
    "SITE",
    "Block",
    "Fault",
    "Header",
    "Long",
    "Shown",
    "calendar",
    "calendar_start",
    "check",
    "drawn",
    "event_count",
    "events_of",
    "occurrences",
    "site_line",
    "stamped",
    "uid_of",
]
