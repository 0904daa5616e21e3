"""Writes an audit's parts so that those which stay keep their identity."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from audits.imports.names import ReadScope
from audits.models import (
    Audit,
    AuditClassification,
    AuditTarget,
    AuditType,
    ConductedTogether,
    Regime,
)
from organization.models import Department


def save_classifications(audit: Audit, types: Sequence[AuditType]) -> None:
    """Have `audit` be of these types, in this order."""
    kept = {row.type_id: row for row in audit.classifications.all()} if audit.version else {}
    for gone in kept.keys() - {each.pk for each in types}:
        kept[gone].delete()
    for order, each in enumerate(types, start=1):
        row = kept.get(each.pk) or AuditClassification(audit=audit, type=each, order=0)
        if row.order != order:
            row.order = order
            row.save()


def save_targets(audit: Audit, scope: ReadScope, departments: Mapping[int, Department]) -> None:
    """Have `audit` cover this, in this order."""
    kept = {row.department_id: row for row in audit.targets.all()} if audit.version else {}
    for gone in kept.keys() - {target.department_id for target in scope.targets}:
        kept[gone].delete()
    for order, target in enumerate(scope.targets, start=1):
        row = kept.get(target.department_id) or AuditTarget(
            audit=audit, department=departments[target.department_id], order=0
        )
        values = (order, target.role, target.without_parent)
        if (row.order, row.role, row.without_parent) != values:
            row.order, row.role, row.without_parent = values
            row.save()


def save_departments(
    kept: Sequence[Any], departments: Sequence[Department], make: Callable[..., Any]
) -> None:
    """Have the rows of a record be these departments, in this order; `make` builds a new row."""
    rows = {row.department_id: row for row in kept}
    for gone in rows.keys() - {department.pk for department in departments}:
        rows[gone].delete()
    for order, department in enumerate(departments, start=1):
        row = rows.get(department.pk) or make(department=department, order=0)
        if row.order != order:
            row.order = order
            row.save()


def save_together(audit: Audit, partners: frozenset[int], others: Mapping[int, Audit]) -> None:
    """Link `audit` with these; the internal audit is the one that names the other."""
    linked = audit.partner_ids if audit.version else frozenset()
    for key in sorted(partners - linked):
        pair = (audit, others[key])
        internal, other = pair if audit.regime == Regime.INTERNAL else pair[::-1]
        ConductedTogether(audit=internal, partner=other).save()
