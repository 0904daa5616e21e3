"""The neighbours of a record in its series: the same audit, drill or council over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from calendars.scheduled.models import ScheduledRecord


@dataclass(frozen=True, slots=True)
class SeriesNeighbours:
    """The neighbours of a record in a series; `name` tells several series of it apart."""

    earlier: ScheduledRecord | None
    later: ScheduledRecord | None
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.earlier or self.later)


def neighbours_of(
    record: ScheduledRecord, alike: Iterable[ScheduledRecord], copies: Iterable[ScheduledRecord]
) -> SeriesNeighbours:
    """The neighbours by fiscal year and date among `alike`.

    What the plan took the record from, and what it took from it, goes before mere likeness; it is
    looked for in `copies`.
    """
    alike, copies = list(alike), list(copies)
    before = [one for one in alike if in_time(one) < in_time(record)]
    after = [one for one in alike if in_time(record) < in_time(one)]
    source = [one for one in copies if one.pk == record.copied_from_id]
    taken = [one for one in copies if one.copied_from_id == record.pk]
    return SeriesNeighbours(
        max(source or before, key=in_time, default=None),
        min(taken or after, key=in_time, default=None),
    )


def in_time(record: ScheduledRecord) -> tuple[int, date, int]:
    """The sort key of a series: records without a date end their fiscal year."""
    return record.fiscal_year, record.starts_on or date.max, record.pk
