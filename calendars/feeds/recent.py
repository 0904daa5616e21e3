"""Recent changes of public events, as published: nothing internal, and no time of that."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from calendars.entries import Entry
from calendars.feeds.models import PublishedEvent

_ASKED = 10  # events looked at for each one shown: an entry may have several


@dataclass(frozen=True, slots=True)
class RecentChange:
    """An entry as it was told, and the day of that; `is_off` where it was called off."""

    entry: Entry
    day: date
    is_off: bool


def recent_changes(most: int) -> list[RecentChange]:
    """The last changes that were published to anyone, the newest first, each entry once."""
    told = PublishedEvent.objects.filter(entry__is_public=True, state__in=PublishedEvent.LIVE)
    events = told.order_by("-last_modified", "uid").select_related("entry").defer("block")
    found: dict[str, RecentChange] = {}
    for event in events[: most * _ASKED]:
        if (news := _recent_change(event)) is not None:
            found.setdefault(event.entry.uid, news)
    return list(found.values())[:most]


def _recent_change(event: PublishedEvent) -> RecentChange | None:
    """The change that was published; None where the ledger was altered and cannot be read."""
    row = event.entry
    try:
        entry = Entry.from_json(
            row.plain,
            uid=row.uid,
            is_public=True,
            keys=frozenset(row.keys.split()),
            changed_at=event.last_modified,
        )
    except ValueError:
        return None
    is_off = event.state == PublishedEvent.State.CANCELLED or entry.status.is_off
    return RecentChange(entry, timezone.localdate(event.last_modified), is_off)
