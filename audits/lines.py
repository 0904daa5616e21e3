"""The lines of records in lists for machines: a line for each department."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import prefetch_related_objects

from audits.access import read_in_full, reads_audits_in_full
from audits.models import WIDE, Audit, AuditTarget, Scopes
from organization.models import Department
from records.base import Record, sees_internal

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A department's part in an audit's scope; none for an audit of the agency as a whole.

    `is_whole` says that the reader may read all of the audit.
    """

    department: Department | None
    role: AuditTarget.Role | None
    is_whole: bool


def audit_lines(audits: Iterable[Audit], user: Any) -> Iterator[tuple[Audit, AuditLine]]:
    """Each audit with each department named in its scope, and each that 「その他全部門」 means.

    Of the departments that are meant and not named, only those that `user` may see. An audit of
    the agency as a whole has one line without a department.
    """
    audits = list(audits)
    prefetch_related_objects(audits, "criteria", "auditors", "conclusion")
    whole = _read_in_full(audits, user)
    wide = [audit for audit in audits if audit.scope in WIDE]
    scopes = Scopes(wide, Audit.objects.visible_to(user)) if wide else None
    seen = set(Department.objects.visible_to(user).values_list("pk", flat=True)) if wide else set()
    for audit in audits:
        rows = audit.rows_of("targets")
        parts: list[tuple[Any, Any]] = [
            (row.department, AuditTarget.Role(row.role)) for row in rows
        ]
        if scopes is not None and audit.scope in WIDE:
            parts = [*_meant(audit, scopes, seen), *parts]
        for department, role in parts or [(None, None)]:
            yield audit, AuditLine(department, role, audit.pk in whole)


def _read_in_full(audits: list[Audit], user: Any) -> set[int]:
    """The keys of those of the audits that `user` may read in full."""
    keys = {audit.pk for audit in audits}
    if sees_internal(user, Audit) or not reads_audits_in_full(user):
        return keys if sees_internal(user, Audit) else set()
    return set(read_in_full(user).filter(pk__in=keys).values_list("pk", flat=True))


def _meant(
    audit: Audit, scopes: Scopes, seen: set[int]
) -> Iterator[tuple[Department, AuditTarget.Role]]:
    """The visible departments that are meant, and below each the parts that are not."""
    named = {row.department_id for row in audit.rows_of("targets")}
    for target in scopes.resolve(audit):
        if target.department.pk in seen and target.department.pk not in named:
            yield target.department, AuditTarget.Role.TARGET
        for part in target.except_for:
            if part.pk in seen and part.pk not in named:
                yield part, AuditTarget.Role.EXCLUDED


def department_lines(records: Iterable[R]) -> Iterator[tuple[R, Department | None]]:
    """Each record with each of the departments that it names."""
    for record in records:
        departments = [row.department for row in record.rows_of("departments")]
        yield from ((record, department) for department in departments or [None])
