"""The right to read any findings at all; `object_scope` of audits and findings says which ones."""

from datetime import date
from typing import Any

from django.utils import timezone

from audits.models import RECEIVED, Finding, InspectionScope, is_inspector
from organization.contacts import departments_of, is_contact
from records.base import sees_internal


def sees_findings(user: Any, at: date | None = None) -> bool:
    """Return True if there are findings for `user` at all, even if none has been made yet."""
    if sees_internal(user, Finding) or (is_contact(user) and departments_of(user)):
        return True
    today = at or timezone.localdate()
    scopes = InspectionScope.objects.exclude(regime=RECEIVED)
    return is_inspector(user) and scopes.in_force(user, today).exists()
