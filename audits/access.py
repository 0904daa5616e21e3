"""The rights to read any findings, procedures, requests or documents at all, and audits in full.

`object_scope` says which ones.
"""

from datetime import date
from typing import Any

from django.utils import timezone

from audits.models import (
    RECEIVED,
    Audit,
    AuditQuerySet,
    DocumentRequest,
    Finding,
    InspectionScope,
    IssuedDocument,
    Procedure,
    is_inspector,
)
from organization.contacts import departments_of, is_contact
from records.base import Record, sees_internal


def sees_findings(user: Any, at: date | None = None) -> bool:
    """Return True if there are findings for `user` at all, even if none has been made yet."""
    return _sees_own(user, Finding, at)


def sees_requests(user: Any, at: date | None = None) -> bool:
    """Return True if there are requests for documents for `user`, even if none was made yet."""
    return _sees_own(user, DocumentRequest, at)


def sees_procedures(user: Any, at: date | None = None) -> bool:
    """Return True if there are procedures for `user` at all, even if none has been planned yet."""
    return sees_internal(user, Procedure) or inspects_audits(user, at)


def sees_issued(user: Any, at: date | None = None) -> bool:
    """Return True if there are issued documents for `user`, even if none was issued yet."""
    return sees_internal(user, IssuedDocument) or inspects_audits(user, at)


def _sees_own(user: Any, model: type[Record], at: date | None) -> bool:
    """As for procedures, and for contacts, of whose departments they may be."""
    is_own = is_contact(user) and bool(departments_of(user))
    return is_own or sees_internal(user, model) or inspects_audits(user, at)


def inspects_audits(user: Any, at: date | None = None) -> bool:
    """Return True if an inspection of audits is open to `user` on the day `at`."""
    today = at or timezone.localdate()
    scopes = InspectionScope.objects.exclude(regime=RECEIVED)
    return is_inspector(user) and scopes.in_force(user, today).exists()


def reads_audits_in_full(user: Any) -> bool:
    """Return True if there may be audits of which `user` reads more than is public of them."""
    return sees_internal(user, Audit) or is_contact(user) or is_inspector(user)


def read_in_full(user: Any, at: date | None = None) -> AuditQuerySet:
    """The audits of which `user` may read all: also where they are public, what is not."""
    visible = Audit.objects.visible_to(user, at)
    if sees_internal(user, Audit):
        return visible
    if not reads_audits_in_full(user):
        return visible.none()
    return visible.filter(Audit.object_scope(user, at).records)
