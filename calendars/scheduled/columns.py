"""What lists tell machines about when something takes place: one datum a cell, days in ISO 8601."""

from collections.abc import Hashable
from datetime import date, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from calendars.scheduled.models import ScheduledRecord
from records.lists import Datum, one_line


def schedule_key(record: ScheduledRecord) -> Hashable:
    """What the wording of when it takes place depends on."""
    return record.schedule, record.schedule_override


def precision(record: ScheduledRecord, line: Any) -> str:
    """How exactly the days are known, the coarsest of it: day, month, …; empty where undated."""
    return str(record.schedule.precision or "")


def starts_on(record: ScheduledRecord, line: Any) -> date | None:
    """The first day that is possible."""
    return record.schedule.starts_on


def ends_on(record: ScheduledRecord, line: Any) -> date | None:
    """The last day that is possible, included."""
    return record.schedule.ends_on


def starts_at(record: ScheduledRecord, line: Any) -> time | None:
    """The time of day at which the first stretch begins."""
    segments = record.schedule.segments
    return segments[0].start_time if segments else None


def ends_at(record: ScheduledRecord, line: Any) -> time | None:
    """The time of day at which the last stretch ends."""
    segments = record.schedule.segments
    return segments[-1].end_time if segments else None


SCHEDULE = (
    Datum(_("First day"), starts_on),
    Datum(_("Last day"), ends_on),
    Datum(_("From (time)"), starts_at),
    Datum(_("Until (time)"), ends_at),
    Datum(_("Precision"), precision),
    Datum(_("Number of periods"), lambda record, line: len(record.schedule.segments)),
    Datum(_("Date as typed"), lambda record, line: one_line(record.schedule_text)),
    Datum(_("Date as printed"), lambda record, line: record.official_schedule, schedule_key),
)
FISCAL_YEAR = (Datum(_("Fiscal year"), lambda record, line: record.fiscal_year),)
