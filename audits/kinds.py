"""Kinds of record of audits, in order of use."""

from operator import attrgetter
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from audits import desk, imports, report, request_waiting, waiting
from audits.access import sees_findings, sees_issued, sees_procedures, sees_requests
from audits.copying import AuditCopying, DrillCopying, InspectionCopying
from audits.filters import (
    AuditFilters,
    DrillFilters,
    FindingFilters,
    InspectionFilters,
    IssuedFilters,
    ProcedureFilters,
    audits_of,
    naming,
)
from audits.finding_views import FindingListPage
from audits.issued_columns import about
from audits.issued_views import IssuedListPage
from audits.models import (
    Audit,
    AuditPlan,
    AuditQuerySet,
    AuditType,
    Authority,
    Certification,
    Conclusion,
    DocumentRequest,
    DocumentRequestQuerySet,
    DocumentTemplate,
    Drill,
    DrillQuerySet,
    Finding,
    FindingCategory,
    FindingQuerySet,
    InspectionReceived,
    InspectionReceivedQuerySet,
    IssuedDocument,
    IssuedDocumentQuerySet,
    Procedure,
    ProcedureQuerySet,
    Regime,
)
from audits.procedure_views import ProcedureListPage
from audits.received_views import InspectionListPage
from audits.request_filters import RequestFilters
from audits.request_views import RequestListPage
from audits.scopes import word_targets
from audits.sources import AuditSource, DrillSource, FindingDueSource, InspectionSource
from audits.views import AuditListPage, DrillListPage
from calendars.kinds import DueKind, ScheduledKind
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


def found_procedures(user: Any) -> ProcedureQuerySet:
    """The procedures that `user` may see; none, unasked, for those who may see none."""
    if not sees_procedures(user):
        return Procedure.objects.none()
    return Procedure.objects.visible_to(user).with_names().order_by("-audit", "number")


def found_requests(user: Any) -> DocumentRequestQuerySet:
    """The requests for documents that `user` may see; none, unasked, for who may see none."""
    if not sees_requests(user):
        return DocumentRequest.objects.none()
    visible = DocumentRequest.objects.visible_to(user).with_names()
    return visible.order_by("-audit", "number")


def found_documents(user: Any) -> IssuedDocumentQuerySet:
    """The issued documents that `user` may see; none, unasked, for those who may see none."""
    if not sees_issued(user):
        return IssuedDocument.objects.none()
    return IssuedDocument.objects.visible_to(user).with_names().order_by("-dated_on", "-pk")


def reference_and_heading(finding: Finding) -> str:
    """What tells the findings of one audit apart: 2026-内-03 入退室記録の不備."""
    return " ".join(filter(None, (finding.reference, finding.heading)))


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
FINDINGS = DueKind(
    model=Finding,
    name="findings",
    rank=20,
    page=FindingListPage,
    in_navigation=True,
    search=Search(
        filters=FindingFilters,
        records=found_findings,
        beside=reference_and_heading,
    ),
    source=FindingDueSource(),
    intakes={"findings": imports.ANY_FINDINGS},
    due=desk.findings_due,
    waiting=waiting.findings_waiting,
    watched=waiting.findings_watched,
    concerning=Concerning(
        records=lambda departments, user: (
            findings(user).current().filter(department__in=departments)
        ),
        template="audits/findings_of_department.html",
        year="audit__fiscal_year",
    ),
)
PROCEDURES = Kind(
    model=Procedure,
    name="procedures",
    rank=30,
    page=ProcedureListPage,
    search=Search(
        filters=ProcedureFilters,
        records=found_procedures,
        beside=lambda procedure: Truncator(procedure.procedure).chars(LONGEST_BESIDE),
    ),
    intakes={"procedures": imports.ANY_PROCEDURES},
    due=desk.procedures_done,
    waiting=waiting.procedures_waiting,
)
REQUESTS = Kind(
    model=DocumentRequest,
    name="requests",
    rank=30,
    page=RequestListPage,
    search=Search(
        filters=RequestFilters,
        records=found_requests,
        beside=attrgetter("title"),
    ),
    intakes={"requests": imports.ANY_REQUESTS},
    due=request_waiting.requests_due,
    waiting=request_waiting.requests_waiting,
)
ISSUED = Kind(
    model=IssuedDocument,
    name="issued-documents",
    rank=40,
    page=IssuedListPage,
    search=Search(filters=IssuedFilters, records=found_documents, beside=about),
)
TEMPLATES = Kind(model=DocumentTemplate, name="document-templates", rank=50)
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
CONCLUSIONS = Kind(
    model=Conclusion,
    name="conclusions",
    fixture=Fixture(file="audits.toml", array="conclusion"),
)
AUTHORITIES = Kind(model=Authority, name="authorities")
CATEGORIES = Kind(model=FindingCategory, name="finding-categories")
KINDS = (
    *(AUDITS, FINDINGS, PROCEDURES, REQUESTS, ISSUED, DRILLS, INSPECTIONS),
    *(TEMPLATES, PLANS, CERTIFICATIONS, TYPES, CONCLUSIONS, AUTHORITIES, CATEGORIES),
)
