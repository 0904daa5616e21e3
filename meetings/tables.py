"""Tables of meetings."""

from meetings.columns import MEETINGS
from records.lists import RecordTable


class MeetingTable(RecordTable):
    shown = MEETINGS
