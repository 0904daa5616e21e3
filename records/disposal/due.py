"""Records whose retention has ended.

Both must be over: the years of the kind, from 1 April after the record's fiscal year, and the days
that the journal has sealed for each of its states. An act of disposal therefore never meets a
payload that has to be kept.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from dates import FiscalYear
from records.base import Record
from records.disposal.models import DisposedRecord
from records.journal import (
    JournalEntry,
    JournalPayload,
    record_models,
    retention_periods,
    years_kept,
)


@dataclass(frozen=True, slots=True)
class DueRecord:
    """A record that may be decided on; `retained_until` was its last day."""

    record: Record
    fiscal_year: int
    retained_until: date


def due_records(at: date, limit: int | None = None) -> list[DueRecord]:
    """The records whose retention ended before `at`, the oldest first, `limit` of each kind."""
    found: list[DueRecord] = []
    settled = retention_periods()
    for model in record_models():
        years = years_kept(model.retention_years, settled, model._meta.label)
        if model.fiscal_year_lookup and years is not None:
            found += [_told(row, years) for row in _due(model, years, at)[:limit]]
    return sorted(found, key=lambda due: due.fiscal_year)


def _due(model: type[Record], years: int, at: date) -> QuerySet:
    newest = int(FiscalYear.of(at)) - 1 - years
    payloads = JournalPayload.objects.filter(
        entry__record_type=model._meta.label, entry__record_id=OuterRef("pk")
    )
    still_kept = payloads.filter(Q(retain_until__gte=at) | Q(retain_until__isnull=True))
    extended = DisposedRecord.objects.filter(
        record_type=model._meta.label, record_id=OuterRef("pk"), extended_until__gte=at
    )
    last = JournalEntry.objects.filter(
        record_type=model._meta.label, record_id=OuterRef("pk")
    ).order_by("-retain_until")
    rows: Any = model._base_manager.filter(**{f"{model.fiscal_year_lookup}__lte": newest})
    rows = rows.exclude(Exists(still_kept)).exclude(Exists(extended))
    return (
        rows.annotate(
            disposal_year=F(model.fiscal_year_lookup),
            sealed_until=Subquery(last.values("retain_until")[:1]),
        )
        .with_names()
        .order_by("disposal_year", "pk")
    )


def _told(row: Any, years: int) -> DueRecord:
    end = date(row.disposal_year + 1 + years, 3, 31)
    return DueRecord(row, row.disposal_year, max(end, row.sealed_until or end))
