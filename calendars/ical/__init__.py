"""iCalendar: pure rendering of entries, and the strict check of what is served (RFC 5545)."""

from calendars.ical.check import check
from calendars.ical.lines import Fault
from calendars.ical.rendering import Block, Header, calendar, calendar_start, events_of

__all__ = ["Block", "Fault", "Header", "calendar", "calendar_start", "check", "events_of"]
