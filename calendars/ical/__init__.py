"""iCalendar (RFC 5545): pure rendering and the strict check."""

from calendars.ical.check import check, event_count
from calendars.ical.lines import Fault
from calendars.ical.occurrences import occurrences
from calendars.ical.rendering import (
    CALENDAR_END,
    RENDERING,
    SITE,
    Header,
    RenderedEvent,
    ShownIn,
    Variant,
    calendar,
    calendar_start,
    events_at_site,
    frame_size,
    rendered,
    site_line,
    uid_of,
    with_stamps,
)

__all__ = [
    "CALENDAR_END",
    "RENDERING",
    "SITE",
    "Fault",
    "Header",
    "RenderedEvent",
    "ShownIn",
    "Variant",
    "calendar",
    "calendar_start",
    "check",
    "event_count",
    "events_at_site",
    "frame_size",
    "occurrences",
    "rendered",
    "site_line",
    "uid_of",
    "with_stamps",
]
