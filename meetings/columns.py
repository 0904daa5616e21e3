"""What a list of meetings says of each; the page's table and the exports read it."""

from collections.abc import Callable
from operator import attrgetter

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import (
    FISCAL_YEAR,
    SCHEDULE,
    fiscal_year_note,
    fiscal_year_text,
    schedule_key,
    schedule_note,
    schedule_text,
)
from meetings.lines import MeetingLine
from meetings.models import AgendaItem, Meeting
from records.lists import Column, Datum, by_date, by_fields, one_line


def schedule(meeting: Meeting) -> str:
    """When it takes place, in the language of the page."""
    return schedule_text(meeting.schedule, meeting.schedule_override)


def schedule_beside(meeting: Meeting) -> str:
    """The same in the other calendar."""
    return schedule_note(meeting.schedule, meeting.schedule_override)


def agenda(meeting: Meeting) -> str:
    """The items of its agenda, a line each; its summary where it has none."""
    return "\n".join(str(item) for item in meeting.rows_of("agenda_items")) or meeting.summary


def fiscal_year(meeting: Meeting) -> str:
    """The fiscal year of the record."""
    return fiscal_year_text(meeting.fiscal_year)


def fiscal_year_beside(meeting: Meeting) -> str:
    """The same in the other calendar."""
    return fiscal_year_note(meeting.fiscal_year)


def item_of(text: Callable[[AgendaItem], str]) -> Callable[[Meeting, MeetingLine | None], str]:
    """What a line's item of the agenda says; nothing where it has none."""
    return lambda meeting, line: text(line.item) if line and line.item else ""


def status(meeting: Meeting) -> str:
    """Where the event stands."""
    return capfirst(meeting.get_status_display())


SESSIONS = (
    Datum(_("Meeting"), lambda meeting, line: str(meeting)),
    Datum(_("Body"), lambda meeting, line: line and line.session.body.name),
    Datum(_("Session number"), lambda meeting, line: line and line.session.number),
)
ITEMS = (
    Datum(_("Bill number"), item_of(lambda item: item.bill_number)),
    Datum(_("Agenda item"), item_of(lambda item: item.title)),
    Datum(_("Kind"), item_of(lambda item: str(item.get_kind_display()))),
    Datum(_("Outcome"), item_of(lambda item: str(item.get_outcome_display()))),
    Datum(_("Summary"), lambda meeting, line: one_line(meeting.summary)),
)
MEETINGS = (
    Column(
        "schedule",
        _("Date"),
        schedule,
        note=schedule_beside,
        order=by_date,
        data=SCHEDULE,
        key=schedule_key,
    ),
    Column(
        "meeting",
        _("Meeting"),
        Meeting.__str__,
        names_record=True,
        is_quoted=True,
        data=SESSIONS,
    ),
    Column("agenda", _("Agenda"), agenda, is_quoted=True, data=ITEMS),
    Column(
        "fiscal_year",
        _("Fiscal year"),
        fiscal_year,
        note=fiscal_year_beside,
        order=by_fields("fiscal_year"),
        data=FISCAL_YEAR,
        key=attrgetter("fiscal_year"),
    ),
    Column("status", _("Status"), status, order=by_fields("status"), key=attrgetter("status")),
)
