"""The annual report's tables of drills and audits; their words are the printed report's."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from audits.models import Audit, AuditQuerySet, AuditTarget, Drill, Regime, Scopes
from audits.scopes import word_targets
from calendars.scheduled import Status
from dates import FiscalYear, Precision, official_number, word
from organization.models import Department
from records.base import sees_internal
from records.lists import Layout, Table

_DRILLS = Layout(widths=(42, 34, 84))
_EXTERNAL = Layout(widths=(42, 62, 56))
_ACCOUNTING = Layout(widths=(90, 70))
_LAYOUTS = {
    Regime.INTERNAL: Layout(widths=(28, 76, 56)),
    Regime.AUDITOR: Layout(widths=(28, 62, 70), is_level=True),
}
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
        layout=_DRILLS,
        groups=_centres(
            [[row.department for row in drill.rows_of("departments")] for drill in held]
        ),
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
        layout=_EXTERNAL,
        groups=_centres([_targets(audit) for audit in held]),
    )


def accounting_audits(fiscal_year: FiscalYear, user: Any = None) -> Table:
    """第11表: the external auditor's audits of the year's accounts, a line for each period."""
    held = _held(Regime.ACCOUNTING, fiscal_year, user)
    return Table(
        title=f"{fiscal_year.wareki()}の外部監査人による会計監査の実施状況",
        columns=("監査内容等", "監査実施年月日"),
        rows=tuple((audit.subject or audit.title, _schedule(audit, lines=True)) for audit in held),
        facts=(_audits_counted("会計監査", held, user),),
        merges=False,
        layout=_ACCOUNTING,
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
        layout=_LAYOUTS[regime],
        continued=frozenset(_continued(list(held))),
    )


def _targets(audit: Audit) -> list[Department]:
    """The departments that are named in full; none where that is not all that the words say."""
    rows = audit.targets_in(*AuditTarget.Role)
    is_plain = audit.scope == Audit.Scope.LISTED and not audit.targets_override
    is_plain = is_plain and not any(row.without_parent for row in rows)
    return [row.department for row in rows] if is_plain else []


def _centres(named: list[list[Department]]) -> tuple[str, ...]:
    """Of each row the centre whose department it names alone, where the row beside does so, too."""
    centres = []
    for departments in named:
        parent = departments[0].parent_department if len(departments) == 1 else None
        is_centre = parent is not None and parent.kind == Department.Kind.CENTRE
        centres.append(parent.full_name if parent and is_centre else "")
    beside = zip(["", *centres], centres, [*centres[1:], ""], strict=False)
    return tuple(centre if centre in (above, below) else "" for above, centre, below in beside)


def _continued(audits: list[Audit]) -> Iterator[int]:
    """The rows that go on with the row above: of one theme, a department and a day each."""
    for at, (above, audit) in enumerate(pairwise(audits), 1):
        pair = (above, audit)
        is_one = audit.theme and len({(one.type_text, one.theme) for one in pair}) == 1
        if is_one and all(len(_targets(one)) == 1 and _is_day(one) for one in pair):
            yield at


def _is_day(audit: Audit) -> bool:
    segments = audit.schedule.segments
    return (
        len(segments) == 1
        and segments[0].precision == Precision.DAY
        and segments[0].start == segments[0].end
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
