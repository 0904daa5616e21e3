"""Totals and pieces of public feeds, made once a change: serving is reading bytes.

A feed's events are joined by the day on which they begin, apart those that a variant leaves out: a
change rewrites the pieces of its own days and no others.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from django.db.models import F, Value
from django.db.models.functions import Greatest, Length

from calendars.feeds.ledger import Ledger
from calendars.feeds.models import PublishedEvent, PublishedFeed, PublishedPiece
from calendars.ical import RENDERING, ShownIn, Variant
from records.storage import write_all

_AT_ONCE = 200  # pieces written at once


class _Event(NamedTuple):
    """An event without its bytes; `first` is the day on which it begins."""

    pk: int
    shown: str
    first: date
    digest: str
    sequence: int
    length: int


def update_totals(
    ledger: Ledger,
    title_of: Callable[[str], str | None],
    *,
    everything: bool = False,
    damaged: Collection[tuple[str, int]] = (),
) -> None:
    """Count and join again what the feeds hold that differ, and say when a subscriber saw that.

    After `everything` was held against the ledger all are counted: their titles may have changed.
    Feeds that are `damaged`, by key and fiscal year, are joined from their events in any case, and
    count as changed: somebody may have taken them. Needs the transaction in which the ledger was
    written.
    """
    names = {*ledger.feeds, *damaged}
    rows = PublishedFeed.objects.all()
    if not everything:
        rows = rows.filter(key__in={key for key, _year in names})
    known = {(row.key, row.fiscal_year, row.long): row for row in rows}
    if everything:
        names |= {(key, year) for key, year, _long in known}
    for key, year in damaged:
        PublishedPiece.objects.filter(key=key, fiscal_year=year).delete()
    titles = {key: title_of(key) or "" for key in {key for key, _year in names}}
    differing: list[PublishedFeed] = []
    for year, feeds in groupby(sorted(names, key=itemgetter(1, 0)), itemgetter(1)):
        blocks: dict[int, bytes] = {}  # an event stands in several feeds of its year
        for key, _year in feeds:
            events = events_of(key, year)
            _join(key, year, events, blocks)
            totals = counted(key, year, titles[key], events)
            is_damaged = (key, year) in damaged
            differing += _differing(totals, known, ledger.at, is_damaged=is_damaged)
    write_all(differing)


def _differing(
    totals: Iterable[PublishedFeed],
    known: Mapping[tuple[str, int, str], PublishedFeed],
    at: datetime,
    *,
    is_damaged: bool,
) -> Iterator[PublishedFeed]:
    """The totals that are not as known, in the known one's place and changed `at` this moment."""
    for found in totals:
        row = known.get((found.key, found.fiscal_year, found.long))
        if row and row.digest == found.digest and not is_damaged:
            continue
        # A second after the one before at least: HTTP knows no finer.
        found.changed = max(int(at.timestamp()), row.changed + 1 if row else 0)
        found.pk = row.pk if row else None
        yield found


def touch_feeds(at: datetime) -> None:
    """Note that every feed is called otherwise since `at`, its events being as they were."""
    later = Greatest(F("changed") + 1, Value(int(at.timestamp())))
    PublishedFeed.objects.update(changed=later)


def events_of(key: str, year: int) -> list[_Event]:
    """The events of a feed in all variants, in its order."""
    found = PublishedEvent.objects.in_feed(key, [year])
    columns = ("pk", "shown", "first", "digest", "sequence", Length("block"))
    return [_Event(*row) for row in found.values_list(*columns)]


def counted(key: str, year: int, title: str, events: Collection[_Event]) -> Iterator[PublishedFeed]:
    """The totals of a feed in each variant."""
    for long in Variant:
        shown = ShownIn.under(long)
        held = [event for event in events if event.shown in shown]
        yield PublishedFeed(
            key=key,
            fiscal_year=year,
            long=long,
            title=title,
            events=len(held),
            size=sum(event.length for event in held),
            digest=_digest(RENDERING, title, _numbers(held)),
        )


def _join(key: str, year: int, events: Collection[_Event], blocks: dict[int, bytes]) -> None:
    """Write the pieces that differ from what their events are now; adds to the known `blocks`."""
    pieces = PublishedPiece.objects.filter(key=key, fiscal_year=year)
    rows = pieces.values_list("first", "shown", "pk", "digest")
    known = {(first, shown): (pk, digest) for first, shown, pk, digest in rows}
    differing: list[tuple[PublishedPiece, list[int]]] = []
    for first, shown, held, digest in days_of(events):
        pk, was = known.pop((first, shown), (None, None))
        if was != digest:
            piece = PublishedPiece(
                pk=pk, key=key, fiscal_year=year, shown=shown, first=first, digest=digest
            )
            differing.append((piece, [event.pk for event in held]))
    pieces.filter(pk__in=[pk for pk, _digest in known.values()]).delete()
    for start in range(0, len(differing), _AT_ONCE):
        some = differing[start : start + _AT_ONCE]
        unknown = {pk for _piece, pks in some for pk in pks} - blocks.keys()
        blocks |= PublishedEvent.objects.blocks(unknown)
        for piece, pks in some:
            piece.body = b"".join([blocks[pk] for pk in pks])
        write_all([piece for piece, _pks in some])


def days_of(events: Iterable[_Event]) -> Iterator[tuple[date, str, list[_Event], str]]:
    """The contents of each piece: the day, the variants, its events, and their digest."""
    for (first, shown), group in groupby(events, attrgetter("first", "shown")):
        held = list(group)
        yield first, shown, held, _digest(_numbers(held))


def _numbers(events: Collection[_Event]) -> list[tuple[str, int]]:
    """The numbers that change with the bytes of each."""
    return [(event.digest, event.sequence) for event in events]


def _digest(*facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
