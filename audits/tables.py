"""Tables of audits, drills, inspections received and findings."""

from audits.columns import AUDITS, DRILLS, FINDINGS, INSPECTIONS
from records.lists import RecordTable


class AuditTable(RecordTable):
    shown = AUDITS


class DrillTable(RecordTable):
    shown = DRILLS


class InspectionTable(RecordTable):
    shown = INSPECTIONS


class FindingTable(RecordTable):
    shown = FINDINGS
