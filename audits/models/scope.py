"""The scope of an audit: the departments that it means, and who may read it for their sake."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Protocol, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import ScheduledQuerySet, Status
from organization.contacts import departments_of
from organization.models import Department
from organization.names import with_parents
from records.base import NOTHING, Life


class AuditScope(models.TextChoices):
    """The departments that an audit means, and those that it names beside them."""

    LISTED = "listed", _("the departments listed")
    ALL_OTHERS = "all_others", _("all departments not audited by the same audit that year")
    ALL_BUT = "all_but", _("all departments but those excluded")
    AGENCY = "agency", _("the agency as a whole")


class TargetRole(models.TextChoices):
    """A named department's part in a scope."""

    TARGET = "target", _("target")
    INCLUDED = "included", _("included")
    EXCLUDED = "excluded", _("excluded")


WIDE = (AuditScope.ALL_OTHERS, AuditScope.ALL_BUT)
COVERING = (TargetRole.TARGET, TargetRole.INCLUDED)
TypeIds = frozenset[int]


class Scoped(Protocol):
    """An audit, as far as its scope goes."""

    objects: ClassVar[Any]

    @property
    def pk(self) -> Any: ...
    @property
    def fiscal_year(self) -> int: ...
    @property
    def scope(self) -> str: ...
    def days(self) -> tuple[date, date]: ...
    def rows_of(self, relation: str) -> Any: ...
    def targets_in(self, *roles: str) -> list[Any]: ...


def every_department(
    departments: Iterable[Department], days: tuple[date, date]
) -> list[Department]:
    """全部門: those of the highest level that existed on any of these days, both included."""
    return list(_Tree(each for each in departments if each.existed(*days)).highest())


@dataclass(frozen=True, slots=True)
class ResolvedTarget:
    """A department that an audit covers, all of it but the parts in `except_for`."""

    department: Department
    except_for: tuple[Department, ...] = ()


class Scopes:
    """The departments that each of `audits` means, asked of the database once for all of them.

    「その他全部門」 means every department of the highest level that existed on any day of the
    audit, less those that another audit of the same types covered by name in the same fiscal year;
    of a department of which only a part was audited by itself, the rest is meant. 「…を除く部門」
    means all of them but those named. An audit of the agency as a whole means no department.

    `others` are the audits that count as other ones, all by default; a page gives those that its
    reader may see, so that it tells nothing of an internal one.
    """

    def __init__(self, audits: Iterable[Scoped], others: ScheduledQuerySet | None = None) -> None:
        audits = list(audits)
        prefetch_related_objects(
            cast(list[models.Model], audits), "targets__department", "classifications"
        )
        self._departments = with_parents(Department.objects.current())
        self._trees: dict[tuple[int, int], _Tree] = {}
        begun = {d.valid_from for d in self._departments.values() if d.valid_from}
        ends = {d.valid_until for d in self._departments.values() if d.valid_until}
        self._changes = sorted(begun | {day + timedelta(days=1) for day in ends})
        self._named: dict[tuple[int, TypeIds], list[Scoped]] = {}
        years = {audit.fiscal_year for audit in audits if audit.scope == AuditScope.ALL_OTHERS}
        if years:
            others = type(audits[0]).objects.all() if others is None else others
            self._read_named(
                others.current().filter(fiscal_year__in=years, scope=AuditScope.LISTED)
            )

    def resolve(self, audit: Scoped) -> list[ResolvedTarget]:
        """The departments of `audit` (one of those given), in its own order or the departments'."""
        if audit.scope == AuditScope.AGENCY:
            return []
        tree = self._tree(*audit.days())
        removed = {target.department_id for target in audit.targets_in(TargetRole.EXCLUDED)}
        if audit.scope == AuditScope.LISTED:
            chosen = [
                self._departments.get(target.department_id, target.department)
                for target in audit.targets_in(*COVERING)
            ]
            return list(tree.rest(chosen, removed))
        if audit.scope == AuditScope.ALL_OTHERS:
            for other in self._named.get(_year_and_types(audit), ()):
                if other.pk != audit.pk:
                    removed |= {target.department_id for target in other.targets_in(*COVERING)}
        return list(tree.rest(tree.highest(), removed))

    def _tree(self, first: date, last: date) -> "_Tree":
        """Those that existed on any of these days; the same tree from one change to the next."""
        key = bisect_right(self._changes, first), bisect_right(self._changes, last)
        if key not in self._trees:
            there = (d for d in self._departments.values() if d.existed(first, last))
            self._trees[key] = _Tree(there)
        return self._trees[key]

    def _read_named(self, others: Any) -> None:
        happening = others.exclude(status=Status.CANCELLED)
        for audit in happening.prefetch_related("classifications", "targets"):
            self._named.setdefault(_year_and_types(audit), []).append(audit)


def _year_and_types(audit: Scoped) -> tuple[int, TypeIds]:
    types = frozenset(classification.type_id for classification in audit.rows_of("classifications"))
    return audit.fiscal_year, types


class _Tree:
    """The departments that existed during an audit, with the parts of each."""

    def __init__(self, departments: Iterable[Department]) -> None:
        self.departments = {department.pk: department for department in departments}
        self.parts: dict[int | None, list[Department]] = {}
        for department in self.departments.values():
            self.parts.setdefault(department.parent_department_id, []).append(department)

    def highest(self) -> Iterator[Department]:
        """Departments that belong to none, or only to the secretariat, which is none itself."""
        bureau = Department.Kind.BUREAU
        for department in self.departments.values():
            parent = self.departments.get(department.parent_department_id or 0)
            if department.kind != bureau and (parent is None or parent.kind == bureau):
                yield department

    def rest(self, chosen: Iterable[Department], removed: set[int]) -> Iterator[ResolvedTarget]:
        """The chosen departments without the removed ones."""
        for department in chosen:
            if not self._is_removed(department, removed):
                yield ResolvedTarget(department, tuple(self._removed_parts(department, removed)))

    def _is_removed(self, department: Department, removed: set[int]) -> bool:
        """True where it is removed itself, or in all of its parts.

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


def covering(audits: Any, departments: frozenset[int], others: Any) -> Q:
    """Those of `audits` that cover one of these departments, by name or as one of all others.

    `others` are the audits that count as other ones; see `Scopes`.
    """
    wide = list(audits.filter(scope__in=WIDE).prefetch_related(None))
    scopes = Scopes(wide, others)
    meant = [
        audit.pk
        for audit in wide
        if departments & {target.department.pk for target in scopes.resolve(audit)}
    ]
    named = Department.objects.filter(
        pk__in=departments,
        audit_targets__audit=OuterRef("pk"),
        audit_targets__role__in=COVERING,
    )
    return Q(Exists(named), scope=AuditScope.LISTED) | Q(pk__in=meant)


def of_contact(user: Any, audits: Any) -> Q:
    """Those of all `audits` of which a department of the user's is a target, or was found to be.

    An audit of the agency as a whole has no target, yet may leave a department a finding, and any
    audit may ask documents of a department that is none of its targets.
    """
    own = departments_of(user)
    if not own:
        return NOTHING
    if not hasattr(user, "_audits_of_contact"):  # once of each user object, as `departments_of`
        kept = audits.exclude(life=Life.DRAFT)
        user._audits_of_contact = covering(kept, own, kept)
    found = Department.objects.filter(
        pk__in=own,
        findings__audit=OuterRef("pk"),
        findings__life__in=(Life.REGISTERED, Life.WITHDRAWN),
    )
    asked = Department.objects.filter(
        pk__in=own,
        document_requests__audit=OuterRef("pk"),
        document_requests__steps__isnull=False,
    )
    return user._audits_of_contact | Q(Exists(found)) | Q(Exists(asked))
