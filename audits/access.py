"""Who reads internal audits, drills and findings without a right to all of them.

A contact of a department reads those that concern it, an inspector the audits of his scope. Drills
and meetings are under no regime, so no scope opens them.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audits.models import Audit, DrillDepartment, Finding, InspectionScope
from audits.scopes import covering
from organization.contacts import departments_of, is_contact
from records.base import NOTHING, Life, ObjectScope, sees_internal


def scope_of_audits(user: Any, at: date | None) -> ObjectScope:
    """The audits that concern a contact, and those of an inspection with their past."""
    inspected = _inspected(user, at)
    return ObjectScope(_audits_of_contact(user) | inspected, past=inspected)


def scope_of_findings(user: Any, at: date | None) -> ObjectScope:
    """The findings of a contact's departments, and those of an inspection with their past."""
    own, inspected = departments_of(user), _inspected(user, at, "audit__")
    return ObjectScope((Q(department__in=own) if own else NOTHING) | inspected, past=inspected)


def scope_of_drills(user: Any, at: date | None) -> ObjectScope:
    """The drills in which a contact's department took part."""
    own = departments_of(user)
    rows = DrillDepartment.objects.filter(drill=OuterRef("pk"), department__in=own)
    return ObjectScope(Q(Exists(rows))) if own else ObjectScope()


def _audits_of_contact(user: Any) -> Q:
    """The audits of which a department of the user's is a target, or was found to be.

    An audit of the agency as a whole has no target, yet may leave a department a finding.
    """
    own = departments_of(user)
    if not own:
        return NOTHING
    if not hasattr(user, "_audits_of_contact"):  # once of each user object, as `departments_of`
        kept = Audit.objects.exclude(life=Life.DRAFT)
        user._audits_of_contact = covering(kept, own, kept)
    found = Finding.objects.filter(audit=OuterRef("pk"), department__in=own)
    return user._audits_of_contact | Q(Exists(found.exclude(life=Life.DRAFT)))


def is_inspector(user: Any) -> bool:
    """Whether `user` may read what his inspections open to him, if there are any."""
    is_somebody = user is not None and user.is_active
    return is_somebody and user.has_perm("audits.read_in_scope")


def _inspected(user: Any, at: date | None, audit: str = "") -> Q:
    """What an inspection opens on the day `at` (today by default); `audit` leads to the audit."""
    if not is_inspector(user):
        return NOTHING
    scopes = InspectionScope.objects.in_force(user, at or timezone.localdate())
    opening = scopes.filter(
        Q(regime="") | Q(regime=OuterRef(f"{audit}regime")),
        first_fiscal_year__lte=OuterRef(f"{audit}fiscal_year"),
        last_fiscal_year__gte=OuterRef(f"{audit}fiscal_year"),
    )
    return Q(Exists(opening))


def sees_findings(user: Any, at: date | None = None) -> bool:
    """Whether there are findings for `user` at all, even if none has been made yet."""
    if sees_internal(user, Finding) or (is_contact(user) and departments_of(user)):
        return True
    today = at or timezone.localdate()
    return is_inspector(user) and InspectionScope.objects.in_force(user, today).exists()
