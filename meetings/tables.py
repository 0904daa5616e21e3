"""Tables of meetings."""

from meetings.columns import MEETINGS
from records.tables import RecordTable


class MeetingTable(RecordTable):
    shown = MEETINGS
