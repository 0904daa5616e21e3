"""The lines of records in lists for machines: a line for each department."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from audits.models import WIDE, Audit, AuditTarget, Scopes
from organization.models import Department
from records.base import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A department's part in an audit's scope."""

    department: Department
    role: AuditTarget.Role


def audit_lines(audits: Iterable[Audit], user: Any) -> Iterator[tuple[Audit, AuditLine | None]]:
    """Each audit with each department named in its scope, and each that 「その他全部門」 means.

    Of the departments that are meant and not named, only those that `user` may see. An audit of
    the agency as a whole has one line without a department.
    """
    audits = list(audits)
    wide = [audit for audit in audits if audit.scope in WIDE]
    scopes = Scopes(wide, Audit.objects.visible_to(user)) if wide else None
    seen = set(Department.objects.visible_to(user).values_list("pk", flat=True)) if wide else set()
    for audit in audits:
        lines: list[AuditLine | None] = [
            AuditLine(row.department, AuditTarget.Role(row.role))
            for row in audit.rows_of("targets")
        ]
        if scopes is not None and audit.scope in WIDE:
            lines = [*_meant(audit, scopes, seen), *lines]
        yield from ((audit, line) for line in lines or [None])


def _meant(audit: Audit, scopes: Scopes, seen: set[int]) -> Iterator[AuditLine]:
    """The visible departments that are meant, and below each the parts that are not."""
    named = {row.department_id for row in audit.rows_of("targets")}
    for target in scopes.resolve(audit):
        if target.department.pk in seen and target.department.pk not in named:
            yield AuditLine(target.department, AuditTarget.Role.TARGET)
        for part in target.except_for:
            if part.pk in seen and part.pk not in named:
                yield AuditLine(part, AuditTarget.Role.EXCLUDED)


def department_lines(records: Iterable[R]) -> Iterator[tuple[R, Department | None]]:
    """Each record with each of the departments that it names."""
    for record in records:
        departments = [row.department for row in record.rows_of("departments")]
        yield from ((record, department) for department in departments or [None])
