"""Audits, findings, requests, drills, certifications and inspections received in the admin."""

from audits.admin.audits import AuditAdmin
from audits.admin.categories import FindingCategoryAdmin
from audits.admin.certifications import CertificationAdmin
from audits.admin.drills import DrillAdmin
from audits.admin.findings import FindingAdmin
from audits.admin.issued import DocumentTemplateAdmin, IssuedDocumentAdmin
from audits.admin.plans import AuditPlanAdmin
from audits.admin.procedures import ProcedureAdmin
from audits.admin.received import AuthorityAdmin, InspectionReceivedAdmin
from audits.admin.requests import DocumentRequestAdmin
from audits.admin.types import AuditTypeAdmin, ConclusionAdmin

__all__ = [
    "AuditAdmin",
    "AuditPlanAdmin",
    "AuditTypeAdmin",
    "AuthorityAdmin",
    "CertificationAdmin",
    "ConclusionAdmin",
    "DocumentRequestAdmin",
    "DocumentTemplateAdmin",
    "DrillAdmin",
    "FindingAdmin",
    "FindingCategoryAdmin",
    "InspectionReceivedAdmin",
    "IssuedDocumentAdmin",
    "ProcedureAdmin",
]
