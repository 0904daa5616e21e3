"""The source of days by which something is due, for calendars of one's own that ask for it."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise

from calendars.entries import ChangeKey, Entry, Stretch
from calendars.scheduled.sources import changed_uids
from dates import FiscalYear
from records.base import Record


class DueSource:
    """One internal entry for each record of a kind of which something is due on a day.

    It is told to nobody but the owners of calendars that name `key`, and to them only while they
    may see the record; whoever has a calendar's address sees the entry, so it tells the day and a
    reference and nothing of what is due. See `calendars.entries.Source`.
    """

    name: str  # no ClassVar: `Source` has it as a plain attribute
    model: ClassVar[type[Record]]
    key: ClassVar[str]
    title: ClassVar[str | Promise]

    def due(self) -> QuerySet:
        """The records of which something is due, whoever may see them."""
        raise NotImplementedError

    def entry(self, record: Any) -> Entry:
        """The entry of one of them."""
        raise NotImplementedError

    def entries(
        self,
        *,
        viewer: Any = None,
        first: date | None = None,
        last: date | None = None,
        keys: Iterable[str] = (),
        records: Collection[int] | None = None,
    ) -> list[Entry]:
        """None: pages show what takes place."""
        return []

    def stretches(self, *, viewer: Any, first: date, last: date) -> list[Stretch]:
        return []

    def recorded_in(self, *, viewer: Any, fiscal_year: FiscalYear) -> set[int]:
        return set()

    def published_entries(self, uids: Collection[UUID] | None = None) -> list[Entry]:
        found = self.due() if uids is None else self.due().filter(uid__in=uids)
        with translation.override("ja"):
            return [self.entry(record) for record in found]

    def affected(self, touched: Collection[ChangeKey]) -> Collection[UUID] | None:
        return changed_uids(self.model, touched)

    def visible_uids(self, viewer: Any) -> QuerySet:
        return self.model.objects.visible_to(viewer).values_list("uid", flat=True)

    def title_of(self, key: str) -> str | None:
        return str(self.title) if key == self.key else None
