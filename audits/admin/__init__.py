"""Audits, findings, drills and certifications in the admin."""

from audits.admin.audits import AuditAdmin, AuditTypeAdmin
from audits.admin.drills import CertificationAdmin, DrillAdmin
from audits.admin.findings import FindingAdmin

__all__ = ["AuditAdmin", "AuditTypeAdmin", "CertificationAdmin", "DrillAdmin", "FindingAdmin"]
