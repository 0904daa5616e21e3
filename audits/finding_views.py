"""Pages of findings, for those who may read any; others are shown what is published."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.access import sees_findings
from audits.answers import answerable
from audits.filters import FindingFilters
from audits.finding_columns import Role, categories, finding_due
from audits.finding_events import events
from audits.finding_lines import finding_lines
from audits.finding_states import awaits_review
from audits.issued import issued_about
from audits.models import ACCEPTANCE_FACTS, ACTION_FACTS, ELEMENTS, Audit, Finding
from audits.procedure_views import procedures_behind
from audits.published_views import PublishedListPage, PublishedPage
from audits.tables import FindingTable
from audits.views import department_links
from calendars.scheduled import OfficialMomentField, day_text
from records.history import RecordPage
from records.lists import ListPage


class FindingListPage(ListPage):
    """Findings, for those who may see any; others are shown those that are published."""

    template_name = "audits/findings.html"
    filterset_class = FindingFilters
    table_class = FindingTable
    title = _("Findings")
    section = "findings"
    default_sort = "due"
    evidence = "findings"
    moment_field = OfficialMomentField
    open_fields = frozenset(
        {
            *("audit", "number", "grade", "is_repeat", "department", "summary", "found_on"),
            *("reference", "title", *ELEMENTS, "response", "public_summary"),
            *("due_on", "answer", "answered_on", "answered_by", "closed_on", "closing_reason"),
            *("corrective_actions.order", "corrective_actions.description"),
            *("corrective_actions.planned_for", "corrective_actions.completed_on"),
            *("corrective_actions.effectiveness_checked_on", "corrective_actions.was_effective"),
            *(f"corrective_actions.{name}" for name in ACTION_FACTS),
            *("extensions.due_on", "extensions.granted_on", "extensions.reason"),
            *("classifications.category", *(f"acceptances.{name}" for name in ACCEPTANCE_FACTS)),
        }
    )

    def get(  # type: ignore[override]  # files are streamed
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if sees_findings(request.user):
            return super().get(request, *args, **kwargs)
        return PublishedListPage.as_view()(request, *args, **kwargs)

    def records(self) -> QuerySet:
        if not sees_findings(self.request.user):
            raise Http404
        visible = Finding.objects.visible_to(self.request.user).current()
        department = "department__parent_department__parent_department__parent_department"
        found = visible.select_related("audit", department)
        return found.prefetch_related("audit__classifications__type")

    def lines(self, records: Sequence[Finding]) -> Iterable[tuple[Finding, Any]]:
        return finding_lines(records, self.request.user)


class FindingPage(RecordPage):
    """One finding through its life: what was answered, done, checked and looked at again."""

    template_name = "audits/finding.html"
    day = staticmethod(day_text)
    context_object_name = "finding"
    slug_field = slug_url_kwarg = "uid"
    extra_context = {"section": "findings"}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:  # not for this visitor, unless anyone may read of it
            return PublishedPage.as_view()(request, *args, **kwargs)

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
            "due": finding_due(finding),
            "linked": department_links(user),
            "events": events(finding, followed),
            "causes": categories(finding, Role.CAUSE),
            "themes": categories(finding, Role.THEME),
            "review_is_due": awaits_review(finding.acceptances.all(), timezone.localdate()),
            "procedures": procedures_behind(finding, user),
            "papers": finding.papers.readable_by(user).current().select_related("action"),
            "issued": issued_about(finding, user),
            "earlier": seen.filter(pk=finding.repeats_id).first(),
            "later": seen.filter(repeats=finding),
            "may_answer": finding.closed_on is None
            and answerable(user).filter(pk=finding.pk).exists(),
        }
