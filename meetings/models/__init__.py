"""What the councils and committees do: bodies, their members, sittings and agendas."""

from meetings.models.agenda import AgendaItem, Attendance, Handout
from meetings.models.body import Body, Membership, YearlyCount
from meetings.models.meeting import Meeting, MeetingQuerySet, MeetingSegment, Session

__all__ = [
    "AgendaItem",
    "Attendance",
    "Body",
    "Handout",
    "Meeting",
    "MeetingQuerySet",
    "MeetingSegment",
    "Membership",
    "Session",
    "YearlyCount",
]
