"""Audits, drills and inspections received as calendars see them."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits.models import (
    Audit,
    AuditQuerySet,
    AuditType,
    Authority,
    Drill,
    Finding,
    FindingQuerySet,
    InspectionReceived,
    Regime,
    RiskAcceptance,
    Scopes,
)
from audits.scopes import word_targets
from calendars.entries import ChangeKey, Entry, EntryStatus
from calendars.scheduled import (
    DueSource,
    ScheduledQuerySet,
    ScheduledSource,
    last_change,
    reason_line,
    schedule,
)
from dates import Schedule
from organization.models import Department

AUDIT, DRILL, INSPECTION = "kind:audit", "kind:drill", "kind:inspection"
FINDING = "kind:finding"
# The type's short name comes first: a month view shows six characters.
FEED_TITLES = {
    "departments": "{types} {targets}",
    "agency": "{types} {about}",
    "drill": "訓練 {departments}",
    "inspection": "{name} {authority}",
    "finding": "〔期限〕{reference}",
}


class AuditSource(ScheduledSource):
    """Audits; what one means depends on the other audits of its year."""

    name = "audits"
    model = Audit
    key = AUDIT
    title = _("Audits")
    named = (AuditType, Department)

    def narrowed(self, records: ScheduledQuerySet, keys: frozenset[str]) -> ScheduledQuerySet:
        regimes = [key.removeprefix("regime:") for key in keys if key.startswith("regime:")]
        return records.filter(regime__in=regimes) if regimes else records

    def entries_of(self, records: list[Audit], others: AuditQuerySet | None) -> list[Entry]:
        scopes = Scopes(records, others)
        return [audit_entry(audit, scopes) for audit in records]

    def published_entries_of(self, records: list[Audit]) -> list[Entry]:
        """A public audit of the other departments means those that no other public one names."""
        public = [audit for audit in records if audit.is_public]
        internal = [audit for audit in records if not audit.is_public]
        seen_by_anyone = self.entries_of(public, Audit.objects.visible_to(None))
        return [*seen_by_anyone, *self.entries_of(internal, None)]

    def affected(self, touched: Collection[ChangeKey]) -> Collection[UUID] | None:
        uids = super().affected(touched)
        if not uids:
            return uids
        # The meaning of 「その他全部門」 depends on the other audits of its year.
        rest = Audit.objects.filter(scope=Audit.Scope.ALL_OTHERS)
        return {*uids, *rest.values_list("uid", flat=True)}

    def title_of(self, key: str) -> str | None:
        group, _colon, name = key.partition(":")
        if group == "regime" and name in Regime.values:
            return str(Regime(name).label)
        return department_name(name) if group == "department" else super().title_of(key)


class DrillSource(ScheduledSource):
    """Drills."""

    name = "drills"
    model = Drill
    key = DRILL
    title = _("Drills")
    named = (Department,)

    def entry(self, record: Drill) -> Entry:
        return drill_entry(record)


class InspectionSource(ScheduledSource):
    """Inspections received."""

    name = "inspections-received"
    model = InspectionReceived
    key = INSPECTION
    title = _("Inspections received")
    named = (Authority, Department)

    def entry(self, record: InspectionReceived) -> Entry:
        return inspection_entry(record)


class FindingDueSource(DueSource):
    """The days by which actions on findings are due, with every extension on record.

    Nothing is due while an acceptance of the risk stands unreviewed.
    """

    name = "findings"
    model = Finding
    key = FINDING
    title = _("Due dates of findings")

    def due(self) -> FindingQuerySet:
        waiting = Finding.objects.current().awaiting_action(date.max)
        accepted = RiskAcceptance.objects.filter(finding=OuterRef("pk"), reviewed_on=None)
        dated = waiting.with_due_date(date.max).exclude(due_at=None)
        return dated.exclude(Exists(accepted))

    def entry(self, record: Any) -> Entry:
        return finding_entry(record)


def department_name(slug: str) -> str | None:
    """The name of a department that anyone may see."""
    visible = Department.objects.visible_to(None).with_ancestors()
    return next((department.full_name for department in visible.filter(slug=slug)), None)


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


def inspection_entry(inspection: InspectionReceived) -> Entry:
    """An inspection with its authority and departments, as calendars see it."""
    authority = inspection.authority
    departments = [row.department for row in inspection.departments.all()]
    kinds = {INSPECTION, f"fy:{inspection.fiscal_year}"}
    return Entry(
        uid=str(inspection.uid),
        title=str(inspection),
        feed_title=FEED_TITLES["inspection"].format(name=inspection.name, authority=authority),
        schedule=inspection.schedule,
        status=EntryStatus(inspection.entry_status),
        is_public=inspection.is_public,
        keys=frozenset(kinds | department_keys(departments)),
        categories=("検査", authority.name),
        description=_lines(
            *(schedule(inspection), reason_line(inspection), inspection.departments_text),
            inspection.asked,
        ),
        location="",
        path=reverse("audits:inspection", args=[inspection.uid]),
        changed_at=last_change(inspection, authority, *_with_ancestors(departments)),
        subtitle=inspection.departments_text,
    )


def finding_entry(finding: Any) -> Entry:
    """The due date of a finding, `due_at`, as calendars see it: without anything that was found."""
    reference = finding.reference or "指摘事項"
    title = FEED_TITLES["finding"].format(reference=reference)
    return Entry(
        uid=str(finding.uid),
        title=title,
        feed_title=title,
        schedule=Schedule.on(finding.due_at),
        status=EntryStatus.PLANNED,
        is_public=False,
        keys=frozenset({FINDING}),
        categories=("指摘事項", "期限"),
        description="指摘事項の措置の期限",
        location="",
        path=finding.get_absolute_url(),
        changed_at=last_change(finding),
    )


def department_keys(departments: Iterable[Department]) -> set[str]:
    """The keys of departments and of all they belong to: a feed includes the sections."""
    return {f"department:{department.slug}" for department in _with_ancestors(departments)}


def _with_ancestors(departments: Iterable[Department]) -> list[Department]:
    return [one for found in departments for one in (found, *found.ancestors())]


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
