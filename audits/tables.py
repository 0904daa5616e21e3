"""Tables of audits, drills, inspections, findings, procedures, requests and documents."""

from audits.columns import AUDITS, AUDITS_IN_FULL, DRILLS, INSPECTIONS
from audits.finding_columns import FINDINGS
from audits.issued_columns import ISSUED
from audits.procedure_columns import PROCEDURES
from audits.request_columns import REQUESTS, REQUESTS_OF_AUDIT
from records.lists import RecordTable


class AuditTable(RecordTable):
    shown = AUDITS


class WholeAuditTable(RecordTable):
    """For who may read audits in full: the same page, and more in files for machines."""

    shown = AUDITS_IN_FULL


class DrillTable(RecordTable):
    shown = DRILLS


class InspectionTable(RecordTable):
    shown = INSPECTIONS


class FindingTable(RecordTable):
    shown = FINDINGS


class ProcedureTable(RecordTable):
    shown = PROCEDURES


class IssuedTable(RecordTable):
    shown = ISSUED


class RequestTable(RecordTable):
    shown = REQUESTS


class AuditRequestTable(RecordTable):
    shown = REQUESTS_OF_AUDIT
