"""Which departments many audits cover, asked of the database once for all of them.

The rule is that of `audits.scopes.resolve`; lists and calendars need it for every audit they show.
"""

from collections.abc import Iterable
from typing import Any

from audits.models import Audit, AuditTarget
from calendars.segments import Status
from organization.models import Department

Role = AuditTarget.Role
TypeIds = frozenset[int]


class Coverage:
    """The departments that each of `audits` (with their parts) covers, as `viewer` may know."""

    def __init__(self, audits: Iterable[Audit], viewer: Any = None) -> None:
        wide = [audit for audit in audits if audit.scope in (_ALL_OTHERS, _ALL_BUT)]
        self._departments: list[Department] = []
        self._named: dict[tuple[int, TypeIds], list[tuple[int, set[int]]]] = {}
        if not wide:
            return
        self._departments = list(Department.objects.current().with_ancestors())
        years = {audit.fiscal_year for audit in wide if audit.scope == _ALL_OTHERS}
        others = Audit.objects.visible_to(viewer).current().filter(fiscal_year__in=years)
        listed = others.filter(scope=Audit.Scope.LISTED).exclude(status=Status.CANCELLED)
        for audit in listed.prefetch_related("classifications", "targets"):
            named = {target.department_id for target in _covered(audit)}
            self._named.setdefault(_kind(audit), []).append((audit.pk, named))

    def departments(self, audit: Audit) -> list[Department]:
        """The departments that `audit` covers; none where it is of the agency as a whole."""
        if audit.scope == Audit.Scope.LISTED:
            return [target.department for target in _covered(audit)]
        if audit.scope == Audit.Scope.AGENCY:
            return []
        removed = {target.department_id for target in audit.targets_in(Role.EXCLUDED)}
        if audit.scope == _ALL_OTHERS:
            for pk, named in self._named.get(_kind(audit), ()):
                removed |= named if pk != audit.pk else set()
        return [found for found in self._highest(audit) if not self._is_gone(found, removed)]

    def _highest(self, audit: Audit) -> Iterable[Department]:
        days = audit.days()
        for department in self._departments:
            parent = department.parent_department
            is_part = parent is not None and parent.kind != Department.Kind.BUREAU
            is_unit = department.kind != Department.Kind.BUREAU and not is_part
            if is_unit and department.existed(*days):
                yield department

    def _is_gone(self, department: Department, removed: set[int]) -> bool:
        if department.pk in removed:
            return True
        parts = [part for part in self._departments if part.parent_department_id == department.pk]
        return len(parts) > 1 and all(self._is_gone(part, removed) for part in parts)


_ALL_OTHERS, _ALL_BUT = Audit.Scope.ALL_OTHERS, Audit.Scope.ALL_BUT


def _covered(audit: Audit) -> list[AuditTarget]:
    return audit.targets_in(Role.TARGET, Role.INCLUDED)


def _kind(audit: Audit) -> tuple[int, TypeIds]:
    types = frozenset(row.type_id for row in audit.classifications.all())
    return audit.fiscal_year, types
