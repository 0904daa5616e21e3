"""What calendars are told about audits and drills."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from audits.columns import schedule
from audits.models import Audit, AuditType, Drill, Regime, Scopes
from audits.scopes import word_targets
from calendars.entries import ChangeKey, Entry, EntryStatus
from calendars.scheduled import (
    changed_uids,
    fiscal_years,
    last_change,
    on_former_days,
    published_records,
    reason_line,
    records_during,
)
from organization.models import Department

AUDIT, DRILL = "kind:audit", "kind:drill"
NAMED_IN_AUDITS = {AuditType._meta.label, Department._meta.label}
# The type's short name comes first: a month view shows six characters.
FEED_TITLES = {
    "departments": "{types} {targets}",
    "agency": "{types} {about}",
    "drill": "訓練 {departments}",
}


class AuditSource:
    """Audits as calendars see them, in Japanese; see `calendars.entries.Source`."""

    name = "audits"

    def entries(
        self,
        *,
        viewer: Any = None,
        first: date | None = None,
        last: date | None = None,
        keys: Iterable[str] = (),
    ) -> list[Entry]:
        wanted = frozenset(keys)
        if any(key.startswith("kind:") and key != AUDIT for key in wanted):
            return []
        records = Audit.objects.visible_to(viewer)
        regimes = [key.removeprefix("regime:") for key in wanted if key.startswith("regime:")]
        if regimes:
            records = records.filter(regime__in=regimes)
        audits = records_during(_of_years(records, wanted), first, last)
        scopes = Scopes(audits, Audit.objects.visible_to(viewer))
        with translation.override("ja"):
            found = [audit_entry(audit, scopes) for audit in audits]
        found = [one for one in found if one.has(*wanted)]
        return on_former_days(found, audits, first, last)

    def published_entries(self, uids: Collection[UUID] | None = None) -> list[Entry]:
        """A public audit of the other departments means those that no other public one names."""
        audits = Audit.row_loader.read(published_records(Audit.objects, uids))
        found = []
        for is_public, others in ((True, Audit.objects.visible_to(None)), (False, None)):
            part = [audit for audit in audits if audit.is_public == is_public]
            scopes = Scopes(part, others)
            with translation.override("ja"):
                found += [audit_entry(audit, scopes) for audit in part]
        return on_former_days(found, audits)

    def affected(self, touched: Collection[ChangeKey]) -> Collection[UUID] | None:
        if NAMED_IN_AUDITS & {kind for kind, _uid in touched}:
            return None
        uids = changed_uids(Audit, touched)
        if not uids:
            return uids
        # What 「その他全部門」 means depends on the other audits of its year.
        rest = Audit.objects.filter(scope=Audit.Scope.ALL_OTHERS)
        return uids | set(rest.values_list("uid", flat=True))

    def visible_uids(self, viewer: Any) -> QuerySet:
        return Audit.objects.visible_to(viewer).values_list("uid", flat=True)

    def title_of(self, key: str) -> str | None:
        group, _colon, name = key.partition(":")
        if key == AUDIT:
            return _("Audits")
        if group == "regime" and name in Regime.values:
            return str(Regime(name).label)
        return department_name(name) if group == "department" else None


class DrillSource:
    """Drills as calendars see them, in Japanese; see `calendars.entries.Source`."""

    name = "drills"

    def entries(
        self,
        *,
        viewer: Any = None,
        first: date | None = None,
        last: date | None = None,
        keys: Iterable[str] = (),
    ) -> list[Entry]:
        wanted = frozenset(keys)
        if any(key.startswith("kind:") and key != DRILL for key in wanted):
            return []
        records = _of_years(Drill.objects.visible_to(viewer), wanted)
        drills = records_during(records, first, last)
        with translation.override("ja"):
            found = [drill_entry(drill) for drill in drills]
        found = [one for one in found if one.has(*wanted)]
        return on_former_days(found, drills, first, last)

    def published_entries(self, uids: Collection[UUID] | None = None) -> list[Entry]:
        drills = Drill.row_loader.read(published_records(Drill.objects, uids))
        with translation.override("ja"):
            found = [drill_entry(drill) for drill in drills]
        return on_former_days(found, drills)

    def affected(self, touched: Collection[ChangeKey]) -> Collection[UUID] | None:
        if any(kind == Department._meta.label for kind, _uid in touched):
            return None
        return changed_uids(Drill, touched)

    def visible_uids(self, viewer: Any) -> QuerySet:
        return Drill.objects.visible_to(viewer).values_list("uid", flat=True)

    def title_of(self, key: str) -> str | None:
        return _("Drills") if key == DRILL else None


def department_name(slug: str) -> str | None:
    """The name of a department that anyone may see."""
    visible = Department.objects.visible_to(None).with_ancestors()
    return next((department.full_name for department in visible.filter(slug=slug)), None)


def _of_years(records: QuerySet, keys: frozenset[str]) -> QuerySet:
    years = fiscal_years(keys)
    return records if years is None else records.filter(fiscal_year__in=years)


def audit_entry(audit: Audit, scopes: Scopes) -> Entry:
    """An audit with its parts as calendars see it; `scopes` knows which departments it means."""
    types = audit.types
    meant = [target.department for target in scopes.resolve(audit)]
    named = [target.department for target in audit.targets.all()]
    kinds = {AUDIT, f"fy:{audit.fiscal_year}", f"regime:{audit.regime}"}
    return Entry(
        uid=str(audit.uid),
        title=str(audit),
        feed_title=audit_title(audit),
        schedule=audit.schedule,
        status=EntryStatus(audit.entry_status),
        is_public=audit.is_public,
        keys=frozenset(kinds | department_keys(meant)),
        categories=("監査", str(audit.get_regime_display()), *(kind.name for kind in types)),
        description=_lines(
            *(schedule(audit), reason_line(audit), word_targets(audit)),
            *(audit.theme, audit.subject, audit.type_text),
        ),
        location="",
        path=reverse("audits:audit", args=[audit.uid]),
        changed_at=last_change(audit, *types, *_with_ancestors(named)),
        subtitle=word_targets(audit),
    )


def audit_title(audit: Audit) -> str:
    """「PMS内監 研究開発部」; one of the agency, or of nothing named, says what it is about."""
    about = audit.subject or audit.theme
    types = "・".join(kind.short_name for kind in audit.types) or ("" if about else str(audit))
    if audit.scope == Audit.Scope.AGENCY:
        return FEED_TITLES["agency"].format(types=types, about=about).strip()
    targets = word_targets(audit)
    return FEED_TITLES["departments"].format(types=types, targets=targets).strip() or about


def drill_entry(drill: Drill) -> Entry:
    """A drill with its departments, as calendars see it."""
    departments = [row.department for row in drill.departments.all()]
    kinds = {DRILL, f"fy:{drill.fiscal_year}"}
    return Entry(
        uid=str(drill.uid),
        title=drill.title,
        feed_title=FEED_TITLES["drill"].format(departments=drill.departments_text).strip(),
        schedule=drill.schedule,
        status=EntryStatus(drill.entry_status),
        is_public=drill.is_public,
        keys=frozenset(kinds | department_keys(departments)),
        categories=("訓練",),
        description=_lines(
            schedule(drill), reason_line(drill), drill.departments_text, drill.scenario
        ),
        location="",
        path=reverse("audits:drill", args=[drill.uid]),
        changed_at=last_change(drill, *_with_ancestors(departments)),
    )


def department_keys(departments: Iterable[Department]) -> set[str]:
    """The keys of departments and of all they belong to: a feed includes the sections."""
    return {f"department:{department.slug}" for department in _with_ancestors(departments)}


def _with_ancestors(departments: Iterable[Department]) -> list[Department]:
    return [one for found in departments for one in (found, *found.ancestors())]


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
