"""What an audit covers: the departments it means, and how the report words them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects

from audits.models import Audit, AuditQuerySet, AuditTarget
from calendars.scheduled import Status
from organization.models import Department
from organization.names import with_parents

Role, Scope = AuditTarget.Role, Audit.Scope
WIDE = (Scope.ALL_OTHERS, Scope.ALL_BUT)
TypeIds = frozenset[int]


@dataclass(frozen=True, slots=True)
class ResolvedTarget:
    """A department that an audit covers, all of it but the parts in `except_for`."""

    department: Department
    except_for: tuple[Department, ...] = ()


def resolve(audit: Audit, others: AuditQuerySet | None = None) -> list[ResolvedTarget]:
    """The departments that one audit means; see `Scopes`."""
    return Scopes([audit], others).resolve(audit)


class Scopes:
    """The departments that each of `audits` means, asked of the database once for all of them.

    「その他全部門」 means every department of the highest level that existed on any day of the
    audit, less those that another audit of the same types covered by name in the same fiscal year;
    of a department of which only a part was audited by itself, the rest is meant. 「…を除く部門」
    means all of them but those named. An audit of the agency as a whole means no department.

    `others` are the audits that count as other ones, all by default; a page gives those that its
    reader may see, so that it tells nothing of an internal one.
    """

    def __init__(self, audits: Iterable[Audit], others: AuditQuerySet | None = None) -> None:
        audits = list(audits)
        prefetch_related_objects(audits, "targets__department", "classifications")
        self._departments = with_parents(Department.objects.current())
        self._named: dict[tuple[int, TypeIds], list[Audit]] = {}
        years = {audit.fiscal_year for audit in audits if audit.scope == Scope.ALL_OTHERS}
        if years:
            self._read_named(years, Audit.objects.all() if others is None else others)

    def resolve(self, audit: Audit) -> list[ResolvedTarget]:
        """What `audit` (one of those given) means, in its own order or the departments'."""
        if audit.scope == Scope.AGENCY:
            return []
        tree = _Tree(d for d in self._departments.values() if d.existed(*audit.days()))
        removed = {target.department_id for target in audit.targets_in(Role.EXCLUDED)}
        if audit.scope == Scope.LISTED:
            chosen = [
                self._departments.get(target.department_id, target.department)
                for target in audit.targets_in(Role.TARGET, Role.INCLUDED)
            ]
            return list(tree.rest(chosen, removed))
        if audit.scope == Scope.ALL_OTHERS:
            for other in self._named.get(_year_and_types(audit), ()):
                if other.pk != audit.pk:
                    removed |= _named_departments(other)
        return list(tree.rest(tree.highest(), removed))

    def _read_named(self, years: set[int], others: AuditQuerySet) -> None:
        same_years = others.current().filter(fiscal_year__in=years, scope=Scope.LISTED)
        happening = same_years.exclude(status=Status.CANCELLED)
        for audit in happening.prefetch_related("classifications", "targets"):
            self._named.setdefault(_year_and_types(audit), []).append(audit)


def _year_and_types(audit: Audit) -> tuple[int, TypeIds]:
    types = frozenset(classification.type_id for classification in audit.rows_of("classifications"))
    return audit.fiscal_year, types


def _named_departments(audit: Audit) -> set[int]:
    return {target.department_id for target in audit.targets_in(Role.TARGET, Role.INCLUDED)}


class _Tree:
    """The departments that existed during an audit, with the parts of each."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self.departments = {department.pk: department for department in departments}
        self.parts: dict[int, list[Department]] = {}
        for department in self.departments.values():
            self.parts.setdefault(department.parent_department_id, []).append(department)

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


def covering(audits: AuditQuerySet, departments: frozenset[int], others: AuditQuerySet) -> Q:
    """Those of `audits` that cover one of these departments, by name or as one of all others.

    `others` are the audits that count as other ones; see `Scopes`.
    """
    named = AuditTarget.objects.filter(audit=OuterRef("pk"), department__in=departments)
    wide = list(audits.filter(scope__in=WIDE).prefetch_related(None))
    scopes = Scopes(wide, others)
    meant = [
        audit.pk
        for audit in wide
        if departments & {target.department.pk for target in scopes.resolve(audit)}
    ]
    by_name = Q(Exists(named.exclude(role=Role.EXCLUDED)), scope=Scope.LISTED)
    return by_name | Q(pk__in=meant)


def word_targets(audit: Audit) -> str:
    """What `audit` covers as the annual report words it, without the theme.

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
