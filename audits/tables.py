"""Tables of audits, drills and findings."""

from audits.columns import AUDITS, DRILLS, FINDINGS
from records.lists import RecordTable


class AuditTable(RecordTable):
    shown = AUDITS


class DrillTable(RecordTable):
    shown = DRILLS


class FindingTable(RecordTable):
    shown = FINDINGS
