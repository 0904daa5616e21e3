"""Pages of audits and drills."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet

from audits.access import read_in_full, reads_audits_in_full, sees_findings, sees_requests
from audits.filters import AuditFilters, DrillFilters
from audits.findings_beside import FindingsBeside
from audits.gif import audit_details, drill_details
from audits.issued import issued_about
from audits.lines import audit_lines, department_lines
from audits.models import (
    COVERING,
    OPEN_ENGAGEMENT,
    WIDE,
    Audit,
    AuditPlan,
    DocumentRequest,
    Drill,
    Finding,
    ResolvedTarget,
)
from audits.procedure_views import programme_of
from audits.results import RIGHT, recordable
from audits.scopes import resolve, word_targets
from audits.series import place_of_audit, place_of_drill
from audits.slips import Planned, planned
from audits.tables import (
    AuditTable,
    DrillTable,
    WholeAuditTable,
)
from calendars.scheduled import (
    OPEN_FIELDS,
    GifDetails,
    ScheduledListPage,
    ScheduledPage,
)
from organization.models import Department
from records.base import sees_internal
from records.lists import RecordTable, StateForm


class AuditListPage(ScheduledListPage):
    """Audits under every regime."""

    filterset_class = AuditFilters
    table_class = AuditTable
    title = _("Audits")
    section = "audits"
    feed = evidence = "audits"
    beside: FindingsBeside | None = None
    open_fields = OPEN_FIELDS | {
        *("regime", "theme", "subject", "scope", "targets_override", "order"),
        *("classifications.type", "classifications.order"),
        *("targets.department", "targets.order", "targets.role", "targets.without_parent"),
        *("auditors.name", "auditors.role", "auditors.order"),
        *OPEN_ENGAGEMENT,
    }

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if reads_audits_in_full(request.user):
            self.table_class = WholeAuditTable

    def answer(self, records: QuerySet, state: StateForm) -> HttpResponseBase:
        """With findings beside for those who may read any; their past has a list of its own."""
        if self.past is None and sees_findings(self.request.user):
            self.beside, self.tells_more = FindingsBeside(self.request.user), True
            self.table_class = self.beside.table(self.table_class)
        return super().answer(records, state)

    def table(self, filters: FilterSet, state: StateForm) -> RecordTable | None:
        table = super().table(filters, state)
        if table is not None and self.beside is not None:
            self.beside.among(table.on_page)
        return table

    def table_in_order(self, filters: FilterSet, state: StateForm) -> RecordTable:
        table = super().table_in_order(filters, state)
        if self.beside is not None:
            self.beside.among(table.data.data)
        return table

    def records(self) -> QuerySet:
        return Audit.objects.listed_for(self.request.user).with_words()

    def lines(self, records: Sequence[Audit]) -> Iterable[tuple[Audit, Any]]:
        return audit_lines(records, self.request.user)

    def feed_of(self, chosen: Mapping[str, Any]) -> str:
        return f"regime:{chosen['regime']}" if chosen["regime"] else self.feed

    def details(self, record: Audit) -> GifDetails:
        return audit_details(record)


class AuditPage(ScheduledPage):
    """Everything about one audit."""

    template_name = "audits/audit.html"
    context_object_name = "audit"
    slug_field = slug_url_kwarg = "uid"

    def get_queryset(self) -> QuerySet:
        return Audit.objects.visible_to(self.request.user).with_parts()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "section": "audits",
            "targets": word_targets(audit),
            "included": audit.targets_in(*COVERING),
            "resolved": resolved(audit, user),
            "partners": partners(audit, user),
            "auditors": audit.auditors.select_related("department"),
            "is_read_in_full": read_in_full(user).filter(pk=audit.pk).exists(),
            "papers": audit.papers.readable_by(user).current(),
            "issued": issued_about(audit, user),
            "findings": Finding.objects.visible_to(user).current().filter(audit=audit),
            "published": published_of(audit, user),
            "sees_findings": sees_findings(user),
            "programme": programme_of(audit, user),
            "requested": number_requested(audit, user),
            "planned": planned_for(audit, user),
            "places": [place] if (place := place_of_audit(audit, user)) else [],
            "linked": department_links(user),
            "may_record_results": user.has_perm(RIGHT)
            and recordable(user).filter(pk=audit.pk).exists(),
        }


def number_requested(audit: Audit, user: Any) -> int:
    """How many documents were requested for the audit, as far as the visitor may see them."""
    if not sees_requests(user):
        return 0
    return DocumentRequest.objects.visible_to(user).current().filter(audit=audit).count()


def published_of(audit: Audit, user: Any) -> QuerySet:
    """The published findings of an audit, for those who may not read all findings."""
    found = Finding.objects.published().filter(audit=audit)
    return found.none() if sees_internal(user, Finding) else found


def planned_for(record: Audit | Drill, user: Any) -> Planned | None:
    """The approved rows of a record, for those who may read plans."""
    return planned(record) if sees_internal(user, AuditPlan) else None


def department_links(user: Any) -> frozenset[int]:
    """Primary keys of the departments whose pages are open to the visitor."""
    return frozenset(Department.objects.visible_to(user).values_list("pk", flat=True))


def resolved(audit: Audit, user: Any) -> list[ResolvedTarget]:
    """The visible departments that 「その他全部門」 or the like means; none where all are named."""
    if audit.scope not in WIDE:
        return []
    found = resolve(audit, Audit.objects.visible_to(user))
    visible = department_links(user)
    return [target for target in found if target.department.pk in visible]


def partners(audit: Audit, user: Any) -> QuerySet:
    """The visible audits conducted together with this one, in the report's order."""
    visible = Audit.objects.visible_to(user).current().filter(pk__in=audit.partner_ids)
    return visible.with_parts().order_by("regime", "order", "pk")


class DrillListPage(ScheduledListPage):
    """Drills under the business continuity plan."""

    filterset_class = DrillFilters
    table_class = DrillTable
    title = _("Drills")
    section = "drills"
    feed = evidence = "drills"
    open_fields = OPEN_FIELDS | {
        *("name", "scenario", "order", "departments.department", "departments.order"),
    }

    def records(self) -> QuerySet:
        return Drill.objects.listed_for(self.request.user).with_parts()

    def lines(self, records: Sequence[Drill]) -> Iterable[tuple[Drill, Any]]:
        return department_lines(records)

    def details(self, record: Drill) -> GifDetails:
        return drill_details(record)


class DrillPage(ScheduledPage):
    """Everything about one drill."""

    template_name = "audits/drill.html"
    context_object_name = "drill"
    slug_field = slug_url_kwarg = "uid"
    extra_context = {"section": "drills"}

    def get_queryset(self) -> QuerySet:
        return Drill.objects.visible_to(self.request.user).with_parts()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        drill, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "planned": planned_for(drill, user),
            "places": [place] if (place := place_of_drill(drill, user)) else [],
            "linked": department_links(user),
        }
