"""The progress of something that takes place, on a day: a pure rule over schedule and status.

* executed: its status says that it was held;
* under way: begun and not over by its own schedule;
* late: not executed and not called off, and every day of its schedule has passed. A schedule
  without an end is never late, one without a date when its fiscal year has ended.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendars.scheduled.models import ScheduledRecord, Status
from calendars.scheduled.querysets import ScheduledQuerySet
from records.base import Life

NO_RESULT = "unknown"  # the state of what was planned and is over without more being on record


class Progress(models.TextChoices):
    """The progress of something planned."""

    TO_COME = "to_come", _("to come")
    UNDER_WAY = "under_way", _("under way")
    EXECUTED = "executed", _("executed")
    LATE = "late", _("late")
    CANCELLED = "cancelled", _("called off")

    @classmethod
    def of(cls, record: ScheduledRecord, at: date) -> Self:
        """The progress of `record` at the end of the day `at`; see above."""
        if record.life == Life.WITHDRAWN or record.status == Status.CANCELLED:
            return cls.CANCELLED
        if record.status == Status.HELD:
            return cls.EXECUTED
        first, last = record.days()
        is_undated = not record.schedule.segments
        is_open = not is_undated and record.schedule.ends_on is None
        if at < first or (is_undated and at <= last):
            return cls.TO_COME
        return cls.UNDER_WAY if at <= last or is_open else cls.LATE


def status_text(record: ScheduledRecord, at: date) -> str:
    """The status of the event in words, on the day `at`.

    What was planned and is over without more being on record is not called planned any longer.
    """
    is_planned = record.status == Status.PLANNED
    if is_planned and Progress.of(record, at) == Progress.LATE:
        return gettext("no result on record")
    return record.get_status_display()


def status_state(record: ScheduledRecord, at: date) -> str:
    """The name of what `status_text` tells, for its chip: the status, else `unknown`."""
    is_planned = record.status == Status.PLANNED
    return NO_RESULT if is_planned and Progress.of(record, at) == Progress.LATE else record.status


def without_result(records: ScheduledQuerySet, at: date) -> list[int]:
    """The keys of those of which nothing more than the plan is on record, though they are over.

    Reads what was planned to begin before the day `at`: few, as results are entered.
    """
    begun = Q(starts_on__lt=at) | Q(starts_on__isnull=True)
    planned = records.filter(begun, status=Status.PLANNED).order_by().prefetch_related(None)
    return [one.pk for one in planned if Progress.of(one, at) == Progress.LATE]
