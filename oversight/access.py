"""Who may look at oversight, and which observations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from audits.models import (
    RECEIVED,
    Audit,
    AuditPlan,
    AuditType,
    Certification,
    Drill,
    InspectionScope,
    PlanOmission,
    Regime,
    is_inspector,
)
from dates import FiscalYear
from meetings.models import Meeting
from organization.models import Department
from oversight.coverage import Coverage
from oversight.models import Submission
from oversight.observations import Noticed
from oversight.reading import read_facts
from oversight.rules import Facts, MetBy
from oversight.several_years import YearsCoverage
from records.base import sees_internal

Grids = TypeVar("Grids", Coverage, YearsCoverage)
SHOWN_BY = {
    MetBy.ITEM: Meeting,
    MetBy.SITTING: Meeting,
    MetBy.AUDIT: Audit,
    MetBy.DRILL: Drill,
    MetBy.CERTIFICATION: Certification,
    MetBy.SUBMISSION: Submission,
}
IN_SCOPE = frozenset({MetBy.AUDIT, MetBy.SUBMISSION})  # of an inspection of every regime


def open_regimes(user: Any, year: FiscalYear, at: date | None = None) -> frozenset[str] | None:
    """The regimes of which `user` may read every audit of `year` on the day `at`, today by default.

    None where that is so of all of them, and of drills. What is missing can only be told to
    whoever may see all that there is.
    """
    if sees_internal(user, Audit):
        return None
    return _regimes(_scopes(user, at), year.year)


def open_facts(
    user: Any, year: FiscalYear, at: date | None = None
) -> tuple[Facts, frozenset[str] | None]:
    """All facts, and the regimes that are open to `user` in `year`; see `open_regimes`.

    Without the audits of those years of which not every audit of these regimes is open: what was
    last done, or not for years, is only told from years that can be read as a whole.
    """
    facts = read_facts()
    if sees_internal(user, Audit):
        return facts, None
    scopes = _scopes(user, at)
    regimes = _regimes(scopes, year.year)
    years = {one for one in facts.audits_by_year if regimes <= _regimes(scopes, one)}
    audits = tuple(one for one in facts.audits if one.fiscal_year in years)
    return replace(facts, audits=audits), regimes


def _scopes(user: Any, at: date | None) -> list[InspectionScope]:
    if user is None or not is_inspector(user):
        return []
    scopes = InspectionScope.objects.in_force(user, at or timezone.localdate())
    return list(scopes.exclude(regime=RECEIVED))


def _regimes(scopes: Iterable[InspectionScope], year: int) -> frozenset[str]:
    of_year = (one for one in scopes if one.first_fiscal_year <= year <= one.last_fiscal_year)
    regimes = frozenset(one.regime for one in of_year)
    return frozenset(Regime.values) if "" in regimes else regimes


def sees_oversight(user: Any, year: FiscalYear) -> bool:
    """Return True if there is oversight of `year` for `user`."""
    return sees_internal(user, Meeting) or sees_coverage(user, year)


def sees_any_oversight(user: Any) -> bool:
    """Return True if there is oversight of any year for `user`."""
    if sees_internal(user, Meeting) or sees_internal(user, Audit):
        return True
    scopes = InspectionScope.objects.exclude(regime=RECEIVED)
    return is_inspector(user) and scopes.in_force(user, timezone.localdate()).exists()


def open_years(user: Any) -> list[FiscalYear]:
    """The years with records of which there is oversight for `user`, the latest first."""
    visible = (model.objects.visible_to(user).current() for model in (Meeting, Audit, Drill))
    years = set[int]().union(*(found.fiscal_years() for found in visible))
    found = (FiscalYear(year) for year in sorted(years, reverse=True))
    return [year for year in found if sees_oversight(user, year)]


def sees_submissions(user: Any, at: date | None = None) -> bool:
    """Return True if there are submissions for `user`, even if none was made yet."""
    if sees_internal(user, Submission):
        return True
    if not is_inspector(user):
        return False
    scopes = InspectionScope.objects.in_force(user, at or timezone.localdate())
    return scopes.filter(regime="").exists()


def sees_coverage(user: Any, year: FiscalYear) -> bool:
    """Return True if `user` may read every audit of `year` of at least one regime."""
    return open_regimes(user, year) != frozenset()


def inspects_all(user: Any, year: FiscalYear) -> bool:
    """True where an inspection of every regime opens the year, and the one before it.

    What goes by months or calendar years may be a record of the year before.
    """
    if not is_inspector(user):
        return False
    scopes = InspectionScope.objects.in_force(user, timezone.localdate()).filter(regime="")
    return all(
        scopes.filter(first_fiscal_year__lte=one, last_fiscal_year__gte=one).exists()
        for one in (year.year - 1, year.year)
    )


def open_kinds(user: Any, year: FiscalYear) -> frozenset[MetBy]:
    """The kinds of record of which `user` may read all that there are of the year."""
    kept = frozenset(kind for kind, model in SHOWN_BY.items() if sees_internal(user, model))
    return kept | IN_SCOPE if inspects_all(user, year) else kept


def readable(noticed: Iterable[Noticed], user: Any, year: FiscalYear) -> list[Noticed]:
    """The observations of which `user` may see every record, and all audits of each type.

    What says that something is not on record, only where `user` may read all that there is of it.
    """
    regimes, kinds = open_regimes(user, year), open_kinds(user, year)
    noticed = [
        one
        for one in noticed
        if one.observation.kinds <= kinds
        and (regimes is None or one.observation.whole in {"", *regimes})
    ]
    wanted: dict[str, set[str]] = defaultdict(set)
    for one in noticed:
        for subject in one.observation.subjects:
            wanted[subject.label].add(subject.uid)
    seen = {label: _visible(label, uids, user, year) for label, uids in wanted.items()}
    return [
        one
        for one in noticed
        if all(subject.uid in seen[subject.label] for subject in one.observation.subjects)
    ]


def readable_rows(found: Grids, user: Any) -> Grids:
    """The coverage without the departments and the kinds of audit that `user` may not know."""
    departments = {row.department.subject.uid for row in found.rows}
    known = Department.objects.visible_to(user).filter(uid__in=departments)
    uids = {str(uid) for uid in known.values_list("uid", flat=True)}
    types: Any = AuditType.objects.visible_to(user)
    types = types.filter(slug__in=[column.slug for column in found.columns])
    slugs = {"", *types.values_list("slug", flat=True)}
    places = [n for n, column in enumerate(found.columns) if column.slug in slugs]
    rows: Any = (row for row in found.rows if row.department.subject.uid in uids)
    return replace(
        found,
        columns=tuple(found.columns[n] for n in places),
        rows=tuple(replace(row, cells=tuple(row.cells[n] for n in places)) for row in rows),
    )


def open_omissions(user: Any, year: FiscalYear, regimes: frozenset[str] | None) -> QuerySet:
    """What the approved plan of `year` leaves out, as far as `user` may know of it."""
    rows = PlanOmission.objects.filter(
        Q(department=None) | Q(department__in=Department.objects.visible_to(user)),
        plan=AuditPlan.objects.of_year(year.year).last(),
        type__in=AuditType.objects.visible_to(user),
    )
    return rows if regimes is None else rows.filter(type__regime__in=regimes)


def _visible(label: str, uids: set[str], user: Any, year: FiscalYear) -> set[str]:
    model: Any = apps.get_model(label)
    found = model.objects.visible_to(user).filter(uid__in=uids)
    if model is AuditType:
        regimes = open_regimes(user, year)
        found = found if regimes is None else found.filter(regime__in=regimes)
    return {str(uid) for uid in found.values_list("uid", flat=True)}
