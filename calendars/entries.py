"""What a source yields about one record: plain values, so that calendars knows no other room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from calendars.schedule import Schedule


class EntryStatus(StrEnum):
    """Where the event stands; `WITHDRAWN` is the record's end, the others are the event's."""

    PLANNED = "planned"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"

    @property
    def is_off(self) -> bool:
        """True when nobody should come: cancelled or withdrawn."""
        return self in (EntryStatus.CANCELLED, EntryStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as calendars see it.

    `title` is the record's name in full; `feed_title` is the one whose first six characters tell
    the event. `keys` are opaque (`kind:meeting`, `body:…`, `department:…`, `regime:internal`,
    `fy:2016`). `description` begins with the schedule in words, because a calendar cannot show all
    of it. `path` is the record page's path on this site. `changed_at` (aware) is the last change
    of what a subscriber sees.
    """

    uid: str
    title: str
    feed_title: str
    schedule: Schedule
    status: EntryStatus
    is_public: bool
    keys: frozenset[str]
    categories: tuple[str, ...]
    description: str
    location: str
    path: str
    changed_at: datetime

    def has(self, *keys: str) -> bool:
        """True when the entry carries every one of `keys`."""
        return self.keys.issuperset(keys)


class Source(Protocol):
    """Where entries come from; each app above calendars offers one."""

    def entries(
        self,
        *,
        viewer: Any = None,
        first: date | None = None,
        last: date | None = None,
        keys: Iterable[str] = (),
    ) -> Iterable[Entry]:
        """Entries that `viewer` (a user; None is anyone) may see and that carry all `keys`.

        With `first` and `last`, only those of which a segment touches these days, both included.
        """
        ...

    def title_of(self, key: str) -> str | None:
        """What the thing behind `key` is called, in Japanese; None where this source has none."""
        ...
