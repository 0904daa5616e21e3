"""A list to take away: the records that its page counts, in the page's order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Protocol

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import journal
from records.base import Record, sees_internal, sees_past_of
from records.history import Past
from records.journal import JournalHead, request_id
from records.lists.columns import IDENTITY, Column, machine_teller, teller
from records.lists.rendering import Listing, Value
from records.storage import BATCH_SIZE, DEFERRED_FIELDS, FIRST_BATCH_SIZE, snapshot

UNSHOWN_FIELDS = frozenset({"uid"})  # in no row of the page


class Shape(models.TextChoices):
    """For whom a file is made; the values stand in addresses."""

    SHOWN = "shown", gettext_lazy("as shown")
    MACHINE = "machine", gettext_lazy("for machines")


class Page(Protocol):
    """The page of a list, as far as a file of it needs it."""

    request: HttpRequest
    past: Past | None

    @property
    def title(self) -> str | Promise:
        """Its heading."""

    @property
    def open_fields(self) -> frozenset[str]:
        """The fields of the canonical form that anyone may know."""

    @property
    def tells_more(self) -> bool:
        """True where this reader is told more of a record than is public of it."""

    @property
    def has_events(self) -> bool:
        """True where its records are events."""

    def about(self) -> tuple[tuple[str, str], ...]:
        """What stands above the list."""

    def event(self, record: Record) -> dict[str, Any]:
        """The record after the government's event model."""

    def lines(self, records: Sequence[Record]) -> Iterable[tuple[Record, Any]]:
        """Each record with each of its lines."""


class Download:
    """A list to take away: its records in order, and how the page was asked for them."""

    def __init__(
        self, page: Page, records: QuerySet, columns: Sequence[Column], filters: str
    ) -> None:
        self.page, self.records, self.columns = page, records, columns
        self.request, self.model = page.request, records.model
        self.filters = filters
        self.at: datetime = timezone.localtime()
        self.moment = timezone.localtime(page.past.moment) if page.past else self.at
        self.count = records.count()
        self.done = 0  # records that are written already
        self._texts = [teller(column) for column in columns]

    @property
    def made_at(self) -> datetime:
        """The file's date, as formats keep it: naive, UTC."""
        return self.at.astimezone(UTC).replace(tzinfo=None)

    def listing(self, shape: Shape) -> Listing:
        """The list in this shape, to be read once."""
        if shape == Shape.MACHINE:
            data = [*IDENTITY, *(one for column in self.columns for one in column.for_machines())]
            headings = tuple(str(datum.label) for datum in data)
            values = [machine_teller(datum) for datum in data]
            rows = self._rows(lambda record, line: [value(record, line) for value in values])
        else:
            headings = tuple(str(column.label) for column in self.columns)
            rows = self._shown()
        wraps = shape == Shape.SHOWN
        return Listing(str(self.page.title), headings, rows, self.facts(shape), wraps)

    def _shown(self) -> Iterator[list[Value]]:
        for record in self.each():
            yield [text(record) for text in self._texts]
            self.done += 1

    def _rows(self, row: Callable[[Record, Any], list[Value]]) -> Iterator[list[Value]]:
        for records in self.batches():
            for record, line in self.page.lines(records):
                yield row(record, line)
            self.done += len(records)

    def batches(self) -> Iterator[list[Record]]:
        """The records in order, as many at a time as memory and the reader's patience bear."""
        with snapshot(), translation.override(translation.get_language()):
            if self.model.row_loader is not None:
                yield from self.model.row_loader.batches(self.records, without=DEFERRED_FIELDS)
                return
            records = self.records.iterator(chunk_size=BATCH_SIZE)
            size = FIRST_BATCH_SIZE
            while batch := list(islice(records, size)):
                yield batch
                size = BATCH_SIZE

    def each(self) -> Iterator[Record]:
        """The records in order, with what the page tells of them."""
        if self.model.row_loader is None:
            yield from (record for records in self.batches() for record in records)
            return
        with snapshot(), translation.override(translation.get_language()):
            yield from self.model.row_loader.rows(
                self.records, without=DEFERRED_FIELDS | UNSHOWN_FIELDS
            )

    def provenance(self) -> dict[str, Any]:
        """The file's provenance, for machines.

        The journal's head is for those who may see what is internal: it tells how much was written.
        """
        facts: dict[str, Any] = {
            "title": str(self.page.title),
            "taken_by": username(self.request),
            "taken_at": self.at.isoformat(timespec="seconds"),
            "filters": self.filters,
            "as_of": self.moment.isoformat(timespec="seconds"),
            "count": self.count,
        }
        user = self.request.user
        if sees_internal(user, self.model) or sees_past_of(user, self.model):
            head = JournalHead.current()
            facts["journal"] = {"sequence": head.sequence, "hash": head.hash}
        return facts

    def facts(self, shape: Shape) -> tuple[tuple[str, str], ...]:
        """The same in words."""
        known = self.provenance()
        journal_head: tuple[tuple[str, str], ...] = ()
        if head := known.get("journal"):
            journal_head = (
                (_("Last journal entry"), str(head["sequence"])),
                (_("Hash of the last journal entry"), head["hash"]),
            )
        return (
            *self.page.about(),
            (_("Taken by"), known["taken_by"] or _("anyone (not signed in)")),
            (_("Taken at"), known["taken_at"]),
            (_("Filters"), self.filters or _("none")),
            (_("Number of records"), str(self.count)),
            (_("As it stood at"), known["as_of"]),
            *journal_head,
            (_("Shape"), str(shape.label)),
        )

    def holds_internal(self, *, tells_more: bool) -> bool:
        """Return True if there is anything in it that not everybody may know.

        `tells_more` is for files that tell more of a public record to whoever signs in.
        """
        if not username(self.request):
            return False
        if tells_more:
            return self.count > 0
        return self.records.exclude(self.model.open_to_anyone()).exists()

    def note(self, name: str, shape: Shape) -> None:
        """Note in the journal that internal records were handed over."""
        payload = {
            "kind": self.model._meta.label,
            "query": self.request.GET.urlencode(),
            "filters": self.filters,
            "format": name,
            "shape": str(shape),
            "count": self.count,
            "as_of": self.page.past and self.moment.isoformat(),
        }
        actor, request = username(self.request), request_id(self.request)
        journal.append_export(actor=actor, payload=payload, request=request)

    def file_name(self, what: str, extension: str) -> str:
        """`audit-shown-20261124-1530.csv`."""
        return f"{self.model._meta.model_name}-{what}-{self.at:%Y%m%d-%H%M}.{extension}"


def username(request: HttpRequest) -> str:
    """The name of the user who asks; empty for anyone."""
    return request.user.get_username() if request.user.is_authenticated else ""
