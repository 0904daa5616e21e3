"""Entries, the plain values that sources yield, so that calendars knows no other room."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, Self
from uuid import UUID

from dates import FiscalYear, Schedule


class EntryStatus(StrEnum):
    """The status of an event; `WITHDRAWN` is the record's end, the others are the event's."""

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
    of it. `path` is the record page's path on this site. `subtitle` distinguishes records of one
    title on a page: the departments that an audit covers, as the report words them. `matters` is
    what it dealt with, for a page that has the room: what a council decided. `changed_at`
    (aware) is the last change of what a subscriber sees. `is_on_former_days` where the schedule is
    what it was before the record lost its date: it is shown there, but will not take place then.
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
    subtitle: str = ""
    matters: str = ""
    is_on_former_days: bool = False

    def has(self, *keys: str) -> bool:
        """True when the entry carries every one of `keys`."""
        return self.keys.issuperset(keys)

    def to_json(self) -> str:
        """All fields that its events are rendered from but its uid, as JSON for `from_json`."""
        return json.dumps(
            [
                *(self.feed_title, self.schedule.canonical(), self.status, self.categories),
                *(self.description, self.location, self.path),
            ],
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str, **others: Any) -> Self:
        """The entry that `to_json` wrote; `others` are the fields that it does not hold.

        Raises `ValueError` for what it did not write.
        """
        try:
            title, schedule, status, categories, description, location, path = json.loads(text)
            return cls(
                title=title,
                feed_title=title,
                schedule=Schedule.from_canonical(schedule),
                status=EntryStatus(status),
                categories=tuple(categories),
                description=description,
                location=location,
                path=path,
                **others,
            )
        except (AttributeError, LookupError, TypeError) as error:
            raise ValueError("not what `to_json` writes") from error


class ChangeKey(NamedTuple):
    """An aggregate that was journalled: its kind of record (`app.Model`), and its uid."""

    record_type: str
    uid: UUID


class Stretch(NamedTuple):
    """Days that a record may take, and nothing else of it: a year of them is read in one question.

    `record` is its key within its source, `kind` the key that its entry carries (`kind:…`). It is
    `moved` where these are days that it had before it lost its date.
    """

    first: date
    last: date
    kind: str
    record: int
    status: str
    precision: str
    moved: bool = False

    @property
    def takes_place(self) -> bool:
        """True unless it is cancelled or will be on other days."""
        return not self.moved and not EntryStatus(self.status).is_off


class Source(Protocol):
    """A supplier of entries; each app above calendars offers one.

    `name` identifies it, in the ledger too: never change it.
    """

    name: str

    def entries(
        self,
        *,
        viewer: Any = None,
        first: date | None = None,
        last: date | None = None,
        keys: Iterable[str] = (),
        records: Collection[int] | None = None,
    ) -> Iterable[Entry]:
        """Entries that `viewer` (a user; None is anyone) may see and that carry all `keys`.

        With `first` and `last`, only those of which a segment touches these days, both included;
        with `records`, only those, by their keys in `stretches`.
        """
        ...

    def stretches(self, *, viewer: Any, first: date, last: date) -> Iterable[Stretch]:
        """The days of what `viewer` may see, less what is withdrawn, that touch these days."""
        ...

    def recorded_in(self, *, viewer: Any, fiscal_year: FiscalYear) -> set[int]:
        """The keys of the records of a fiscal year, whatever their days, less what is withdrawn."""
        ...

    def title_of(self, key: str) -> str | None:
        """The name, in Japanese, of the thing behind `key`; None where this source has none."""
        ...

    def published_entries(self, uids: Collection[UUID] | None = None) -> Iterable[Entry]:
        """The entries for the ledger, of these records or of all but drafts.

        A public entry is as anyone sees it, an internal one as those who see everything.
        """
        ...

    def affected(self, touched: Collection[ChangeKey]) -> Collection[UUID] | None:
        """The records whose entries these changes may have altered; None where it may be any."""
        ...

    def visible_uids(self, viewer: Any) -> Iterable[UUID]:
        """The records that `viewer` may see, as a queryset: for a personal calendar."""
        ...
