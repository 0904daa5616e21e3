"""What the councils and committees do: bodies, their members, sittings and agendas."""

from meetings.models.agenda import AgendaItem, Attendance, Handout
from meetings.models.body import Body, Membership, YearlyCount
from meetings.models.meeting import Meeting, MeetingSegment, Session

__all__ = [
    "AgendaItem",
    "Attendance",
    "Body",
    "Handout",
    "Meeting",
    "MeetingSegment",
    "Membership",
    "Session",
    "YearlyCount",
]
