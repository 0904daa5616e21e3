"""Audits with their findings and plans, drills, certifications, inspections received."""

from audits.models.acceptance import ACCEPTANCE_FACTS, RiskAcceptance, check_acceptances
from audits.models.audit import Audit, AuditQuerySet, AuditSegment
from audits.models.audit_parts import AuditClassification, AuditCriterion, AuditTarget
from audits.models.category import FindingCategory, FindingClassification
from audits.models.certification import Certification
from audits.models.conclusion import Conclusion
from audits.models.conduct import Auditor, ConductedTogether
from audits.models.drill import Drill, DrillDepartment, DrillQuerySet, DrillSegment
from audits.models.elements import ELEMENTS
from audits.models.engagement import OPEN_ENGAGEMENT
from audits.models.finding import Finding
from audits.models.finding_queries import SOON, FindingQuerySet
from audits.models.follow_up import DueDateExtension, FollowUp, check_extensions
from audits.models.inspection import (
    RECEIVED,
    InspectionScope,
    in_scope_of_all,
    is_inspector,
)
from audits.models.issued import (
    CONCERNS,
    LINKS,
    DocumentType,
    IssuedDocument,
    IssuedDocumentQuerySet,
    IssuedPaper,
)
from audits.models.papers import AuditPaper, FindingPaper, ProcedurePaper
from audits.models.plan import (
    AuditPlan,
    PlannedAudit,
    PlannedDrill,
    PlannedRow,
    PlanOmission,
)
from audits.models.procedure import Procedure, ProcedureFinding
from audits.models.procedure_queries import ProcedureQuerySet, Stage
from audits.models.received import (
    Authority,
    InspectedDepartment,
    InspectionDocument,
    InspectionReceived,
    InspectionReceivedQuerySet,
    InspectionSegment,
)
from audits.models.remedy import ACTION_FACTS, CorrectiveAction
from audits.models.reminder import Reminder, ReminderOptOut
from audits.models.request import DocumentRequest, DocumentRequestQuerySet
from audits.models.request_parts import RequestPaper, RequestStep
from audits.models.scope import (
    COVERING,
    WIDE,
    ResolvedTarget,
    Scopes,
    covering,
    every_department,
)
from audits.models.template import DocumentTemplate
from audits.models.types import AuditType, Regime, printed_types

__all__ = [
    "ACCEPTANCE_FACTS",
    "ACTION_FACTS",
    "CONCERNS",
    "COVERING",
    "ELEMENTS",
    "LINKS",
    "OPEN_ENGAGEMENT",
    "RECEIVED",
    "SOON",
    "WIDE",
    "Audit",
    "AuditClassification",
    "AuditCriterion",
    "AuditPaper",
    "AuditPlan",
    "AuditQuerySet",
    "AuditSegment",
    "AuditTarget",
    "AuditType",
    "Auditor",
    "Authority",
    "Certification",
    "Conclusion",
    "ConductedTogether",
    "CorrectiveAction",
    "DocumentRequest",
    "DocumentRequestQuerySet",
    "DocumentTemplate",
    "DocumentType",
    "Drill",
    "DrillDepartment",
    "DrillQuerySet",
    "DrillSegment",
    "DueDateExtension",
    "Finding",
    "FindingCategory",
    "FindingClassification",
    "FindingPaper",
    "FindingQuerySet",
    "FollowUp",
    "InspectedDepartment",
    "InspectionDocument",
    "InspectionReceived",
    "InspectionReceivedQuerySet",
    "InspectionScope",
    "InspectionSegment",
    "IssuedDocument",
    "IssuedDocumentQuerySet",
    "IssuedPaper",
    "PlanOmission",
    "PlannedAudit",
    "PlannedDrill",
    "PlannedRow",
    "Procedure",
    "ProcedureFinding",
    "ProcedurePaper",
    "ProcedureQuerySet",
    "Regime",
    "Reminder",
    "ReminderOptOut",
    "RequestPaper",
    "RequestStep",
    "ResolvedTarget",
    "RiskAcceptance",
    "Scopes",
    "Stage",
    "check_acceptances",
    "check_extensions",
    "covering",
    "every_department",
    "in_scope_of_all",
    "is_inspector",
    "printed_types",
]
