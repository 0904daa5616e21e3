"""The page of a record that takes place."""

from typing import Any

from calendars.scheduled.display import day_text
from calendars.scheduled.former_schedules import former_schedule
from calendars.scheduled.models import OFF
from calendars.scheduled.progress import status_state, status_text
from records.history import RecordPage, today


class ScheduledPage(RecordPage):
    """Everything about one such record, with the schedule that it had at first.

    `status_reason` is the one for which it is or was postponed or called off: its own, else for who
    reads the history the journal's; empty where there is nothing to explain.
    """

    day = staticmethod(day_text)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        former, reason = former_schedule(self.object), self.object.status_reason
        if former is None and self.object.status not in OFF:
            reason = ""
        elif former and context["sees_history"]:
            reason = reason or former.reason
        status = {
            "status_words": status_text(self.object, today()),
            "status_state": status_state(self.object, today()),
        }
        return context | {"former": former, "status_reason": reason} | status
