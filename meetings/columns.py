"""The columns of the list of meetings, for its page and exports alike."""

from collections.abc import Callable
from operator import attrgetter

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import (
    FISCAL_YEAR_COLUMN,
    SCHEDULE_COLUMN,
    STATUS_COLUMN,
)
from meetings.lines import MeetingLine
from meetings.models import AgendaItem, Meeting
from records.lists import Column, Datum, one_line

LONGEST_LINE = 80  # characters


def agenda(meeting: Meeting) -> str:
    """The items of its agenda with what became of each, a line each; else its summary."""
    items = (item.with_outcome for item in meeting.rows_of("agenda_items"))
    return "\n".join(items) or meeting.summary


def matters(meeting: Meeting) -> str:
    """The same on one line, cut where it is long: what a council decided, in its own words."""
    return Truncator(agenda(meeting).replace("\n", "、")).chars(LONGEST_LINE)


def item_of(text: Callable[[AgendaItem], str]) -> Callable[[Meeting, MeetingLine | None], str]:
    """Return a function for the text of a line's agenda item, empty where it has none."""
    return lambda meeting, line: text(line.item) if line and line.item else ""


SESSIONS = (
    Datum(_("Meeting"), lambda meeting, line: str(meeting)),
    Datum(_("Meeting in English"), lambda meeting, line: meeting.in_english, is_later=True),
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
    SCHEDULE_COLUMN,
    Column(
        "meeting",
        _("Meeting"),
        Meeting.__str__,
        names_record=True,
        is_quoted=True,
        data=SESSIONS,
        english=attrgetter("in_english"),
    ),
    Column("agenda", _("Agenda"), agenda, is_quoted=True, data=ITEMS),
    FISCAL_YEAR_COLUMN,
    STATUS_COLUMN,
)
