"""The schedule and status in rows of imported tables."""

from dataclasses import dataclass
from typing import Any, Self

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendars.scheduled.display import day_text
from calendars.scheduled.messages import message_text
from calendars.scheduled.models import ScheduledRecord, Status
from calendars.scheduled.strip import closed_days
from dates import Schedule, WarningCode, has_hours, without_hours, word
from records.imports import Fact, ParsedRow

STAYS = _("The record stays “{status}”: a table of what is planned does not take that back.")


@dataclass(kw_only=True)
class ParsedScheduled(ParsedRow):
    """A row, or a kept record, of something that takes place."""

    schedule: Schedule
    schedule_text: str
    status: str

    def facts(self) -> dict[str, Fact]:
        return {
            "when": Fact(word(self.schedule), self.schedule.canonical()),
            "status": Fact(str(Status(self.status).label), self.status),
        }

    def keep(self, kept: Self) -> None:
        self.keep_schedule(kept)

    def keep_schedule(self, kept: Self | ScheduledRecord) -> None:
        """A plan takes nothing back that has become of it, and days alone no hours."""
        if self.status == Status.PLANNED != kept.status:
            self.status = kept.status
            self.notes.append(format_lazy(STAYS, status=Status(kept.status).label))
            if _is_vaguer(self.schedule, kept.schedule):
                self._take_schedule(kept)
        if not has_hours(self.schedule) and self.schedule == without_hours(kept.schedule):
            self._take_schedule(kept)

    def _take_schedule(self, kept: Self | ScheduledRecord) -> None:
        self.schedule, self.schedule_text = kept.schedule, kept.schedule_text


def schedule_notes(record: ScheduledRecord) -> list[Any]:
    """The words beneath a schedule: the reader's warnings, and days of closed offices."""
    warnings = record.schedule_warnings
    holidays = {dict(one.values)["date"] for one in warnings if one.code == WarningCode.HOLIDAY}
    closed = [
        gettext("Offices are closed on %(day)s: %(reason)s")
        % {"day": day_text(day), "reason": reason}
        for day, reason in closed_days(record.schedule)
        if day not in holidays
    ]
    return [*map(message_text, warnings), *closed]


def fill_schedule(record: ScheduledRecord, said: ParsedScheduled) -> None:
    """Have `record` say when it takes place and how it stands as `said` does."""
    if record.schedule != said.schedule or not record.schedule_text:
        record.schedule_text, record.schedule = said.schedule_text, said.schedule
        record.schedule_override = ""  # it worded another schedule
    record.status = said.status


def _is_vaguer(said: Schedule, known: Schedule) -> bool:
    """True where `said` names nothing but longer stretches within which all that is known lies."""
    if said.words:
        return bool(known.segments)
    if said.precision is None or known.precision is None:
        return False
    if said.precision.rank <= known.precision.rank:
        return False
    stretches = [segment.known_days() for segment in said.segments]
    return all(
        any(first <= start and end <= last for first, last in stretches)
        for start, end in (segment.known_days() for segment in known.segments)
    )
