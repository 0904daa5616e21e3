"""Councils and committees: bodies, their members, sittings and agendas."""

from meetings.models.body import Body, Membership, YearlyCount
from meetings.models.conduct import Attendance, Handout
from meetings.models.meeting import AgendaItem, Meeting, MeetingQuerySet, MeetingSegment
from meetings.models.quorum import Quorum
from meetings.models.session import Session, ordinal

__all__ = [
    "AgendaItem",
    "Attendance",
    "Body",
    "Handout",
    "Meeting",
    "MeetingQuerySet",
    "MeetingSegment",
    "Membership",
    "Quorum",
    "Session",
    "YearlyCount",
    "ordinal",
]
