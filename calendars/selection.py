"""What a feed holds, straight from the ledger: no table of any other room is read.

Written in SQL: the ORM takes longer over these two questions than the database does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from calendars.ical import Long, Shown

MOST_EVENTS = 1_000  # Google takes about 1,100 events or 1 MB and says nothing beyond
MOST_BYTES = 900_000

_SUMS = """
    SELECT fiscal_year, events, size, digest, changed FROM calendars_publishedfeed
    WHERE key = %s AND long = %s ORDER BY fiscal_year DESC
"""
_PIECES = """
    SELECT body FROM calendars_publishedpiece
    WHERE key = %s AND shown IN ({shown}) AND fiscal_year IN ({years})
    ORDER BY first, fiscal_year, shown
"""


class Sums(NamedTuple):
    """What the feed of a year holds in all; see `models.PublishedFeed`."""

    year: int
    events: int
    size: int
    digest: str
    changed: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The public events with one key, of some fiscal years, in one variant.

    `digest` changes with any of them, `changed` is when it did last, in seconds since 1970 (None:
    there never were any, in any year). `size` is in bytes, with one for each event's address.
    """

    key: str
    long: Long
    years: tuple[int, ...]
    events: int
    size: int
    digest: str
    changed: int | None

    def size_at(self, site: int) -> int:
        """The size in bytes where the site's address takes so many."""
        return self.size + self.events * (site - 1)

    def pieces(self) -> list[bytes]:
        """The events in order, each day's in one piece, with marks for the site's address.

        Raises `RuntimeError` where they are not what was counted: a calendar program would take
        what is missing for deleted.
        """
        shown = Shown.under(self.long)
        sql = _PIECES.format(shown=_places(shown), years=_places(self.years))
        with connection.cursor() as cursor:
            cursor.execute(sql, [self.key, *shown, *self.years])
            pieces = [bytes(body) for (body,) in cursor.fetchall()]
        if sum(map(len, pieces)) != self.size:
            raise RuntimeError(f"The pieces of {self.key!r} are not {self.size} bytes long")
        return pieces


def select(key: str, year: int | None, long: Long, *, around: int, site: int) -> Selection:
    """What the feed of this key holds: of one year, or of as many whole years as clients take.

    `around` is the size of what surrounds the events, `site` that of the site's address in each.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [key, long])
        found = [Sums(*row) for row in cursor.fetchall()]
    if year is None:
        kept = newest_years(found, around=around, site=site)
    else:
        kept = found = [sums for sums in found if sums.year == year]
    return Selection(
        key=key,
        long=long,
        years=tuple(sums.year for sums in kept),
        events=sum(sums.events for sums in kept),
        size=sum(sums.size for sums in kept),
        digest=" ".join(f"{sums.digest} {sums.changed}" for sums in kept),
        changed=max((sums.changed for sums in found), default=None),
    )


def newest_years(rows: Iterable[Sums], *, around: int, site: int) -> list[Sums]:
    """As many whole years of these, newest first, as clients take; at least one with events."""
    kept: list[Sums] = []
    events, size = 0, around
    for sums in rows:
        events += sums.events
        size += sums.size + sums.events * (site - 1)
        if kept and (events > MOST_EVENTS or size > MOST_BYTES):
            break
        if sums.events:
            kept.append(sums)
    return kept


def _places(values: Iterable[object]) -> str:
    """A place for each value, or what equals nothing."""
    return ", ".join("%s" for _value in values) or "NULL"
