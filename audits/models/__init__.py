"""What is examined: audits with their targets and findings, drills, certifications."""

from audits.models.audit import (
    Audit,
    AuditClassification,
    AuditSegment,
    AuditTarget,
)
from audits.models.certification import Certification
from audits.models.conduct import Auditor, ConductedTogether
from audits.models.drill import Drill, DrillDepartment, DrillSegment
from audits.models.finding import Finding
from audits.models.inspection import InspectionScope
from audits.models.kinds import AuditType, Regime
from audits.models.plan import AuditPlan, PlannedAudit, PlannedDrill
from audits.models.remedy import CorrectiveAction, DueDateExtension, FollowUp
from audits.models.reminder import Reminder, ReminderOptOut

__all__ = [
    "Audit",
    "AuditClassification",
    "AuditPlan",
    "AuditSegment",
    "AuditTarget",
    "AuditType",
    "Auditor",
    "Certification",
    "ConductedTogether",
    "CorrectiveAction",
    "Drill",
    "DrillDepartment",
    "DrillSegment",
    "DueDateExtension",
    "Finding",
    "FollowUp",
    "InspectionScope",
    "PlannedAudit",
    "PlannedDrill",
    "Regime",
    "Reminder",
    "ReminderOptOut",
]
