"""Audits with their findings and plans, drills, certifications, inspections received."""

from audits.models.audit import Audit, AuditClassification, AuditQuerySet, AuditSegment, AuditTarget
from audits.models.certification import Certification
from audits.models.conduct import Auditor, ConductedTogether
from audits.models.drill import Drill, DrillDepartment, DrillQuerySet, DrillSegment
from audits.models.elements import ELEMENTS
from audits.models.finding import SOON, Finding, FindingQuerySet
from audits.models.inspection import RECEIVED, InspectionScope, is_inspector
from audits.models.plan import AuditPlan, PlannedAudit, PlannedDrill, PlannedRow
from audits.models.received import (
    Authority,
    InspectedDepartment,
    InspectionDocument,
    InspectionReceived,
    InspectionReceivedQuerySet,
    InspectionSegment,
)
from audits.models.remedy import (
    ACTION_FACTS,
    CorrectiveAction,
    DueDateExtension,
    FollowUp,
    check_extensions,
)
from audits.models.reminder import Reminder, ReminderOptOut
from audits.models.scope import COVERING, WIDE, ResolvedTarget, Scopes, covering
from audits.models.types import AuditType, Regime, printed_types

__all__ = [
    "ACTION_FACTS",
    "COVERING",
    "ELEMENTS",
    "RECEIVED",
    "SOON",
    "WIDE",
    "Audit",
    "AuditClassification",
    "AuditPlan",
    "AuditQuerySet",
    "AuditSegment",
    "AuditTarget",
    "AuditType",
    "Auditor",
    "Authority",
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
    "InspectedDepartment",
    "InspectionDocument",
    "InspectionReceived",
    "InspectionReceivedQuerySet",
    "InspectionScope",
    "InspectionSegment",
    "PlannedAudit",
    "PlannedDrill",
    "PlannedRow",
    "Regime",
    "Reminder",
    "ReminderOptOut",
    "ResolvedTarget",
    "Scopes",
    "check_extensions",
    "covering",
    "is_inspector",
    "printed_types",
]
