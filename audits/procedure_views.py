"""Pages of audit procedures, and the programme of one audit."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from audits.access import sees_procedures
from audits.filters import ProcedureFilters
from audits.models import Audit, Finding, Procedure, ProcedureFinding, ProcedureQuerySet
from audits.procedure_columns import result, sample
from audits.tables import ProcedureTable
from calendars.scheduled import OfficialMomentField, day_text
from records.base import sees_internal
from records.history import RecordPage
from records.lists import ListPage

Result = Procedure.Result


class ProcedureListPage(ListPage):
    """Audit procedures, for those who may see any; to others there is no such page."""

    filterset_class = ProcedureFilters
    table_class = ProcedureTable
    title = _("Audit procedures")
    section = "audits"
    default_sort = "-audit"
    evidence = "procedures"
    moment_field = OfficialMomentField
    open_fields = frozenset(
        {
            *("audit", "number", "objective", "procedure", "criteria", "technique"),
            *("population", "population_size", "selection", "sample_size"),
            *("result", "exceptions", "conclusion", "evidence"),
            *("done_by", "done_on", "reviewed_by", "reviewed_on", "findings.finding"),
        }
    )

    def records(self) -> QuerySet:
        user = self.request.user
        if not sees_procedures(user):
            raise Http404
        return with_findings(Procedure.objects.listed_for(user), user)


class ProcedurePage(RecordPage):
    """One procedure: what was tested, the sample, what came of it, and its review."""

    template_name = "audits/procedure.html"
    day = staticmethod(day_text)
    context_object_name = "procedure"
    slug_field = slug_url_kwarg = "uid"
    extra_context = {"section": "audits"}

    def get_queryset(self) -> QuerySet:
        user = self.request.user
        return with_findings(Procedure.objects.visible_to(user), user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        procedure, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "sample": sample(procedure),
            "result": result(procedure),
            "papers": procedure.papers.readable_by(user).current(),
        }


def with_findings(procedures: ProcedureQuerySet, user: Any) -> ProcedureQuerySet:
    """The procedures with what their names need and those of their findings that `user` may see."""
    rows = ProcedureFinding.objects.among("finding", Finding.objects.visible_to(user))
    found = Prefetch("findings", queryset=rows.select_related("finding"))
    return procedures.with_names().prefetch_related(found)


@dataclass(frozen=True, slots=True)
class Programme:
    """How many procedures an audit has, and how far they have come."""

    planned: int
    done: int
    reviewed: int
    with_exceptions: int


def programme_of(audit: Audit, user: Any) -> Programme | None:
    """The programme of `audit` as `user` sees it; None for those who learn of none."""
    seen = Procedure.objects.listed_for(user).filter(audit=audit)
    counts = seen.order_by().aggregate(
        planned=Count("pk"),
        done=Count("pk", filter=Q(done_on__isnull=False)),
        reviewed=Count("pk", filter=Q(reviewed_on__isnull=False)),
        with_exceptions=Count("pk", filter=Q(result__in=(Result.PARTLY, Result.DEFICIENT))),
    )
    is_told = counts["planned"] or sees_internal(user, Procedure)
    return Programme(**counts) if is_told else None


def procedures_behind(finding: Finding, user: Any) -> ProcedureQuerySet:
    """The procedures that `finding` came of, as far as `user` may see them."""
    return Procedure.objects.listed_for(user).filter(findings__finding=finding).order_by("number")
