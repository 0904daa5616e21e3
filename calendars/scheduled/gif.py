"""Events after the event model of the government's interoperability framework (GIF).

Names and requirements are those of its core data model (sheet イベント, 2026-03). Every name stands
in every event; what nobody knows, or what does not apply, is null.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation

from calendars.ical import occurrences, uid_of
from calendars.scheduled.models import ScheduledRecord
from calendars.scheduled.progress import status_text
from dates import Precision, Schedule, Segment
from records.base import Life
from records.history import today
from records.lists import one_line

EXACT = (Precision.MINUTE, Precision.DAY)
# What anyone may know of the schedule of a visible record; see `ListPage.open_fields`.
OPEN_FIELDS = frozenset(
    {
        *("fiscal_year", "schedule_text", "schedule", "schedule_override"),
        *("status", "status_reason"),
    }
)
ONLINE, HYBRID = "オンライン", "ハイブリッド"
ONLINE_VENUES = (ONLINE, f"{ONLINE}開催", "Web開催", "ＷＥＢ開催")
# Words for what comes round, which are no date.
PATTERN = re.compile(
    "毎[月週年日回朝四]|各月|各四半期|隔[年月週日]|[偶奇]数月|ごと|毎に|おきに|随時|適[宜時]|定期|通年|年間"
)


@dataclass(frozen=True, slots=True)
class GifDetails:
    """The facts of an event that only its own kind knows, in Japanese; empty texts become null.

    `targets` are those for whom it takes place, `tags` what it is filed under.
    """

    kind: str
    description: str = ""
    organizer: str = ""
    targets: str = ""
    tags: Iterable[str] = ()
    short_name: str = ""
    subtitle: str = ""
    location: str = ""

    @property
    def webinar_status(self) -> str | None:
        """Only what the venue says: a room alone does not tell that nobody joins from elsewhere."""
        if HYBRID in self.location:
            return HYBRID
        return ONLINE if self.location.strip() in ONLINE_VENUES else None


def gif_event(
    record: ScheduledRecord, details: GifDetails, *, url: str, agency: str
) -> dict[str, Any]:
    """One event. Its days stand in `dateOfStart` and `dateOfEnd` only where they are known.

    A month is never turned into a day: how it is said stands in `dateTimeDescription`. `url` is
    the absolute address of the record's page; `agency` organizes what nobody else does.
    """
    words, parts = record.schedule.words, occurrences(record.schedule)
    uids = [uid_of(str(record.uid), part) for part in parts]
    with translation.override("ja"):
        is_withdrawn = record.life == Life.WITHDRAWN
        status = record.get_life_display() if is_withdrawn else status_text(record, today())
    return {
        "id": str(record.uid),
        "eventName": str(record),
        "eventNameEn": None,
        "alternateName": details.short_name or None,
        "subTitle": details.subtitle or None,
        "description": one_line(details.description) or None,
        "subEvent": uids if len(uids) > 1 else [],
        "eventType": details.kind,
        "eventUrl": url,
        "status": status,
        "keyword": None,
        "tag": ";".join(tag.replace(";", "；") for tag in details.tags) or None,
        "holdingPattern": words if PATTERN.search(words) else None,
        **_known_bounds(record.schedule),
        "dateTimeDescription": record.official_schedule,
        "location": details.location or None,
        "locationAddress_MP00": None,
        "webinarStatus": details.webinar_status,
        "organizer": details.organizer or agency,
        "relatedGroup": None,
        "targetPerson": one_line(details.targets) or None,
        "capacity": None,
        "feeStatus": None,
        "contactPointInformation": settings.CONTACT_POINT,
    }


def _known_bounds(schedule: Schedule) -> dict[str, str | None]:
    """The beginning and the end, each where its day is known."""
    bounds: dict[str, str | None] = dict.fromkeys(
        ("dateOfStart", "dateOfEnd", "startTime", "endTime")
    )
    if not schedule.segments:
        return bounds
    first = min(schedule.segments, key=lambda segment: segment.known_days()[0])
    if first.start and _is_exact(first, first.precision_at_start, "start"):
        bounds["dateOfStart"] = first.start.isoformat()
        bounds["startTime"] = f"{first.start_time:%H:%M}" if first.start_time else None
    last = max(schedule.segments, key=lambda segment: segment.known_days()[1])
    has_end = all(segment.end for segment in schedule.segments)
    if last.end and has_end and _is_exact(last, last.precision_at_end, "end"):
        bounds["dateOfEnd"] = last.end.isoformat()
        bounds["endTime"] = f"{last.end_time:%H:%M}" if last.end_time else None
    return bounds


def _is_exact(segment: Segment, precision: Precision, end: str) -> bool:
    return precision in EXACT and (not segment.approximate or segment.exact_end == end)
