"""What is examined: audits with their targets and findings, drills, certifications."""

from audits.models.audit import Audit, AuditClassification, AuditQuerySet, AuditSegment, AuditTarget
from audits.models.certification import Certification
from audits.models.conduct import Auditor, ConductedTogether
from audits.models.drill import Drill, DrillDepartment, DrillQuerySet, DrillSegment
from audits.models.finding import SOON, Finding, FindingQuerySet
from audits.models.inspection import InspectionScope
from audits.models.kinds import AuditType, Regime, printed_types
from audits.models.plan import AuditPlan, PlannedAudit, PlannedDrill, PlannedRow
from audits.models.remedy import CorrectiveAction, DueDateExtension, FollowUp, check_extensions
from audits.models.reminder import Reminder, ReminderOptOut

__all__ = [
    "SOON",
    "Audit",
    "AuditClassification",
    "AuditPlan",
    "AuditQuerySet",
    "AuditSegment",
    "AuditTarget",
    "AuditType",
    "Auditor",
    "Certification",
    "ConductedTogether",
    "CorrectiveAction",
    "Drill",
    "DrillDepartment",
    "DrillQuerySet",
    "DrillSegment",
    "DueDateExtension",
    "Finding",
    "FindingQuerySet",
    "FollowUp",
    "InspectionScope",
    "PlannedAudit",
    "PlannedDrill",
    "PlannedRow",
    "Regime",
    "Reminder",
    "ReminderOptOut",
    "check_extensions",
    "printed_types",
]
