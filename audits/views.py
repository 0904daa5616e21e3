"""Pages of audits, drills, inspections received and findings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.access import sees_findings
from audits.answers import answerable
from audits.columns import finding_due, finding_state
from audits.filters import AuditFilters, DrillFilters, FindingFilters, InspectionFilters
from audits.finding_events import events
from audits.gif import audit_details, drill_details
from audits.lines import audit_lines, department_lines
from audits.models import (
    ACTION_FACTS,
    COVERING,
    ELEMENTS,
    WIDE,
    Audit,
    AuditPlan,
    Drill,
    Finding,
    InspectionDocument,
    InspectionReceived,
    ResolvedTarget,
)
from audits.results import RIGHT, recordable
from audits.scopes import resolve, word_targets
from audits.series import place_of_audit, place_of_drill
from audits.slips import Planned, planned
from audits.tables import AuditTable, DrillTable, FindingTable, InspectionTable
from calendars.scheduled import (
    OPEN_FIELDS,
    GifDetails,
    OfficialMomentField,
    ScheduledListPage,
    ScheduledPage,
    day_text,
)
from organization.models import Department
from records.base import sees_internal
from records.history import RecordPage
from records.lists import ListPage


class AuditListPage(ScheduledListPage):
    """Audits under every regime."""

    filterset_class = AuditFilters
    table_class = AuditTable
    title = _("Audits")
    section = "audits"
    feed = evidence = "audits"
    open_fields = OPEN_FIELDS | {
        *("regime", "theme", "subject", "scope", "targets_override", "order"),
        *("classifications.type", "classifications.order"),
        *("targets.department", "targets.order", "targets.role", "targets.without_parent"),
        *("auditors.name", "auditors.role", "auditors.order"),
    }

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
            "findings": Finding.objects.visible_to(user).current().filter(audit=audit),
            "sees_findings": sees_findings(user),
            "planned": planned_for(audit, user),
            "places": [place] if (place := place_of_audit(audit, user)) else [],
            "linked": department_links(user),
            "may_record_results": user.has_perm(RIGHT)
            and recordable(user).filter(pk=audit.pk).exists(),
        }


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


class InspectionListPage(ScheduledListPage):
    """Inspections received, for those who may see any; to others there is no such page."""

    filterset_class = InspectionFilters
    table_class = InspectionTable
    title = _("Inspections received")
    section = "inspections-received"
    feed = evidence = "inspections-received"
    open_fields = OPEN_FIELDS | {
        *("authority", "name", "asked", "result", "departments.department", "departments.order"),
    }

    def records(self) -> QuerySet:
        return InspectionReceived.objects.listed_for(self.request.user).with_parts()

    def lines(self, records: Sequence[InspectionReceived]) -> Iterable[tuple[Any, Any]]:
        return department_lines(records)

    def details(self, record: InspectionReceived) -> GifDetails:
        return GifDetails(
            kind="検査",
            description=record.asked,
            organizer=record.authority.name,
            targets=record.departments_text,
            tags=("検査", record.authority.name),
        )


class InspectionPage(ScheduledPage):
    """Everything about one inspection received."""

    template_name = "audits/received.html"
    context_object_name = "inspection"
    slug_field = slug_url_kwarg = "uid"
    extra_context = {"section": "inspections-received"}

    def get_queryset(self) -> QuerySet:
        return InspectionReceived.objects.visible_to(self.request.user).with_parts()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, documents = self.request.user, InspectionDocument.objects
        return super().get_context_data(**kwargs) | {
            "documents": documents.readable_by(user).filter(inspection=self.object),
            "linked": department_links(user),
        }


class FindingListPage(ListPage):
    """Findings, for those who may see any; to others there is no such page."""

    filterset_class = FindingFilters
    table_class = FindingTable
    title = _("Findings")
    section = "audits"
    default_sort = "due"
    evidence = "findings"
    moment_field = OfficialMomentField
    open_fields = frozenset(
        {
            *("audit", "number", "grade", "is_repeat", "department", "summary", "found_on"),
            *("reference", "title", *ELEMENTS, "response"),
            *("due_on", "answer", "answered_on", "answered_by", "closed_on", "closing_reason"),
            *("corrective_actions.order", "corrective_actions.description"),
            *("corrective_actions.planned_for", "corrective_actions.completed_on"),
            *("corrective_actions.effectiveness_checked_on", "corrective_actions.was_effective"),
            *(f"corrective_actions.{name}" for name in ACTION_FACTS),
            *("extensions.due_on", "extensions.granted_on", "extensions.reason"),
        }
    )

    def records(self) -> QuerySet:
        if not sees_findings(self.request.user):
            raise Http404
        visible = Finding.objects.visible_to(self.request.user).current()
        department = "department__parent_department__parent_department__parent_department"
        found = visible.select_related("audit", department)
        return found.prefetch_related("audit__classifications__type")


class FindingPage(RecordPage):
    """One finding through its life: what was answered, done, checked and looked at again."""

    template_name = "audits/finding.html"
    day = staticmethod(day_text)
    context_object_name = "finding"
    slug_field = slug_url_kwarg = "uid"
    extra_context = {"section": "audits"}

    def get_queryset(self) -> QuerySet:
        visible = Finding.objects.visible_to(self.request.user)
        found = visible.select_related("audit", "department__parent_department")
        return found.shown_as_of(timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        finding, user = self.object, self.request.user
        seen = Finding.objects.visible_to(user).current().select_related("audit")
        audits = Audit.objects.visible_to(user).current().with_parts()
        followed = audits.filter(followed_up_findings__finding=finding).by_date()
        return super().get_context_data(**kwargs) | {
            "state": finding_state(finding),
            "due": finding_due(finding),
            "linked": department_links(user),
            "events": events(finding, followed),
            "earlier": seen.filter(pk=finding.repeats_id).first(),
            "later": seen.filter(repeats=finding),
            "may_answer": finding.closed_on is None
            and answerable(user).filter(pk=finding.pk).exists(),
        }
