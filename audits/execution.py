"""The execution of a year's audits, as the Board of Audit asks for it, as of a day."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from audits.models import Audit, Auditor, AuditQuerySet, Finding, Regime
from audits.plan_progress import PlanProgress, plan_progress
from dates import FiscalYear, Schedule, word
from records.lists import Table

COLUMNS = (
    *("区分", "計画", "実施", "実施率", "計画外の実施"),
    *("予定人日", "実績人日", "措置完了", "措置未完了"),
)


def execution(fiscal_year: FiscalYear, at: date, user: Any) -> Table:
    """Audits, person-days (both planned and spent) and measures by regime, as `user` may see them.

    Measures are those for findings of the year's audits: 措置が完了したもの are closed by the end
    of the day `at`, 措置が完了していないもの were found by then and are not.
    """
    audits = Audit.objects.visible_to(user).in_fiscal_year(fiscal_year)
    auditors = Auditor.objects.filter(audit__in=audits).values_list("audit__regime")
    sums = auditors.annotate(Sum("planned_days"), Sum("person_days")).order_by()
    days = {regime: (planned, spent) for regime, planned, spent in sums}
    done, left = _measures(audits, at, user)
    rows = (
        (
            str(regime.label),
            *_counts(plan_progress(fiscal_year, at, audits.of_regime(regime))),
            *map(_days, days.get(regime, (None, None))),
            str(done.get(regime, 0)),
            str(left.get(regime, 0)),
        )
        for regime in Regime
    )
    day = word(Schedule.on(at))
    return Table(title=f"監査の実施状況（{day}現在）", columns=COLUMNS, rows=tuple(rows))


def _counts(progress: PlanProgress) -> tuple[str, ...]:
    rate = "－" if progress.rate is None else f"{int(progress.rate * 100)}%"
    return str(progress.planned), str(progress.executed), rate, str(progress.unplanned)


def _days(total: Decimal | None) -> str:
    """Person-days; 「－」 where nobody noted any, which is not the same as none."""
    return "－" if total is None else f"{total:.1f}"


def _measures(audits: AuditQuerySet, at: date, user: Any) -> tuple[dict[str, int], dict[str, int]]:
    """How many measures of these audits are completed as of `at`, and how many are not."""
    findings = Finding.objects.visible_to(user).current().filter(audit__in=audits)
    sorted_by_day = findings.completed_as_of(at), findings.not_completed_as_of(at)
    done, left = (
        dict(found.values_list("audit__regime").annotate(Count("pk")).order_by())
        for found in sorted_by_day
    )
    return done, left
