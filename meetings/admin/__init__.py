"""Bodies and their meetings in the admin."""

from meetings.admin.bodies import BodyAdmin, MembershipAdmin
from meetings.admin.meetings import AgendaItemAdmin, MeetingAdmin

__all__ = ["AgendaItemAdmin", "BodyAdmin", "MeetingAdmin", "MembershipAdmin"]
