"""What every source of entries needs."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import Manager

from calendars.entries import Touched
from calendars.segments import ScheduledQuerySet
from records.base import Life, Record

# Stands in where a record was never journalled, which the door prevents.
NEVER = datetime(2014, 4, 1, tzinfo=UTC)


def touching(
    records: ScheduledQuerySet, first: date | None, last: date | None
) -> ScheduledQuerySet:
    """Records of which a segment touches these days, both included; None is no bound."""
    if first is None and last is None:
        return records
    return records.during(first or date.min, last or date.max)


def fiscal_years(keys: Iterable[str]) -> list[int] | None:
    """The fiscal years that `fy:` keys name; None where there is no such key."""
    named = [key.removeprefix("fy:") for key in keys if key.startswith("fy:")]
    if not named:
        return None
    return [int(year) for year in named if year.isascii() and year.isdigit() and len(year) == 4]


def last_change(*records: Record) -> datetime:
    """The last change of any of these records: a renamed department changes its audits' titles."""
    return max((record.changed_at for record in records if record.changed_at), default=NEVER)


def chosen(records: Manager, uids: Collection[UUID] | None) -> ScheduledQuerySet:
    """These records, or all of a kind, less drafts: nobody has agreed to tell of them yet."""
    told = records.exclude(life=Life.DRAFT)
    return told if uids is None else told.filter(uid__in=uids)


def uids_of(model: type[Record], touched: Iterable[Touched]) -> set[UUID]:
    """The records of this kind among the touched ones."""
    return {uid for kind, uid in touched if kind == model._meta.label}
