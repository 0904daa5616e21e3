"""Kinds of record of audits, in order of use."""

from operator import attrgetter
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from audits import desk, imports, report, waiting
from audits.access import sees_findings
from audits.copying import AuditCopying, DrillCopying, InspectionCopying
from audits.filters import (
    AuditFilters,
    DrillFilters,
    FindingFilters,
    InspectionFilters,
    audits_of,
    naming,
)
from audits.models import (
    Audit,
    AuditPlan,
    AuditQuerySet,
    AuditType,
    Authority,
    Certification,
    Drill,
    DrillQuerySet,
    Finding,
    FindingQuerySet,
    InspectionReceived,
    InspectionReceivedQuerySet,
    Regime,
)
from audits.scopes import word_targets
from audits.sources import AuditSource, DrillSource, InspectionSource
from audits.views import AuditListPage, DrillListPage, FindingListPage, InspectionListPage
from calendars.kinds import ScheduledKind
from records.kinds import Concerning, Fixture, KeyGroup, Kind, Search

LONGEST_BESIDE = 80  # characters


def audits(user: Any) -> AuditQuerySet:
    """The audits that `user` may see, newest first."""
    return Audit.objects.visible_to(user).with_parts().by_date(newest_first=True)


def drills(user: Any) -> DrillQuerySet:
    """The drills that `user` may see, newest first."""
    return Drill.objects.visible_to(user).with_parts().by_date(newest_first=True)


def inspections(user: Any) -> InspectionReceivedQuerySet:
    """The inspections received that `user` may see, newest first."""
    return InspectionReceived.objects.visible_to(user).with_parts().by_date(newest_first=True)


def findings(user: Any) -> FindingQuerySet:
    """The findings that `user` may see, the latest audit's first."""
    visible = Finding.objects.visible_to(user).select_related("audit")
    return visible.order_by("-audit", "number")


def found_findings(user: Any) -> FindingQuerySet:
    """The same with what their names need; none, unasked, for those who may see no finding."""
    if not sees_findings(user):
        return Finding.objects.none()
    return findings(user).prefetch_related("audit__classifications__type")


AUDITS = ScheduledKind(
    model=Audit,
    name="audits",
    page=AuditListPage,
    in_navigation=True,
    search=Search(filters=AuditFilters, records=audits, beside=word_targets),
    report={
        9: report.internal_audits,
        10: report.external_audits,
        11: report.accounting_audits,
        12: report.auditor_audits,
    },
    imports={
        9: imports.INTERNAL,
        10: imports.EXTERNAL,
        11: imports.ACCOUNTING,
        12: imports.AUDITOR,
    },
    intakes={"audits": imports.ANY_AUDITS},
    key_group=KeyGroup(
        prefix="regime",
        heading=_("Audits by regime"),
        keys=lambda user: [(one, str(one.label).capitalize()) for one in Regime],
        is_quoted=False,
    ),
    is_drawn_by_group=True,
    concerning=Concerning(
        records=lambda departments, user: audits_of(audits(user).current(), departments, user),
        template="audits/audits_of_department.html",
    ),
    fixture=Fixture(file="audits.toml", array="audit"),
    source=AuditSource(),
    copying=AuditCopying(),
    plan=desk.audits_planned,
)
FINDINGS = Kind(
    model=Finding,
    name="findings",
    rank=20,
    page=FindingListPage,
    search=Search(
        filters=FindingFilters,
        records=found_findings,
        beside=lambda finding: Truncator(finding.summary).chars(LONGEST_BESIDE),
    ),
    due=desk.findings_due,
    waiting=waiting.findings_waiting,
    concerning=Concerning(
        records=lambda departments, user: (
            findings(user).current().filter(department__in=departments)
        ),
        template="audits/findings_of_department.html",
        fiscal_year=attrgetter("audit.fiscal_year"),
    ),
)
DRILLS = ScheduledKind(
    model=Drill,
    name="drills",
    page=DrillListPage,
    in_navigation=True,
    search=Search(filters=DrillFilters, records=drills),
    report={8: report.drills},
    imports={8: imports.DRILLS},
    intakes={"drills": imports.ANY_DRILLS},
    concerning=Concerning(
        records=lambda departments, user: naming(drills(user).current(), departments),
        template="calendars/scheduled_of_department.html",
    ),
    fixture=Fixture(file="drills.toml", array="drill"),
    source=DrillSource(),
    copying=DrillCopying(),
    plan=desk.drills_planned,
)
INSPECTIONS = ScheduledKind(
    model=InspectionReceived,
    name="inspections-received",
    page=InspectionListPage,
    in_navigation=True,
    search=Search(filters=InspectionFilters, records=inspections),
    intakes={"inspections-received": imports.ANY_INSPECTIONS},
    concerning=Concerning(
        records=lambda departments, user: naming(inspections(user).current(), departments),
        template="calendars/scheduled_of_department.html",
    ),
    source=InspectionSource(),
    copying=InspectionCopying(),
)
PLANS = Kind(model=AuditPlan, name="plans")
CERTIFICATIONS = Kind(
    model=Certification,
    name="certifications",
    due=desk.certifications_ending,
    waiting=waiting.certifications_waiting,
    fixture=Fixture(file="audits.toml", array="certification"),
)
TYPES = Kind(model=AuditType, name="types", fixture=Fixture(file="audits.toml", array="audit_type"))
AUTHORITIES = Kind(model=Authority, name="authorities")
KINDS = (AUDITS, FINDINGS, DRILLS, INSPECTIONS, PLANS, CERTIFICATIONS, TYPES, AUTHORITIES)
