"""Recent changes of public events, as published: nothing internal, and no time of that."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q
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
    """The last changes that were published to anyone, each entry once.

    The newest first, and of one publication what takes place last. What was published first of
    all is no news: the register was filled with it.
    """
    told = PublishedEvent.objects.filter(entry__is_public=True, state__in=PublishedEvent.LIVE)
    if (first := PublishedEvent.objects.aggregate(at=Min("last_modified"))["at"]) is None:
        return []
    changed = told.filter(Q(last_modified__gt=first) | Q(sequence__gt=0))
    newest = changed.order_by("-last_modified", "-first", "uid")
    events = newest.select_related("entry").defer("block")
    found: dict[str, RecentChange] = {}
    for event in events[: most * _ASKED]:
        if event.entry.uid in found:
            continue
        try:
            entry = event.entry.as_told(event.last_modified)
        except ValueError:
            continue  # the ledger was altered and cannot be read
        is_off = event.state == PublishedEvent.State.CANCELLED or entry.status.is_off
        day = timezone.localdate(event.last_modified)
        found[entry.uid] = RecentChange(entry, day, is_off)
    return list(found.values())[:most]
