"""What every source of entries needs."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Manager

from calendars.entries import ChangeKey, Entry
from calendars.scheduled.former_schedules import FormerSchedule, former_schedules
from calendars.scheduled.models import OFF, ScheduledQuerySet, ScheduledRecord, Status
from dates import word
from records.base import Life, Record

# Stands in where a record was never journalled, which the door prevents.
NEVER = datetime(2014, 4, 1, tzinfo=UTC)


def records_during(records: ScheduledQuerySet, first: date | None, last: date | None) -> list[Any]:
    """Records of which a segment touches these days, both included; None is no bound.

    And those that have lost their date: `on_former_days` knows which days they had.
    """
    read = records.model.row_loader.read
    if first is None and last is None:
        return read(records.by_date())
    touched = read(records.during(first or date.min, last or date.max).by_date())
    return [*touched, *read(records.without_their_date().by_date())]


def on_former_days(
    entries: Iterable[Entry],
    records: Iterable[ScheduledRecord],
    first: date | None = None,
    last: date | None = None,
) -> list[Entry]:
    """The entries of `records`, those that have lost their date on the last days that they had.

    With `first` or `last`, only those that touch these days.
    """
    known = former_schedules(record for record in records if record.has_lost_its_date)
    former = {str(uid): found for uid, found in known.items()}
    moved = [_on_former_days(one, former[one.uid]) if one.uid in former else one for one in entries]
    if first is None and last is None:
        return moved
    return [one for one in moved if one.schedule.overlaps(first or date.min, last or date.max)]


def _on_former_days(entry: Entry, former: FormerSchedule) -> Entry:
    lines = [f"当初の実施時期：{word(former.first)}"]
    if former.last != former.first:
        lines.append(f"変更後の実施時期：{word(former.last)}")
    description = "\n".join([*lines, entry.description])
    return replace(entry, schedule=former.last, description=description, is_on_former_days=True)


def reason_line(record: ScheduledRecord) -> str:
    """Why it is postponed or cancelled, as the record says; empty for what is neither."""
    if record.status not in OFF or not record.status_reason:
        return ""
    what = "延期" if record.status == Status.POSTPONED else "中止"
    return f"{what}の理由：{record.status_reason}"


def fiscal_years(keys: Iterable[str]) -> list[int] | None:
    """The fiscal years that `fy:` keys name; None where there is no such key."""
    named = [key.removeprefix("fy:") for key in keys if key.startswith("fy:")]
    if not named:
        return None
    return [int(year) for year in named if year.isascii() and year.isdigit() and len(year) == 4]


def last_change(*records: Record) -> datetime:
    """The last change of any of these records: a renamed department changes its audits' titles."""
    return max((record.changed_at for record in records if record.changed_at), default=NEVER)


def published_records(records: Manager, uids: Collection[UUID] | None) -> ScheduledQuerySet:
    """These records, or all of a kind, less drafts: nobody has agreed to tell of them yet."""
    told = records.exclude(life=Life.DRAFT)
    return told if uids is None else told.filter(uid__in=uids)


def changed_uids(model: type[Record], touched: Iterable[ChangeKey]) -> set[UUID]:
    """The records of this kind among the touched ones."""
    return {uid for kind, uid in touched if kind == model._meta.label}
