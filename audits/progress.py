"""How far a fiscal year's audit plan has come, as the Board of Audit asks for it.

Definitions, as of the end of the day `at`:

* planned (計画): what the last approved version of the annual plan lists. Before any version is
  approved, all audits of the fiscal year that are not withdrawn. One that was later cancelled or
  withdrawn stays planned until a revision drops it;
* executed (実施): planned, and its status says that it was held;
* under way: planned, begun and not over by its own schedule;
* late: planned, not executed and not cancelled, and every day of its schedule has passed. A
  schedule without an end is never late, one without a date when its fiscal year has ended;
* execution rate (施行率): executed / planned;
* unplanned: held, though the last approved version does not list it. It is told apart and does
  not raise the rate.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from audits.models import Audit, AuditPlan, Drill, PlannedAudit, PlannedDrill
from audits.models.audit import AuditQuerySet
from audits.models.drill import DrillQuerySet
from calendars.fiscal import FiscalYear
from calendars.segments import ScheduledRecord, Status
from records.base import Life


class Stand(StrEnum):
    """Where a planned audit or drill stands on a day."""

    TO_COME = "to_come"
    UNDER_WAY = "under_way"
    EXECUTED = "executed"
    LATE = "late"
    CANCELLED = "cancelled"


def stand(record: ScheduledRecord, at: date) -> Stand:
    """Where it stands at the end of the day `at`; see the module's definitions."""
    if record.life == Life.WITHDRAWN or record.status == Status.CANCELLED:
        return Stand.CANCELLED
    if record.status == Status.HELD:
        return Stand.EXECUTED
    first, last = record.days()
    is_undated = not record.schedule.segments
    is_open = not is_undated and record.schedule.ends_on is None
    if at < first or (is_undated and at <= last):
        return Stand.TO_COME
    return Stand.UNDER_WAY if at <= last or is_open else Stand.LATE


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """Numbers of one fiscal year's plan; those of `Stand` add up to `planned`."""

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
        """Executed of planned, from 0 to 1; None where nothing is planned."""
        return self.executed / self.planned if self.planned else None


def plan_progress(
    fiscal_year: FiscalYear | int, at: date, audits: AuditQuerySet | None = None
) -> PlanProgress:
    """How far the year's audits have come; `audits` are those that count, all by default.

    A page gives `Audit.objects.visible_to(user)`, so that its numbers tell nothing hidden.
    """
    found = Audit.objects.all() if audits is None else audits
    return _progress(found, PlannedAudit, int(fiscal_year), at)


def drill_progress(
    fiscal_year: FiscalYear | int, at: date, drills: DrillQuerySet | None = None
) -> PlanProgress:
    """The same of the year's drills."""
    found = Drill.objects.all() if drills is None else drills
    return _progress(found, PlannedDrill, int(fiscal_year), at)


def _progress(
    found: AuditQuerySet | DrillQuerySet,
    rows: type[PlannedAudit] | type[PlannedDrill],
    fiscal_year: int,
    at: date,
) -> PlanProgress:
    plan = AuditPlan.objects.of_year(fiscal_year).last()
    listed = set() if plan is None else _listed(rows, plan)
    planned, unplanned = [], []
    for record in found.filter(Q(fiscal_year=fiscal_year) | Q(pk__in=listed)):
        is_planned = record.life != Life.WITHDRAWN if plan is None else record.pk in listed
        (planned if is_planned else unplanned).append(stand(record, at))
    counts = Counter(planned)
    return PlanProgress(
        planned=len(planned),
        unplanned=unplanned.count(Stand.EXECUTED),
        is_approved=plan is not None,
        **{each.value: counts[each] for each in Stand},
    )


def _listed(rows: type[PlannedAudit] | type[PlannedDrill], plan: AuditPlan) -> set[int]:
    return set(rows.objects.filter(plan=plan).values_list(f"{rows.of}_id", flat=True))
