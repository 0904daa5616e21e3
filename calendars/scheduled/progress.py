"""Where something that takes place stands on a day: a pure rule over its schedule and status.

* executed: its status says that it was held;
* under way: begun and not over by its own schedule;
* late: not executed and not called off, and every day of its schedule has passed. A schedule
  without an end is never late, one without a date when its fiscal year has ended.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from calendars.scheduled.models import ScheduledRecord, Status
from records.base import Life


class Progress(models.TextChoices):
    """What became of something planned by a day."""

    TO_COME = "to_come", _("to come")
    UNDER_WAY = "under_way", _("under way")
    EXECUTED = "executed", _("executed")
    LATE = "late", _("late")
    CANCELLED = "cancelled", _("called off")


def stand(record: ScheduledRecord, at: date) -> Progress:
    """Where it stands at the end of the day `at`; see above."""
    if record.life == Life.WITHDRAWN or record.status == Status.CANCELLED:
        return Progress.CANCELLED
    if record.status == Status.HELD:
        return Progress.EXECUTED
    first, last = record.days()
    is_undated = not record.schedule.segments
    is_open = not is_undated and record.schedule.ends_on is None
    if at < first or (is_undated and at <= last):
        return Progress.TO_COME
    return Progress.UNDER_WAY if at <= last or is_open else Progress.LATE
