"""Events after the event model of the government's interoperability framework (GIF)."""

from typing import Any

from calendars.schedule import Precision
from calendars.segments import ScheduledRecord
from records.columns import one_line

EXACT = (Precision.MINUTE, Precision.DAY)
# What anyone may know of the schedule of a record that he sees; see `ListPage.open_fields`.
OPEN_FIELDS = frozenset(
    {
        *("fiscal_year", "schedule_text", "schedule", "schedule_override"),
        *("status", "status_reason"),
    }
)
AGENCY = "地方公共団体情報システム機構"


def gif_event(
    record: ScheduledRecord, *, url: str, organizer: str = AGENCY, description: str = "",
    location: str = "",
) -> dict[str, Any]:  # fmt: skip
    """One event. Its days stand in `dateOfStart` and `dateOfEnd` only where they are known.

    A month is never turned into a day, nor several stretches into one: how it is said stands in
    `dateTimeDescription`.
    """
    schedule = record.schedule
    segments = schedule.segments
    is_exact = schedule.precision in EXACT and not any(one.approximate for one in segments)
    first, last = (segments[0], segments[-1]) if is_exact else (None, None)
    return {
        "eventID": str(record.uid),
        "eventName": str(record),
        "description": one_line(description),
        "dateOfStart": first and first.start and first.start.isoformat(),
        "dateOfEnd": last and last.end and last.end.isoformat(),
        "timeOfStart": first and first.start_time and f"{first.start_time:%H:%M}",
        "timeOfEnd": last and last.end_time and f"{last.end_time:%H:%M}",
        "dateTimeDescription": record.official_schedule,
        "eventStatus": str(record.status),
        "organizer": organizer,
        "location": location,
        "url": url,
    }
