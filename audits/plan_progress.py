"""The progress of a fiscal year's audit plan, as the Board of Audit asks for it.

Definitions, as of the end of the day `at`:

* planned (計画): what the last approved version of the annual plan lists. Before any version is
  approved, all audits of the fiscal year that are not withdrawn. One that was later cancelled or
  withdrawn stays planned until a revision drops it;
* executed (実施), under way, late: planned, and standing so by `calendars.scheduled.progress`;
* execution rate (実施率, the Board's 施行率): executed / planned, where a version was approved;
* unplanned: held, though the last approved version does not list it. It is told apart and does
  not raise the rate.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from audits.models import (
    Audit,
    AuditPlan,
    AuditQuerySet,
    Drill,
    DrillQuerySet,
    PlannedAudit,
    PlannedDrill,
)
from calendars.scheduled import Progress
from dates import FiscalYear
from records.base import Life

PLANNED: dict[Any, Any] = {Audit: PlannedAudit, Drill: PlannedDrill}


@dataclass(frozen=True, slots=True)
class Standing:
    """The progress of each audit or drill of a year, by its primary key."""

    is_approved: bool
    planned: dict[int, Progress] = field(default_factory=dict)
    unplanned: dict[int, Progress] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """Numbers of one fiscal year's plan; those of `Progress` add up to `planned`."""

    planned: int
    executed: int
    under_way: int
    to_come: int
    late: int
    cancelled: int
    unplanned: int
    is_approved: bool

    @property
    def rate(self) -> float | None:
        """Executed of planned, from 0 to 1; None where no plan was approved or it is empty."""
        return self.executed / self.planned if self.is_approved and self.planned else None


def plan_progress(
    fiscal_year: FiscalYear | int, at: date, audits: AuditQuerySet | None = None
) -> PlanProgress:
    """The progress of the year's audits; `audits` are those that count, all by default.

    A page gives `Audit.objects.visible_to(user)`, so that its numbers tell nothing hidden.
    """
    found = Audit.objects.all() if audits is None else audits
    stands = standing(found, fiscal_year, at)
    counts = Counter(stands.planned.values())
    return PlanProgress(
        planned=len(stands.planned),
        unplanned=list(stands.unplanned.values()).count(Progress.EXECUTED),
        is_approved=stands.is_approved,
        **{each.value: counts[each] for each in Progress},
    )


def standing(
    records: AuditQuerySet | DrillQuerySet, fiscal_year: FiscalYear | int, at: date
) -> Standing:
    """The progress of each of `records` in the year's plan; other years are left out."""
    rows = PLANNED[records.model]
    plan = AuditPlan.objects.of_year(int(fiscal_year)).last()
    planned = rows.objects.filter(plan=plan) if plan else rows.objects.none()
    listed = set(planned.values_list(f"{rows.of}_id", flat=True))
    found = Standing(is_approved=plan is not None)
    for record in records.filter(Q(fiscal_year=int(fiscal_year)) | Q(pk__in=listed)):
        is_planned = record.life != Life.WITHDRAWN if plan is None else record.pk in listed
        (found.planned if is_planned else found.unplanned)[record.pk] = Progress.of(record, at)
    return found
