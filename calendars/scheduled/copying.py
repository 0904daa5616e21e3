"""A fiscal year's records copied into another as drafts, for its plan.

A room subclasses `Copying` for each kind of record it plans; the whole house composes them into
one page. Rows are made the same way for looking at and for writing, so that what is confirmed is
what was shown.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from calendars.scheduled.models import ScheduledRecord, Status
from dates import shifted, shifted_text
from records.base import Part, Record

YEAR = re.compile(
    r"(明治|大正|昭和|平成|令和)[元\d〇一二三四五六七八九十]+(年|[.．])|[12１２][\d]{3}年|FY ?\d{4}"
)


def names_a_year(text: str) -> bool:
    """Return True if `text` says a year, which is seldom right in another one."""
    return YEAR.search(text) is not None


@dataclass(slots=True)
class Copy:
    """One record and the draft it becomes, not yet saved, with its parts.

    `existing` is the copy that the other year already has. `kind` tells rows of one name apart,
    `shown` is what else a preview says of the draft, `notes` what somebody should look at.
    """

    source: Any  # of the kind that is copied, as is the draft
    draft: Any
    existing: ScheduledRecord | None
    is_chosen: bool = False
    kind: str = ""
    shown: str = ""
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The row's value in a form."""
        return str(self.source.uid)

    @property
    def title(self) -> str:
        """The row's title: that of its source, until the copy is there."""
        return str(self.existing or self.source)


class Copying:
    """Copies one kind of record; `carried` are the fields that a copy takes over.

    A year that one of these names in `worded`, beside the title, is told to whoever copies.

    The page shows kinds by `rank`, the lowest first.
    """

    model: ClassVar[type[ScheduledRecord]]
    slug: ClassVar[str]
    title: ClassVar[str | Promise]
    # The heading over what `Copy.shown` says.
    shows: ClassVar[str | Promise]
    hint: ClassVar[str | Promise] = ""
    carried: ClassVar[tuple[str, ...]]
    worded: ClassVar[tuple[str, ...]] = ()
    rank: ClassVar[int] = 0

    @property
    def change_route(self) -> str:
        """The name of the admin's page of such a record."""
        options = self.model._meta
        return f"admin:{options.app_label}_{options.model_name}_change"

    def sources(self, fiscal_year: int, user: Any) -> Sequence[ScheduledRecord]:
        """The records of that year that `user` may copy, in the order of the plan, with parts."""
        raise NotImplementedError

    def fit(self, rows: list[Copy], fiscal_year: int) -> None:
        """Give the drafts of `rows` their parts, as they fit the other year."""
        raise NotImplementedError

    def link(self, copies: dict[int, ScheduledRecord], rows: list[Copy]) -> None:
        """Link the copies, found by their sources' keys, as their sources are."""

    def rows(
        self, source_year: int, target_year: int, user: Any, chosen: frozenset[str] | None = None
    ) -> list[Copy]:
        """A row for every source, `chosen` by key; by default all but copied and cancelled ones."""
        sources = self.sources(source_year, user)
        existing = self._existing(sources, target_year)
        rows = [
            Copy(source, self._draft(source, target_year), existing.get(source.pk))
            for source in sources
        ]
        for row in rows:
            is_off = row.source.status == Status.CANCELLED
            is_wanted = not is_off if chosen is None else row.key in chosen
            row.is_chosen = is_wanted and row.existing is None
            if is_off:
                row.notes.append(_("It was cancelled that year."))
            labels = [segment.label for segment in row.draft.schedule.segments]
            texts = (str(getattr(row.draft, name)) for name in self.worded)
            if names_a_year(" ".join([str(row.source), *labels, *texts])):
                row.notes.append(_("Its wording names a year; please check it in the copy."))
        self.fit(rows, target_year)
        return rows

    def write(self, rows: list[Copy]) -> list[ScheduledRecord]:
        """Save the drafts of the chosen rows, in an open change; returns them.

        Raises `ValidationError` where one does not fit, which nothing of a preview lets expect.
        """
        copies = {row.source.pk: row.existing for row in rows if row.existing is not None}
        chosen = [row for row in rows if row.is_chosen]
        for row in chosen:
            row.draft.full_clean()
            row.draft.save()
            save_parts(row.parts, row.draft)
            copies[row.source.pk] = row.draft
        self.link(copies, chosen)
        return [row.draft for row in chosen]

    def _draft(self, source: ScheduledRecord, fiscal_year: int) -> ScheduledRecord:
        years = fiscal_year - source.fiscal_year
        values: dict[str, Any] = {name: getattr(source, name) for name in self.carried}
        values |= {
            "fiscal_year": fiscal_year,
            "schedule_text": shifted_text(source.schedule, years),
            "schedule": shifted(source.schedule, years),
            "copied_from": source,
        }
        return self.model(**values)

    def _existing(
        self, sources: Sequence[ScheduledRecord], fiscal_year: int
    ) -> dict[int, ScheduledRecord]:
        copies = self.model.objects.current().in_fiscal_year(fiscal_year)
        found = self.with_names(copies.filter(copied_from__in=[each.pk for each in sources]))
        return {copy.copied_from_id: copy for copy in found}

    def with_names(self, records: Any) -> Any:
        """The queryset with what the titles of its records need."""
        raise NotImplementedError


def save_parts(parts: Iterable[Part], record: Record) -> None:
    """Check and save parts that were made for `record` before it was saved."""
    for part in parts:
        setattr(part, part.part_of, record)
        part.full_clean()
        part.save()
