"""Selection of a feed's events, straight from the ledger: no other room's table is read.

Written in SQL: the ORM takes longer over these questions than the database does.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from calendars.ical import RENDERING, ShownIn, Variant
from records.storage import fetch_all

Around = Callable[[str], int]
MOST_EVENTS = 1_000  # Google takes about 1,100 events or 1 MB and says nothing beyond
MOST_BYTES = 900_000

_UP_TO_DATE = """
    SELECT EXISTS (
        SELECT 1 FROM calendars_publication WHERE id = 1 AND rendering = %s
        AND (expires_on IS NULL OR expires_on > %s) AND journal_sequence =
            COALESCE((SELECT sequence FROM records_journalhead WHERE id = 1), 0)
    ) AS up_to_date
"""
_PUBLISHER = "COALESCE((SELECT publisher FROM calendars_publication WHERE id = 1), '')"
_TOTALS = f"""
    SELECT up_to_date, {_PUBLISHER}, fiscal_year, events, size, digest, changed
    FROM ({_UP_TO_DATE}) known
    LEFT JOIN calendars_publishedfeed ON key = %s AND long = %s ORDER BY fiscal_year DESC
"""  # noqa: S608 (made of constants)
_PIECES = """
    SELECT first, fiscal_year, shown, body FROM calendars_publishedpiece
    WHERE key = %s AND shown IN ({shown}) AND fiscal_year IN ({years})
"""


class YearTotals(NamedTuple):
    """The totals of a year's feed; see `models.PublishedFeed`."""

    year: int
    events: int
    size: int
    digest: str
    changed: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The public events with one key, of some fiscal years, in one variant.

    `digest` changes with any of them, `changed` is when it did last, in seconds since 1970 (None:
    there never were any, in any year). `size` is in bytes, with one for each event's address. What
    is not `up_to_date` is what was told last. `publisher` ends the calendar's name.
    """

    key: str
    long: Variant
    years: tuple[int, ...]
    events: int
    size: int
    digest: str
    changed: int | None
    up_to_date: bool
    publisher: str

    def size_at(self, site: int) -> int:
        """The size in bytes where the site's address takes so many."""
        return self.size + self.events * (site - 1)

    def pieces(self) -> list[bytes]:
        """The events in order, each day's in one piece, with marks for the site's address.

        Raises `RuntimeError` where they are not what was counted: a calendar program would take
        what is missing for deleted.
        """
        shown = ShownIn.under(self.long)
        sql = _PIECES.format(shown=_places(shown), years=_places(self.years))
        rows = fetch_all(sql, [self.key, *shown, *self.years])
        # Sorted here: a database would carry the bodies along.
        pieces = [bytes(body) for *_day, body in sorted(rows, key=itemgetter(0, 1, 2))]
        if sum(map(len, pieces)) != self.size:
            raise RuntimeError(f"The pieces of {self.key!r} are not {self.size} bytes long")
        return pieces


def is_up_to_date(today: date) -> bool:
    """True where the ledger needs no publication today."""
    [(answer,)] = fetch_all(_UP_TO_DATE, [RENDERING, today.isoformat()])
    return bool(answer)


def publisher() -> str:
    """Who publishes the calendars, as it was last told."""
    [(found,)] = fetch_all(f"SELECT {_PUBLISHER} AS publisher", [])
    return str(found)


def select(
    key: str, year: int | None, long: Variant, *, around: Around, site: int, today: date
) -> Selection:
    """Select the feed of this key: of one year, or of as many whole years as clients take.

    `around` tells the size of what surrounds the events, for a publisher; `site` is that of the
    site's address in each.
    """
    rows = fetch_all(_TOTALS, [RENDERING, today.isoformat(), key, long])
    up_to_date, publisher = rows[0][:2]
    found = [YearTotals(*row[2:]) for row in rows if row[2] is not None]
    if year is None:
        kept = newest_years(found, around=around(publisher), site=site)
    else:
        kept = found = [totals for totals in found if totals.year == year]
    return Selection(
        key=key,
        long=long,
        years=tuple(totals.year for totals in kept),
        events=sum(totals.events for totals in kept),
        size=sum(totals.size for totals in kept),
        digest=" ".join(f"{totals.digest} {totals.changed}" for totals in kept),
        changed=max((totals.changed for totals in found), default=None),
        up_to_date=bool(up_to_date),
        publisher=publisher,
    )


def newest_years(rows: Iterable[YearTotals], *, around: int, site: int) -> list[YearTotals]:
    """As many whole years of these, newest first, as clients take; at least one with events."""
    kept: list[YearTotals] = []
    events, size = 0, around
    for totals in rows:
        events += totals.events
        size += totals.size + totals.events * (site - 1)
        if kept and (events > MOST_EVENTS or size > MOST_BYTES):
            break
        if totals.events:
            kept.append(totals)
    return kept


def _places(values: Iterable[object]) -> str:
    """A place for each value, or what equals nothing."""
    return ", ".join("%s" for _value in values) or "NULL"
