"""The annual report's tables of drills and audits; their words are the printed report's."""

from typing import Any

from audits.models import Audit, AuditQuerySet, Drill, Regime, Scopes
from audits.scopes import word_targets
from calendars.scheduled import Status
from dates import FiscalYear, official_number, word
from organization.models import Department
from records.base import sees_internal
from records.lists import Table

TOGETHER = "※"  # after the type of an audit conducted together with one of the other regime


def drills(fiscal_year: FiscalYear, user: Any = None) -> Table:
    """第８表: the year's drills that were held."""
    visible = Drill.objects.visible_to(user).current().in_fiscal_year(fiscal_year)
    held = visible.filter(status=Status.HELD).order_by("order", "starts_on", "pk").with_parts()
    practising = {row.department for drill in held for row in drill.departments.all()}
    return Table(
        title=f"{fiscal_year.wareki()}の業務継続計画等に基づく訓練の実施状況",
        columns=("実施部門名", "実施時期", "訓練の概要"),
        rows=tuple((d.departments_text, d.official_schedule, d.scenario) for d in held),
        facts=(_counted("訓練", len(held), practising, user),),
    )


def internal_audits(fiscal_year: FiscalYear, user: Any = None) -> Table:
    """第９表: the year's internal audits; ※ where one went together with a statutory auditors'."""
    return _targeted(Regime.INTERNAL, Regime.AUDITOR, "内部監査", fiscal_year, user)


def external_audits(fiscal_year: FiscalYear, user: Any = None) -> Table:
    """第10表: the year's external reviews and audits."""
    held = _held(Regime.EXTERNAL, fiscal_year, user)
    return Table(
        title=f"{fiscal_year.wareki()}の外部審査及び外部監査の実施状況",
        columns=("部門名", "審査／監査種別（対象業務）", "審査／監査実施期間"),
        rows=tuple((word_targets(audit), audit.title, _schedule(audit)) for audit in held),
        facts=(_audits_counted("外部審査・外部監査", held, user),),
    )


def accounting_audits(fiscal_year: FiscalYear, user: Any = None) -> Table:
    """第11表: the external auditor's audits of the year's accounts, a line for each period."""
    held = _held(Regime.ACCOUNTING, fiscal_year, user)
    return Table(
        title=f"{fiscal_year.wareki()}の外部監査人による会計監査の実施状況",
        columns=("監査内容等", "監査実施年月日"),
        rows=tuple((audit.subject or audit.title, _schedule(audit, lines=True)) for audit in held),
        facts=(_audits_counted("会計監査", held, user),),
    )


def auditor_audits(fiscal_year: FiscalYear, user: Any = None) -> Table:
    """第12表: the statutory auditors' audits; ※ where one went together with an internal one."""
    return _targeted(Regime.AUDITOR, Regime.INTERNAL, "監事監査", fiscal_year, user)


def _held(regime: Regime, fiscal_year: FiscalYear, user: Any) -> AuditQuerySet:
    visible = Audit.objects.visible_to(user).current().of_regime(regime)
    held = visible.in_fiscal_year(fiscal_year).filter(status=Status.HELD)
    return held.order_by("order", "starts_on", "pk").with_parts()


def _targeted(
    regime: Regime, partners: Regime, name: str, fiscal_year: FiscalYear, user: Any
) -> Table:
    """Audits of `regime`, marked where conducted together with a visible one of `partners`."""
    others = Audit.objects.visible_to(user).current().of_regime(partners)
    marking = set(others.values_list("pk", flat=True))
    held = _held(regime, fiscal_year, user)
    rows = []
    for audit in held:
        kind = audit.type_text + (TOGETHER if audit.partner_ids & marking else "")
        theme = f"（{audit.theme}）\n" if audit.theme else ""
        rows.append((kind, theme + word_targets(audit), _schedule(audit)))
    return Table(
        title=f"{fiscal_year.wareki()}の{name}の実施状況",
        columns=("監査種別", "対象部門", "監査実施年月日"),
        rows=tuple(rows),
        facts=(_audits_counted(name, held, user),),
    )


def _audits_counted(name: str, audits: AuditQuerySet, user: Any) -> str:
    scopes = Scopes(audits, Audit.objects.visible_to(user))
    meant = {target.department for audit in audits for target in scopes.resolve(audit)}
    return _counted(name, len(audits), meant, user)


def _counted(name: str, number: int, departments: set[Department], user: Any) -> str:
    """「内部監査16件（対象14部門）」: both numbers, the second as far as `user` sees."""
    sees_all = sees_internal(user, Department)
    seen = [one for one in departments if sees_all or one.is_public]
    meant = f"（対象{official_number(len(seen))}部門）" if seen else ""
    return f"{name}{official_number(number)}件{meant}"


def _schedule(audit: Audit, *, lines: bool = False) -> str:
    """In official wording; phases stand on lines of their own in every table."""
    has_phases = any(segment.label for segment in audit.schedule.segments)
    lines = lines or has_phases
    return audit.schedule_override or word(audit.schedule, lines=lines)
