"""The page of a record that takes place."""

from typing import Any

from calendars.scheduled.former_schedules import FormerSchedule, former_schedule
from calendars.scheduled.models import OFF, ScheduledRecord
from records.history import RecordPage


class ScheduledPage(RecordPage):
    """Everything about one such record, with the schedule that it had at first."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        former = former_schedule(self.object)
        reason = _reason(self.object, former, sees_history=context["sees_history"])
        return context | {"former": former, "status_reason": reason}


def _reason(record: ScheduledRecord, former: FormerSchedule | None, *, sees_history: bool) -> str:
    """The reason for which it is or was postponed or called off: its own, else the journal's.

    Those are for who reads the history; empty where there is nothing to explain.
    """
    if former is None and record.status not in OFF:
        return ""
    return record.status_reason or (former.reason if former and sees_history else "")
