"""Damage to the ledger other than in its entries: found, and repaired."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Prefetch, QuerySet
from django.utils import translation

from calendars.entries import Entry
from calendars.feeds.config import Feeds
from calendars.feeds.ledger import KEY_COLUMNS, key_rows
from calendars.feeds.models import (
    PublishedEntry,
    PublishedEvent,
    PublishedFeed,
    PublishedKey,
    PublishedPiece,
)
from calendars.feeds.totals import counted, days_of, events_of
from records.storage import insert_all

_AT_ONCE = 500  # rows fetched at a time
_TOTAL_COLUMNS = ("events", "size", "digest", "title")


def misattributed_uids(feeds: Feeds) -> list[str]:
    """The uids of entries that stand under the name of no source, or of another's."""
    names = [source.name for source in feeds.sources]
    found: list[str] = []
    for source in feeds.sources:
        for uids in _uids(source.published_entries()):
            rows = PublishedEntry.objects.filter(uid__in=uids).exclude(source=source.name)
            found += rows.values_list("uid", flat=True)
    others = PublishedEntry.objects.exclude(source__in=names).exclude(uid__in=found)
    return [*found, *others.values_list("uid", flat=True)]


def orphaned_events() -> QuerySet:
    """Events that feeds hold although their entry has left."""
    return PublishedEvent.objects.live().filter(entry__plain="")


def reassign(feeds: Feeds) -> None:
    """Assign entries to the source that yields them; delete those that none does."""
    gone = list(orphaned_events().values_list("pk", flat=True))
    left = {"state": PublishedEvent.State.LEFT, "block": b"", "expires_on": None}
    PublishedEvent.objects.filter(pk__in=gone).update(**left)
    for source in feeds.sources:
        for uids in _uids(source.published_entries()):
            rows = PublishedEntry.objects.filter(uid__in=uids).exclude(source=source.name)
            rows.update(source=source.name)
    names = [source.name for source in feeds.sources]
    PublishedEntry.objects.exclude(source__in=names).delete()


def rebuild_index(feeds: Feeds) -> set[tuple[str, int]]:
    """Rewrite the index of entries where it differs; the feeds whose totals or pieces differ."""
    places = {row.pk: list(key_rows(row)) for row in wrongly_indexed()}
    PublishedKey.objects.filter(entry__in=places).delete()
    insert_all(
        PublishedKey._meta.db_table, KEY_COLUMNS, [one for of in places.values() for one in of]
    )
    return set(damaged_feeds(feeds))


def wrongly_indexed() -> Iterator[PublishedEntry]:
    """The entries that feeds do not find by what they should."""
    keys = Prefetch("index", queryset=PublishedKey.objects.order_by("pk"))
    rows = PublishedEntry.objects.prefetch_related(keys).order_by("pk")
    for row in rows.iterator(chunk_size=_AT_ONCE):
        found = [(one.entry_id, one.key, one.is_public, one.fiscal_year) for one in row.index.all()]
        if sorted(found) != sorted(key_rows(row)):
            yield row


def damaged_feeds(feeds: Feeds, *, with_titles: bool = True) -> Iterator[tuple[str, int]]:
    """The public feeds, by key and fiscal year, whose totals or pieces are not their events."""
    names: set[tuple[str, int]] = set()
    for rows in (
        PublishedKey.objects.filter(is_public=True),
        PublishedFeed.objects.all(),
        PublishedPiece.objects.all(),
    ):
        names |= set(rows.order_by().values_list("key", "fiscal_year").distinct())
    compared = _TOTAL_COLUMNS if with_titles else _TOTAL_COLUMNS[:2]
    for key, year in sorted(names):
        with translation.override("ja"):
            title = feeds.title_of(key) or "" if with_titles else ""
        if not _is_sound(key, year, title, compared):
            yield key, year


def _is_sound(key: str, year: int, title: str, compared: Collection[str]) -> bool:
    """True where its totals, and byte by byte its pieces, are those of its events."""
    events = events_of(key, year)
    rows = PublishedFeed.objects.filter(key=key, fiscal_year=year)
    kept = {row.long: [getattr(row, name) for name in compared] for row in rows}
    totals = counted(key, year, title, events)
    should = {row.long: [getattr(row, name) for name in compared] for row in totals}
    if kept != should and (kept or events):
        return False
    blocks = PublishedEvent.objects.blocks(event.pk for event in events)
    pieces = PublishedPiece.objects.filter(key=key, fiscal_year=year)
    joined = {
        (first, shown): (digest, bytes(body))
        for first, shown, digest, body in pieces.values_list("first", "shown", "digest", "body")
    }
    return joined == {
        (first, shown): (digest, b"".join(blocks[event.pk] for event in held))
        for first, shown, held, digest in days_of(events)
    }


def _uids(entries: Iterable[Entry]) -> Iterator[list[str]]:
    uids = [entry.uid for entry in entries]
    for start in range(0, len(uids), _AT_ONCE):
        yield uids[start : start + _AT_ONCE]
