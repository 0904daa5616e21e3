"""What the government's event model is told of meetings."""

from calendars.scheduled import Told
from meetings.columns import agenda
from meetings.models import Meeting


def told_meeting(meeting: Meeting) -> Told:
    """A meeting of one body, or of several jointly."""
    sessions = meeting.rows_of("sessions")
    bodies = [session.body for session in sessions]
    return Told(
        kind="会議",
        description=agenda(meeting),
        organizer="、".join(body.name for body in bodies),
        targets="、".join(f"{body.name}の構成員" for body in bodies),
        tags=("会議", *(body.name for body in bodies)),
        short_name="・".join(body.short_name for body in bodies),
        subtitle="・".join(session.ordinal for session in sessions if session.ordinal),
        location=meeting.venue,
    )
