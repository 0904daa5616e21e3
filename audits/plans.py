"""The annual plan as a whole: its next version, differences of versions, approval."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audits.models import (
    Audit,
    AuditPlan,
    Drill,
    PlannedAudit,
    PlannedDrill,
    PlannedRow,
    PlanOmission,
)
from audits.scopes import word_targets
from calendars.scheduled import Status, save_parts
from dates import FiscalYear, official_number
from records.base import Life
from records.history import publication

RIGHTS = ("audits.approve_auditplan", "audits.approve_audit", "audits.approve_drill")


class Difference(StrEnum):
    """The difference of a row between one version and the next."""

    ADDED = "added"
    DROPPED = "dropped"
    MOVED = "moved"
    REWORDED = "reworded"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """One planned audit or drill in two versions; None where one does not have it."""

    before: PlannedRow | None
    after: PlannedRow | None

    @property
    def row(self) -> PlannedRow:
        """The newer of the two."""
        return cast(PlannedRow, self.after or self.before)  # one of the two is always there

    @property
    def difference(self) -> Difference:
        if self.before is None:
            return Difference.ADDED
        if self.after is None:
            return Difference.DROPPED
        if self.before.schedule != self.after.schedule:
            return Difference.MOVED
        texts = [(row.title, row.targets) for row in (self.before, self.after)]
        return Difference.SAME if texts[0] == texts[1] else Difference.REWORDED


def next_rows(fiscal_year: int) -> list[PlannedRow]:
    """The rows of the year's plan if it is approved now, not yet saved: drafts included.

    Withdrawn and cancelled audits and drills are not planned any more.
    """
    audits = _planned(Audit.objects.with_parts(), fiscal_year).in_plan_order()
    drills = _planned(Drill.objects.with_parts(), fiscal_year).order_by("order", "pk")
    return [
        *_numbered(_row(PlannedAudit(audit=audit), word_targets(audit)) for audit in audits),
        *_numbered(_row(PlannedDrill(drill=drill), drill.departments_text) for drill in drills),
    ]


def _planned(records: Any, fiscal_year: int) -> Any:
    return records.current().in_fiscal_year(fiscal_year).exclude(status=Status.CANCELLED)


def _row(row: PlannedRow, targets: str) -> PlannedRow:
    row.title, row.targets = row.record.title, targets
    row.schedule_text, row.schedule = row.record.schedule_text, row.record.schedule
    return row


def _numbered(rows: Iterable[PlannedRow]) -> Iterator[PlannedRow]:
    for number, row in enumerate(rows, start=1):
        row.order = number
        yield row


def rows_of(plan: AuditPlan | None) -> list[PlannedRow]:
    """The rows of an approved version, audits first; none of no version."""
    return [] if plan is None else [*plan.audits.all(), *plan.drills.all()]


def compare(before: Iterable[PlannedRow], after: Iterable[PlannedRow]) -> list[Change]:
    """Every row of either version, in the order of the newer, what it dropped last."""
    old = {(row.of, row.record_id): row for row in before}
    new = {(row.of, row.record_id): row for row in after}
    kept = [Change(old.get(key), row) for key, row in new.items()]
    return [*kept, *(Change(row, None) for key, row in old.items() if key not in new)]


def last_version(fiscal_year: int) -> AuditPlan | None:
    """The version in force."""
    return AuditPlan.objects.of_year(fiscal_year).with_rows().last()


def next_version(fiscal_year: int, last: AuditPlan | None) -> AuditPlan:
    """The version after `last`: 平成29年度監査計画, 平成29年度監査計画（第１次改定）; not saved."""
    revision = 0 if last is None else last.revision + 1
    title = f"{FiscalYear(fiscal_year).wareki()}監査計画"
    if revision:
        title += f"（第{official_number(revision)}次改定）"
    return AuditPlan(fiscal_year=fiscal_year, revision=revision, title=title)


def may_approve_plan(user: Any) -> bool:
    """Return True if `user` may approve a version, and with it the audits and drills in it."""
    return user.has_perms(RIGHTS)


@transaction.atomic
def approve_plan(
    *,
    fiscal_year: int,
    approver: str,
    approved_on: date,
    decision_number: str,
    reason: str = "",
    omissions: Iterable[PlanOmission] = (),
) -> AuditPlan:
    """Approve the year's audits and drills as they stand: the next version, frozen.

    Those that are drafts are approved by the same decision. `omissions` are what the version leaves
    out, with their reasons, not yet saved. Needs an open change; raises `ValidationError` where
    nothing is planned, nothing differs from the version in force, a revision lacks its reason, or a
    draft is not fit to be approved; it names every audit that has no target.
    """
    last = last_version(fiscal_year)
    rows = next_rows(fiscal_year)
    if all(change.difference == Difference.SAME for change in compare(rows_of(last), rows)):
        raise ValidationError(_("There is nothing to approve: the plan is as it was."))
    if missing := list(filter(None, (row.record.lacks() for row in _drafts(rows)))):
        raise ValidationError(missing)
    plan = next_version(fiscal_year, last)
    plan.life, plan.approver, plan.approved_on = Life.REGISTERED, approver, approved_on
    plan.decision_number, plan.reason = decision_number, reason if plan.revision else ""
    plan.full_clean()
    plan.save()
    save_parts((*rows, *omissions), plan)
    for row in _drafts(rows):
        publication.approve(record=row.record, decision_number=decision_number)
    return plan


def _drafts(rows: Iterable[PlannedRow]) -> list[PlannedRow]:
    return [row for row in rows if row.record.life == Life.DRAFT]
