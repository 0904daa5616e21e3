"""The days that a record had before it was postponed or called off, as its journal tells them.

A record without a date has no days of its own, so calendars show it on the last days that it was
known for. They are read from the journal and not from the ledger, which can be lost and rebuilt.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Self
from uuid import UUID

from calendars.scheduled.fields import read_canonical
from calendars.scheduled.models import OFF, ScheduledRecord
from calendars.scheduled.querysets import ScheduledQuerySet
from dates import Schedule
from records.base import Life, Visibility
from records.history import readable_form
from records.journal import JournalEntry


@dataclass(frozen=True, slots=True)
class PastState:
    """The record as it was after one change, and that change's reason."""

    schedule: Schedule
    status: str
    life: str
    reason: str

    @property
    def is_off(self) -> bool:
        """True where it did not take place as its schedule said."""
        return self.status in OFF or self.life == Life.WITHDRAWN


@dataclass(frozen=True, slots=True)
class FormerSchedule:
    """The schedule that a record had before it lost its date or changed.

    `first` (当初) is that before it was postponed or called off for the first time, `last` is the
    last one that had a date. `reason` is the journal's, of the change that last postponed it or
    called it off.
    """

    first: Schedule
    last: Schedule
    reason: str = ""

    @classmethod
    def of(cls, past: Sequence[PastState]) -> Self | None:
        """The former schedule in the past, earliest first; None where it has no other date."""
        dated = [one.schedule for one in past if one.schedule.segments]
        if not dated or not any(one.is_off for one in past):
            return None
        before = takewhile(lambda one: not one.is_off, past)
        first = [one.schedule for one in before if one.schedule.segments] or dated[:1]
        if first[-1] == past[-1].schedule:
            return None
        reason, state = "", None
        for one in past:
            if one.is_off and (one.status, one.life) != state:
                reason = one.reason
            state = (one.status, one.life)
        return cls(first[-1], dated[-1], reason)


def former_schedule(record: ScheduledRecord) -> FormerSchedule | None:
    """The former schedule of `record`; None where it never had another date.

    Costs one query.
    """
    return former_schedules([record]).get(record.uid)


def former_schedules(records: Iterable[ScheduledRecord]) -> dict[UUID, FormerSchedule]:
    """The former schedules of records of one kind, by uid; one query, none for no records."""
    wanted = {record.pk: record for record in records}
    if not wanted:
        return {}
    label = next(iter(wanted.values()))._meta.label
    journalled = JournalEntry.objects.with_payloads().filter(
        record_type=label, record_id__in=list(wanted)
    )
    entries: dict[int, list[JournalEntry]] = defaultdict(list)
    for entry in journalled.order_by("-sequence"):
        if entry.record_uid == wanted[entry.record_id].uid:
            entries[entry.record_id].append(entry)
    found: dict[UUID, FormerSchedule] = {}
    for pk, newest_first in entries.items():
        past = list(_known_past(wanted[pk], newest_first))[::-1]
        if former := FormerSchedule.of(past):
            found[wanted[pk].uid] = former
    return found


def taking_place(records: ScheduledQuerySet, first: date, last: date) -> ScheduledQuerySet:
    """Records that touch these days, both included, as calendars show them.

    So also those that have lost their date and last had such a one; to find them takes up to two
    queries.
    """
    lost = former_schedules(records.without_their_date().order_by().prefetch_related(None))
    uids = [uid for uid, former in lost.items() if former.last.overlaps(first, last)]
    touching = records.during(first, last)
    return touching | records.filter(uid__in=uids) if uids else touching


def _known_past(record: ScheduledRecord, entries: Iterable[JournalEntry]) -> Iterator[PastState]:
    """Backwards, as far as those know it who may see the record now.

    It ends where the record was a draft, or internal while it is public now: what was internal
    then is not told by its becoming public. It ends too where a payload is disposed of.
    """
    for entry in entries:
        form = readable_form(entry)
        if form is None or form["life"] == Life.DRAFT:
            return
        if record.is_public and form["visibility"] != Visibility.PUBLIC:
            return
        yield PastState(
            read_canonical(form["schedule"]), form["status"], form["life"], entry.reason
        )
