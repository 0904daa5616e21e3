"""The lines of meetings in lists for machines: a line for each item of an agenda."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meetings.models import AgendaItem, Meeting, Session


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One body's side of a sitting, with an item of its agenda if it has one."""

    session: Session
    item: AgendaItem | None


def meeting_lines(meetings: Iterable[Meeting]) -> Iterator[tuple[Meeting, MeetingLine | None]]:
    """Each sitting with each of its bodies, and each item of their agendas."""
    for meeting in meetings:
        lines: list[MeetingLine | None] = [
            MeetingLine(session, item)
            for session in meeting.rows_of("sessions")
            for item in (*meeting.agenda_of(session.body),) or (None,)
        ]
        yield from ((meeting, line) for line in lines or [None])
