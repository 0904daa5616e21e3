"""What a list of meetings says of each; the page's table and the exports read it."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from calendars.display import fiscal_year_note, fiscal_year_text, schedule_note, schedule_text
from meetings.models import Meeting
from records.columns import Column, by_date, by_fields


def schedule(meeting: Meeting) -> str:
    """When it takes place, in the language of the page."""
    return schedule_text(meeting.schedule, meeting.schedule_override)


def schedule_beside(meeting: Meeting) -> str:
    """The same in the other calendar."""
    return schedule_note(meeting.schedule, meeting.schedule_override)


def agenda(meeting: Meeting) -> str:
    """The items of its agenda, a line each; its summary where it has none."""
    return "\n".join(str(item) for item in meeting.agenda_items.all()) or meeting.summary


def fiscal_year(meeting: Meeting) -> str:
    """The fiscal year of the record."""
    return fiscal_year_text(meeting.fiscal_year)


def fiscal_year_beside(meeting: Meeting) -> str:
    """The same in the other calendar."""
    return fiscal_year_note(meeting.fiscal_year)


def status(meeting: Meeting) -> str:
    """Where the event stands."""
    return capfirst(meeting.get_status_display())


MEETINGS = (
    Column("schedule", _("Date"), schedule, note=schedule_beside, order=by_date),
    Column("meeting", _("Meeting"), Meeting.__str__, names_record=True, is_quoted=True),
    Column("agenda", _("Agenda"), agenda, is_quoted=True),
    Column(
        "fiscal_year",
        _("Fiscal year"),
        fiscal_year,
        note=fiscal_year_beside,
        order=by_fields("fiscal_year"),
    ),
    Column("status", _("Status"), status, order=by_fields("status")),
)
