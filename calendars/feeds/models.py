"""The ledger: what subscribers were told (docs/adr/0010-ledger.md).

All of it is derived from records, so the journal does not know it; but the numbers that tell a
calendar program of a change (SEQUENCE, LAST-MODIFIED) are remembered nowhere else.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Self

from django.db import models

from calendars.entries import Entry
from calendars.feeds.subscriptions import Subscription
from calendars.ical import RENDERING, RenderedEvent, ShownIn, Variant, with_stamps

__all__ = [
    "Publication",
    "PublishedEntry",
    "PublishedEvent",
    "PublishedFeed",
    "PublishedKey",
    "PublishedPiece",
    "Subscription",
]

FISCAL_YEAR = "fy:"  # the key that is a column of its own
_AT_ONCE = 500  # events asked for by primary key


class Publication(models.Model):
    """The state of the ledger, one row.

    `rendering` is the version of the rendering it was drawn in, `journal_sequence` the last journal
    entry it knows of, `expires_on` the first day on which something in it is told no more,
    `publisher` the one that ends every calendar's name; None where nobody knows who it was.
    """

    rendering = models.PositiveIntegerField(default=0)
    journal_sequence = models.PositiveBigIntegerField(default=0)
    expires_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    publisher = models.CharField(max_length=100, null=True)  # noqa: DJ001 (none differs from unknown)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.journal_sequence}"

    @classmethod
    def current(cls) -> Self:
        """The one row; a new one where nothing was ever published."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def keep(self, sequence: int, at: datetime, publisher: str) -> None:
        """Remember that everything up to this entry of the journal has been published."""
        self.rendering, self.journal_sequence, self.published_at = RENDERING, sequence, at
        self.failed_at, self.publisher = None, publisher
        self.expires_on = PublishedEvent.objects.first_expiry()
        self.save()


class PublishedEntry(models.Model):
    """A record as it was told: to anyone, or to those who may see internal records.

    A record that changes sides has a row on each, so that neither side's numbers tell of the other.
    `plain` is all that its events are drawn from, empty once the record has left this side.
    """

    uid = models.CharField(max_length=64)
    is_public = models.BooleanField()
    source = models.CharField(max_length=20)
    fiscal_year = models.PositiveSmallIntegerField()
    keys = models.TextField(blank=True)
    plain = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["uid", "is_public"], name="entry_is_published_once"),
        ]
        indexes = [models.Index(fields=["source"], name="published_entry_source")]

    def __str__(self) -> str:
        return self.uid

    def as_told(self, changed_at: datetime) -> Entry:
        """The entry as it was told. Raises `ValueError` where it has left or was altered."""
        return Entry.from_json(
            self.plain,
            uid=self.uid,
            is_public=self.is_public,
            keys=frozenset({*self.keys.split(), f"{FISCAL_YEAR}{self.fiscal_year}"}),
            changed_at=changed_at,
        )


class PublishedKey(models.Model):
    """A key by which feeds find an entry; the empty one is that of the feed of everything."""

    entry = models.ForeignKey(PublishedEntry, on_delete=models.CASCADE, related_name="index")
    key = models.CharField(max_length=100, blank=True)
    is_public = models.BooleanField()
    fiscal_year = models.PositiveSmallIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["key", "is_public", "fiscal_year", "entry"], name="published_key_lookup"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.fiscal_year}"


class PublishedEventQuerySet(models.QuerySet):
    def live(self) -> Self:
        """Events that a feed may hold now, in the order of feeds."""
        return self.filter(state__in=self.model.LIVE).order_by("first", "shown", "time", "uid")

    def in_feed(self, key: str, years: Collection[int]) -> Self:
        """Live public ones with this key, of these fiscal years."""
        found = {"key": key, "is_public": True, "fiscal_year__in": list(years)}
        return self.live().filter(**{f"entry__index__{name}": found[name] for name in found})

    def shown_under(self, long: Variant) -> Self:
        """Events that appear in this variant."""
        return self.filter(shown__in=ShownIn.under(long))

    def first_expiry(self) -> date | None:
        """The first day on which one of them is told no more."""
        return self.live().aggregate(day=models.Min("expires_on"))["day"]

    def blocks(self, pks: Iterable[int]) -> dict[int, bytes]:
        """The bytes of these events, by primary key."""
        wanted = list(pks)
        found: dict[int, bytes] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = self.filter(pk__in=wanted[start : start + _AT_ONCE])
            found |= {pk: bytes(block) for pk, block in some.values_list("pk", "block")}
        return found


class PublishedEvent(models.Model):
    """One VEVENT: its bytes, with a mark where the site's address belongs, and its numbers.

    `digest` is that of the event as drawn, without its numbers.
    """

    class State(models.TextChoices):
        PUBLISHED = "told", "Told"  # the value stands in ledgers
        CANCELLED = "cancelled"  # told as 【中止】, until `expires_on`
        EXPIRED = "expired"
        LEFT = "left"

    LIVE = (State.PUBLISHED, State.CANCELLED)

    entry = models.ForeignKey(PublishedEntry, on_delete=models.CASCADE, related_name="events")
    uid = models.CharField(max_length=120)
    shown = models.CharField(max_length=10, choices=[(s, s) for s in ShownIn])
    first = models.DateField()
    time = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=10, choices=State)
    expires_on = models.DateField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    last_modified = models.DateTimeField()
    digest = models.CharField(max_length=64)
    block = models.BinaryField()

    objects = PublishedEventQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["entry", "uid"], name="event_is_published_once"),
        ]
        indexes = [
            models.Index(fields=["-last_modified"], name="published_event_newest"),
            models.Index(
                fields=["expires_on"],
                name="published_event_expiry",
                condition=models.Q(state="cancelled"),
            ),
        ]

    def __str__(self) -> str:
        return self.uid

    def is_told(self, block: RenderedEvent, *, off: bool) -> bool:
        """True where it is `block` with its own numbers, byte by byte, or over and left so.

        `off` says that its record is called off.
        """
        if self.state == self.State.EXPIRED and off:
            return not self.block
        if self.last_modified is None:  # no moment: SQLite keeps anything
            return False
        state = self.State.CANCELLED if off else self.State.PUBLISHED
        is_placed = (self.state, self.first, self.time, self.shown, self.expires_on is None) == (
            *(state, block.first, block.time, block.shown, not off),
        )
        data = with_stamps(block.data, self.last_modified, self.sequence)
        return is_placed and bytes(self.block) == data


class PublishedFeed(models.Model):
    """The totals of a public feed of one key, fiscal year and variant.

    `size` is that of its events, in bytes, with one byte for the site's address in each.
    `changed` is when a subscriber saw it change last, an event that left included, in seconds since
    1970; `digest` is made from its title and its events.
    """

    key = models.CharField(max_length=100, blank=True)
    fiscal_year = models.PositiveSmallIntegerField()
    long = models.CharField(max_length=10, choices=[(one, one) for one in Variant])
    title = models.TextField()
    events = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    changed = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["key", "long", "fiscal_year"], name="feed_is_summed_up_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.fiscal_year} {self.long}"


class PublishedPiece(models.Model):
    """The events of one day, `shown` alike, in public feeds of one key and fiscal year.

    Joined in the order of the feed, so that serving is to read a few long rows in place of as many
    as there are events. A variant is made of one piece or two for each day. `digest` is made from
    the numbers of its events.
    """

    key = models.CharField(max_length=100, blank=True)
    fiscal_year = models.PositiveSmallIntegerField()
    shown = models.CharField(max_length=10, choices=[(one, one) for one in ShownIn])
    first = models.DateField()
    digest = models.CharField(max_length=64)
    body = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["key", "shown", "fiscal_year", "first"], name="piece_is_joined_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.fiscal_year} {self.shown} {self.first}"
