"""Audits, findings, drills, certifications and inspections received in the admin."""

from audits.admin.audits import AuditAdmin, AuditTypeAdmin
from audits.admin.certifications import CertificationAdmin
from audits.admin.drills import DrillAdmin
from audits.admin.findings import FindingAdmin
from audits.admin.plans import AuditPlanAdmin
from audits.admin.received import AuthorityAdmin, InspectionReceivedAdmin

__all__ = [
    "AuditAdmin",
    "AuditPlanAdmin",
    "AuditTypeAdmin",
    "AuthorityAdmin",
    "CertificationAdmin",
    "DrillAdmin",
    "FindingAdmin",
    "InspectionReceivedAdmin",
]
