"""The details of meetings in the government's event model."""

from calendars.scheduled import GifDetails
from meetings.columns import agenda
from meetings.models import Meeting


def meeting_details(meeting: Meeting) -> GifDetails:
    """A meeting of one body, or of several jointly."""
    sessions = meeting.rows_of("sessions")
    bodies = [session.body for session in sessions]
    return GifDetails(
        kind="会議",
        description=agenda(meeting),
        organizer="、".join(body.name for body in bodies),
        targets="、".join(f"{body.name}の構成員" for body in bodies),
        tags=("会議", *(body.name for body in bodies)),
        short_name="・".join(body.short_name for body in bodies),
        subtitle="・".join(session.ordinal for session in sessions if session.ordinal),
        location=meeting.venue,
    )
