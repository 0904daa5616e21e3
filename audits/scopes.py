"""What an audit covers: the departments it means, and how the report words them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import prefetch_related_objects

from audits.models import Audit, AuditTarget
from audits.models.audit import AuditQuerySet
from calendars.segments import Status
from organization.models import Department

Role = AuditTarget.Role


@dataclass(frozen=True, slots=True)
class ResolvedTarget:
    """A department that an audit covers, all of it but the parts in `except_for`."""

    department: Department
    except_for: tuple[Department, ...] = ()


def resolve(audit: Audit, others: AuditQuerySet | None = None) -> list[ResolvedTarget]:
    """The departments that `audit` means, as the organisation stood on its days.

    「その他全部門」 means every department of the highest level that existed on any day of the
    audit, less those that another audit of the same types covered by name in the same fiscal year;
    of a department of which only a part was audited by itself, the rest is meant. 「…を除く部門」
    means all of them but those named. `others` are the audits that count as other ones, all by
    default; a page for the public gives those that the public may see. The number of queries is
    constant.
    """
    prefetch_related_objects([audit], "targets__department", "classifications")
    tree = _Tree(Department.objects.current().existing(*audit.days()))
    removed = {target.department_id for target in audit.targets_in(Role.EXCLUDED)}
    if audit.scope == Audit.Scope.LISTED:
        named = audit.targets_in(Role.TARGET, Role.INCLUDED)
        return list(tree.rest([tree.own(target.department) for target in named], removed))
    if audit.scope == Audit.Scope.ALL_OTHERS:
        removed |= _covered_by_others(audit, Audit.objects.all() if others is None else others)
    return list(tree.rest(tree.highest(), removed))


def _covered_by_others(audit: Audit, others: AuditQuerySet) -> set[int]:
    types = _type_ids(audit)
    same_year = others.current().in_fiscal_year(audit.fiscal_year).exclude(pk=audit.pk)
    listed = same_year.filter(scope=Audit.Scope.LISTED).exclude(status=Status.CANCELLED)
    alike = [
        other
        for other in listed.prefetch_related("classifications", "targets")
        if _type_ids(other) == types
    ]
    named = (other.targets_in(Role.TARGET, Role.INCLUDED) for other in alike)
    return {target.department_id for targets in named for target in targets}


def _type_ids(audit: Audit) -> set[int]:
    return {classification.type_id for classification in audit.classifications.all()}


class _Tree:
    """Departments with what belongs to them, so that going down asks the database nothing."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self.departments = {department.pk: department for department in departments}
        self.parts: dict[int, list[Department]] = {}
        for department in self.departments.values():
            if (parent := self.departments.get(department.parent_department_id)) is not None:
                department.parent_department = parent
                self.parts.setdefault(parent.pk, []).append(department)

    def own(self, department: Department) -> Department:
        """The tree's copy of a department, which knows what it belongs to; else the given one."""
        return self.departments.get(department.pk, department)

    def highest(self) -> Iterator[Department]:
        """Departments that belong to none, or only to the secretariat, which is none itself."""
        bureau = Department.Kind.BUREAU
        for department in self.departments.values():
            parent = self.departments.get(department.parent_department_id)
            if department.kind != bureau and (parent is None or parent.kind == bureau):
                yield department

    def rest(self, chosen: Iterable[Department], removed: set[int]) -> Iterator[ResolvedTarget]:
        """What is left of the chosen departments without the removed ones."""
        for department in chosen:
            if not self._is_removed(department, removed):
                yield ResolvedTarget(department, tuple(self._removed_parts(department, removed)))

    def _is_removed(self, department: Department, removed: set[int]) -> bool:
        """Whether it is removed itself, or in all of its parts.

        One part alone is no division: the register then knows of only that one, and something of
        the department is left.
        """
        parts = self.parts.get(department.pk, [])
        in_parts = len(parts) > 1 and all(self._is_removed(part, removed) for part in parts)
        return department.pk in removed or in_parts

    def _removed_parts(self, department: Department, removed: set[int]) -> Iterator[Department]:
        for part in self.parts.get(department.pk, []):
            if self._is_removed(part, removed):
                yield part
            else:
                yield from self._removed_parts(part, removed)


def word_targets(audit: Audit) -> str:
    """What `audit` covers as the annual report words it, without the theme.

    「その他全部門」, 「監査室を除く部門」, 「情報処理部（管理部、情報化支援戦略部含む）」.
    A wording typed by hand goes before the rule. Needs nothing beyond `AuditQuerySet.with_parts`.
    """
    if audit.targets_override:
        return audit.targets_override
    excluded = _word(audit.targets_in(Role.EXCLUDED))
    match audit.scope:
        case Audit.Scope.AGENCY:
            return "機構全体"
        case Audit.Scope.ALL_OTHERS:
            return f"その他全部門（{excluded}を除く）" if excluded else "その他全部門"
        case Audit.Scope.ALL_BUT:
            return f"{excluded}を除く部門" if excluded else "全部門"
    included = _word(audit.targets_in(Role.INCLUDED))
    asides = [
        f"（{included}含む）" if included else "",
        f"（{excluded}を除く）" if excluded else "",
    ]
    return _word(audit.targets_in(Role.TARGET)) + "".join(asides)


def _word(targets: list[AuditTarget]) -> str:
    return "、".join(_word_group(list(group)) for _key, group in groupby(targets, _shared_name))


def _shared_name(target: AuditTarget) -> tuple[str, int]:
    """Equal for neighbours that share a name: the sections of one department do."""
    department = target.department
    if department.kind == Department.Kind.SECTION and not target.without_parent:
        return "sections of", department.parent_department_id or 0
    return "target", target.pk


def _word_group(targets: list[AuditTarget]) -> str:
    first, *more = (target.department for target in targets)
    name = first.printed_name if targets[0].without_parent else first.full_name
    return "・".join([name, *(department.printed_name for department in more)])
