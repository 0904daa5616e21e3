"""Pages of requests for documents, for those who audit or inspect, and of one request."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import F, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.access import sees_requests
from audits.models import Audit, DocumentRequest
from audits.request_columns import request_due, request_state, state_name
from audits.request_filters import RequestFilters
from audits.request_lines import request_lines
from audits.request_states import RequestState
from audits.requests import asked_of
from audits.tables import AuditRequestTable, RequestTable
from audits.views import department_links
from calendars.scheduled import OfficialMomentField, day_text
from records import agency
from records.history import RecordPage
from records.lists import ListPage


class RequestListPage(ListPage):
    """Requests for documents, for those who may see any; to others there is no such page."""

    filterset_class = RequestFilters
    table_class = RequestTable
    title = gettext_lazy("List of documents requested")
    section = "audits"
    default_sort = "due"
    evidence = "requests"
    moment_field = OfficialMomentField
    open_fields = frozenset(
        {
            *("audit", "number", "title", "period", "medium", "department", "contact"),
            *("due_on", "remarks", "steps.order", "steps.kind", "steps.taken_on"),
            *("steps.taken_by", "steps.words", "steps.due_on"),
        }
    )

    def records(self) -> QuerySet:
        if not sees_requests(self.request.user):
            raise Http404
        return DocumentRequest.objects.visible_to(self.request.user).current().with_names()

    def lines(self, records: Sequence[DocumentRequest]) -> Iterable[tuple[DocumentRequest, Any]]:
        return request_lines(records)


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of what was requested of one department: how many are in each state."""

    department: str
    counts: dict[RequestState, int]
    late: int

    @property
    def labelled(self) -> list[tuple[str, int]]:
        """The counts with the names of their states."""
        return [(str(state.label), count) for state, count in self.counts.items()]

    @property
    def total(self) -> int:
        """The number of requests."""
        return sum(self.counts.values())


def progress(requests: Any, at: date) -> list[Progress]:
    """The progress of `requests` by department, in the departments' order, and that of all."""
    order = F("department__order").asc(nulls_last=True)
    rows = list(requests.order_by(order, "department", "number"))
    names = dict.fromkeys(map(_name, rows))
    found = [(name, [one for one in rows if _name(one) == name]) for name in names]
    return [_progress(name, some, at) for name, some in (*found, (_("Total"), rows))]


def _name(request: DocumentRequest) -> str:
    return str(request.department or _("no department"))


def _progress(name: str, requests: list[DocumentRequest], at: date) -> Progress:
    states = Counter(one.state(at) for one in requests)
    late = sum(one.is_overdue(at) for one in requests)
    return Progress(name, {state: states[state] for state in RequestState}, late)


class AuditRequestsPage(RequestListPage):
    """What was requested for one audit: how far it has come, and the official list."""

    template_name = "audits/requests_of_audit.html"
    table_class = AuditRequestTable
    default_sort = "number"
    evidence = ""

    @cached_property
    def audit(self) -> Audit:
        """The audit, for those who may see it."""
        visible = Audit.objects.visible_to(self.request.user).with_names()
        return get_object_or_404(visible, uid=self.kwargs["uid"])

    def records(self) -> QuerySet:
        return super().records().filter(audit=self.audit.pk)

    def about(self) -> tuple[tuple[str, str], ...]:
        office = " ".join(agency.current().contact_text.split())
        return (
            (_("Audit"), f"{self.audit}（{self.audit.official_schedule}）"),
            (_("As of"), day_text(self.day)),
            *(((_("Contact"), office),) if office else ()),
        )

    @property
    def day(self) -> date:
        """The day as of which it is shown."""
        asked = RequestFilters(self.request.GET, request=self.request)
        return asked.day if asked.is_valid() else timezone.localdate()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = self.day
        own = {
            "audit": self.audit,
            "at": at,
            "states": [state.label for state in RequestState],
            "progress": progress(cast(Any, self.records()).shown_as_of(at), at),
        }
        return super().get_context_data(**kwargs) | own


class RequestPage(RecordPage):
    """One request: what is asked, of whom, by when, and each step that was taken."""

    template_name = "audits/request.html"
    day = staticmethod(day_text)
    slug_field = slug_url_kwarg = "uid"
    extra_context = {"section": "audits"}

    def get_queryset(self) -> QuerySet:
        visible = DocumentRequest.objects.visible_to(self.request.user).with_names()
        return visible.shown_as_of(timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "state": request_state(request),
            "state_name": state_name(request),
            "due": request_due(request),
            "linked": department_links(user),
            "papers": request.papers.readable_by(user).current(),
            "may_submit": asked_of(user).filter(pk=request.pk).exists(),
        }
