"""iCalendar: pure rendering of entries, and the strict check of what is served (RFC 5545)."""

from calendars.ical.check import check
from calendars.ical.lines import Fault
from calendars.ical.rendering import (
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
)

__all__ = [
    "Block",
    "Fault",
    "Header",
    "Long",
    "Shown",
    "calendar",
    "calendar_start",
    "check",
    "drawn",
    "events_of",
    "site_line",
    "stamped",
]
