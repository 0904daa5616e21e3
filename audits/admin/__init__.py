"""Audits, findings, drills and certifications in the admin."""

from audits.admin.audits import AuditAdmin, AuditTypeAdmin
from audits.admin.certifications import CertificationAdmin
from audits.admin.drills import DrillAdmin
from audits.admin.findings import FindingAdmin
from audits.admin.plans import AuditPlanAdmin

__all__ = [
    "AuditAdmin",
    "AuditPlanAdmin",
    "AuditTypeAdmin",
    "CertificationAdmin",
    "DrillAdmin",
    "FindingAdmin",
]
