"""What a feed holds, straight from the ledger: no table of any other room is read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from calendars.ical import Long
from calendars.models import PublishedEvent, PublishedFeed

MOST_EVENTS = 1_000  # Google takes about 1,100 events or 1 MB and says nothing beyond
MOST_BYTES = 900_000

_AT_ONCE = 200  # events joined to one piece of the body


@dataclass(frozen=True, slots=True)
class Selection:
    """The public events with one key, of some fiscal years, in one variant.

    `digest` changes with any of them, `changed_at` is when it did last (None: there never were any,
    in any year). `size` is in bytes, with one byte for the site's address in each event.
    """

    key: str
    long: Long
    years: tuple[int, ...]
    events: int
    size: int
    digest: str
    changed_at: datetime | None

    def size_at(self, site: int) -> int:
        """The size in bytes where the site's address takes so many."""
        return self.size + self.events * (site - 1)

    def pieces(self) -> list[bytes]:
        """The events in order, some hundred in each piece, with marks for the site's address."""
        if not self.events:
            return []
        events = PublishedEvent.objects.in_feed(self.key, self.years).shown_under(self.long)
        query, values = events.values_list("block").query.sql_with_params()
        pieces = []
        with connection.chunked_cursor() as cursor:  # the ORM costs more than the rows do
            cursor.execute(query, values)
            while rows := cursor.fetchmany(_AT_ONCE):
                pieces.append(b"".join([block for (block,) in rows]))
        return pieces


def select(key: str, year: int | None, long: Long, *, around: int, site: int) -> Selection:
    """What the feed of this key holds: of one year, or of as many whole years as clients take.

    `around` is the size of what surrounds the events, `site` that of the site's address in each.
    """
    rows = PublishedFeed.objects.filter(key=key, long=long)
    if year is not None:
        rows = rows.filter(fiscal_year=year)
    found = list(rows.order_by("-fiscal_year"))
    kept = found if year is not None else newest_years(found, around=around, site=site)
    return Selection(
        key=key,
        long=long,
        years=tuple(row.fiscal_year for row in kept),
        events=sum(row.events for row in kept),
        size=sum(row.size for row in kept),
        digest=" ".join(f"{row.digest} {row.changed_at.timestamp()}" for row in kept),
        changed_at=max((row.changed_at for row in found), default=None),
    )


def newest_years(
    rows: Iterable[PublishedFeed], *, around: int, site: int
) -> Sequence[PublishedFeed]:
    """As many whole years of these, newest first, as clients take; at least one with events."""
    kept: list[PublishedFeed] = []
    events, size = 0, around
    for row in rows:
        events += row.events
        size += row.size + row.events * (site - 1)
        if kept and (events > MOST_EVENTS or size > MOST_BYTES):
            break
        if row.events:
            kept.append(row)
    return kept
