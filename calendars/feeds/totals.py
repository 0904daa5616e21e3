"""Totals and pieces of public feeds, made once a change: serving is reading bytes.

A feed's events are joined by the day on which they begin, apart those that a variant leaves out: a
change rewrites the pieces of its own days and no others.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from django.db.models.functions import Length

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
    rows = PublishedFeed.objects.all()
    if not everything:
        rows = rows.filter(key__in={key for key, _year in ledger.feeds})
    known = {(row.key, row.fiscal_year, row.long): row for row in rows}
    names = ledger.feeds | {(key, year) for key, year, _long in known if everything} | {*damaged}
    for key, year in damaged:
        PublishedPiece.objects.filter(key=key, fiscal_year=year).delete()
    titles = {key: title_of(key) or "" for key in {key for key, _year in names}}
    differing = []
    for year, keys in groupby(sorted((year, key) for key, year in names), itemgetter(0)):
        blocks: dict[int, bytes] = {}  # an event stands in several feeds of its year
        for _year, key in keys:
            events = events_of(key, year)
            _join(key, year, events, blocks)
            for found in counted(key, year, titles[key], events):
                row = known.get((key, year, found.long))
                if row is None or row.digest != found.digest or (key, year) in damaged:
                    found.changed = _later(ledger.at, row)
                    differing.append(found)
    PublishedFeed.objects.bulk_create(
        differing,
        update_conflicts=True,
        unique_fields=["key", "long", "fiscal_year"],
        update_fields=["title", "events", "size", "digest", "changed"],
    )


def events_of(key: str, year: int) -> list[_Event]:
    """The events of a feed in all variants, in its order."""
    found = PublishedEvent.objects.in_feed(key, [year])
    columns = ("pk", "shown", "first", "digest", "sequence", Length("block"))
    return [_Event(*row) for row in found.values_list(*columns)]


def counted(key: str, year: int, title: str, events: Collection[_Event]) -> Iterator[PublishedFeed]:
    """The totals of a feed in each variant."""
    for long in Variant:
        held = [event for event in events if event.shown in ShownIn.under(long)]
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
    """Write the pieces that differ from what their events are now."""
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
        _write(differing[start : start + _AT_ONCE], blocks)


def days_of(events: Iterable[_Event]) -> Iterator[tuple[date, str, list[_Event], str]]:
    """The contents of each piece: the day, the variants, its events, and their digest."""
    for (first, shown), group in groupby(events, attrgetter("first", "shown")):
        held = list(group)
        yield first, shown, held, _digest(_numbers(held))


def _write(differing: list[tuple[PublishedPiece, list[int]]], blocks: dict[int, bytes]) -> None:
    pks = {pk for _piece, events in differing for pk in events} - blocks.keys()
    found = PublishedEvent.objects.filter(pk__in=pks).values_list("pk", "block")
    blocks |= {pk: bytes(block) for pk, block in found}
    for piece, events in differing:
        piece.body = b"".join([blocks[pk] for pk in events])
    write_all([piece for piece, _events in differing])


def _numbers(events: Collection[_Event]) -> list[tuple[str, int]]:
    """The numbers that change with the bytes of each."""
    return [(event.digest, event.sequence) for event in events]


def _digest(*facts: Any) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _later(at: datetime, row: PublishedFeed | None) -> int:
    """The time of a change, a second after the one before at least: HTTP knows no finer."""
    seconds = int(at.timestamp())
    return seconds if row is None else max(seconds, row.changed + 1)
