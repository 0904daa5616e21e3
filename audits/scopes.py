"""The scope of an audit resolved and worded; `audits.models.scope` knows the rules."""

from itertools import groupby

from audits.models import Audit, AuditQuerySet, AuditTarget, ResolvedTarget, Scopes
from organization.models import Department

Role, Scope = AuditTarget.Role, Audit.Scope


def resolve(audit: Audit, others: AuditQuerySet | None = None) -> list[ResolvedTarget]:
    """The departments that one audit means; see `Scopes`."""
    return Scopes([audit], others).resolve(audit)


def word_targets(audit: Audit) -> str:
    """The departments that `audit` covers as the annual report words them, without the theme.

    「その他全部門」, 「監査室を除く部門」, 「情報処理部（管理部、情報化支援戦略部含む）」.
    A wording typed by hand goes before the rule. Needs nothing beyond `AuditQuerySet.with_parts`.
    """
    if audit.targets_override:
        return audit.targets_override
    excluded = _word(audit.targets_in(Role.EXCLUDED))
    match audit.scope:
        case Scope.AGENCY:
            return "機構全体"
        case Scope.ALL_OTHERS:
            return f"その他全部門（{excluded}を除く）" if excluded else "その他全部門"
        case Scope.ALL_BUT:
            return f"{excluded}を除く部門" if excluded else "全部門"
    included = _word(audit.targets_in(Role.INCLUDED))
    asides = [
        f"（{included}含む）" if included else "",
        f"（{excluded}を除く）" if excluded else "",
    ]
    return _word(audit.targets_in(Role.TARGET)) + "".join(asides)


def targets_in_english(audit: Audit) -> str:
    """The same in English; empty where a department has no name, or it is worded by hand."""
    named = [target.department.in_english for target in audit.rows_of("targets")]
    if audit.targets_override or not all(named):
        return ""
    excluded = _list(audit, Role.EXCLUDED)
    besides = f" except {excluded}" if excluded else ""
    match audit.scope:
        case Scope.AGENCY:
            return "The agency as a whole"
        case Scope.ALL_OTHERS:
            return f"All other departments{besides}"
        case Scope.ALL_BUT:
            return f"All departments{besides}"
    included = _list(audit, Role.INCLUDED)
    return _list(audit, Role.TARGET) + (f" (including {included})" if included else "") + besides


def _list(audit: Audit, role: str) -> str:
    return "; ".join(target.department.in_english for target in audit.targets_in(role))


def _word(targets: list[AuditTarget]) -> str:
    names = []
    for _key, sharing in groupby(targets, _shared_name):
        target, *more = sharing
        first = target.department
        name = first.printed_name if target.without_parent else first.full_name
        names.append("・".join([name, *(other.department.printed_name for other in more)]))
    return "、".join(names)


def _shared_name(target: AuditTarget) -> tuple[str, int]:
    """Equal for neighbours that share a name: the sections of one department do."""
    department = target.department
    if department.kind == Department.Kind.SECTION and not target.without_parent:
        return "sections of", department.parent_department_id or 0
    return "target", target.pk
