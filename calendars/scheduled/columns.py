"""The columns of lists that say when something takes place and where it stands.

For machines they have one datum a cell, days in ISO 8601.
"""

from collections.abc import Hashable
from datetime import date, time
from operator import attrgetter
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from calendars.scheduled.display import (
    fiscal_year_note,
    fiscal_year_text,
    schedule_note,
    schedule_text,
)
from calendars.scheduled.models import ScheduledRecord, Status
from calendars.scheduled.progress import status_state, status_text
from records.history import today
from records.lists import Column, Datum, by_date, by_fields, one_line


def schedule_key(record: ScheduledRecord) -> Hashable:
    """The values on which the wording of the schedule depends."""
    return record.schedule, record.schedule_override


def precision(record: ScheduledRecord, line: Any) -> str:
    """The coarsest precision of its days: day, month, …; empty where undated."""
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


def schedule(record: ScheduledRecord) -> str:
    """The days on which it takes place, in the language of the page."""
    return schedule_text(record.schedule, record.schedule_override)


def schedule_beside(record: ScheduledRecord) -> str:
    """The same in the other calendar."""
    return schedule_note(record.schedule, record.schedule_override)


def fiscal_year(record: ScheduledRecord) -> str:
    """The fiscal year of the record."""
    return fiscal_year_text(record.fiscal_year)


def fiscal_year_beside(record: ScheduledRecord) -> str:
    """The same in the other calendar."""
    return fiscal_year_note(record.fiscal_year)


def status(record: ScheduledRecord) -> str:
    """The status of the event, in words."""
    return capfirst(status_text(record, today()))


def status_key(record: ScheduledRecord) -> Hashable:
    """The status; of what is planned what is said of it, which depends on its days."""
    return status(record) if record.status == Status.PLANNED else record.status


def status_kept(record: ScheduledRecord, line: Any) -> str:
    """The status as it is kept, so that a file can come in again."""
    return capfirst(record.get_status_display())


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
SCHEDULE_COLUMN = Column(
    "schedule",
    _("Date"),
    schedule,
    note=schedule_beside,
    order=by_date,
    data=SCHEDULE,
    key=schedule_key,
)
FISCAL_YEAR_COLUMN = Column(
    "fiscal_year",
    _("Fiscal year"),
    fiscal_year,
    note=fiscal_year_beside,
    order=by_fields("fiscal_year"),
    data=FISCAL_YEAR,
    is_minor=True,
    key=attrgetter("fiscal_year"),
)
STATUS_COLUMN = Column(
    "status",
    _("Status"),
    status,
    order=by_fields("status"),
    data=(Datum(_("Status"), status_kept, attrgetter("status")),),
    key=status_key,
    state=lambda record: status_state(record, today()),
)
