"""Pages of what anyone may read of findings: those published one by one, and counts of all."""

from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from audits.account_filters import Measures, years
from audits.finding_columns import grade
from audits.forms import DayForm
from audits.models import Finding, FindingQuerySet
from audits.published import measures, public_figures, published, year_made
from calendars.scheduled import FiscalYearFilter, FiscalYearFilters, OfficialMomentField
from dates import FiscalYear
from records.history import today
from records.lists import (
    Column,
    ListPage,
    NamedChoiceFilter,
    RecordTable,
    WordsFilter,
    by_fields,
)

SORTS = [(one.value, one.label) for one in (Measures.COMPLETED, Measures.PENDING)]


COLUMNS = (
    Column("reference", _("Reference"), attrgetter("reference"), order=by_fields("reference")),
    Column(
        "finding",
        _("Finding"),
        attrgetter("public_summary"),
        names_record=True,
        is_quoted=True,
        is_open=attrgetter("is_published"),
    ),
    Column(
        "audit",
        _("Audit"),
        lambda finding: str(finding.audit),
        order=by_fields("audit__starts_on", "audit", "number"),
        is_quoted=True,
    ),
    Column("made", _("Made in"), year_made),
    Column("grade", _("Grade"), grade, order=by_fields("grade")),
    Column("measures", _("Measures"), lambda finding: measures(finding, today())),
)


class PublishedTable(RecordTable):
    shown = COLUMNS


class PublishedFilters(FiscalYearFilters):
    """By what is public of them alone: a filter by anything else would tell of it."""

    fiscal_year = FiscalYearFilter(label=_("Fiscal year of the audit"))
    q = WordsFilter(names=("reference",), fields=("public_summary",))
    made = NamedChoiceFilter(label=_("Made in"), choices=years, method="made_in")
    measures = NamedChoiceFilter(label=_("Measures"), choices=SORTS, method="sorted_by")
    grade = NamedChoiceFilter(label=_("Grade"), choices=Finding.Grade.choices)

    class Meta:
        model = Finding
        fields: tuple[str, ...] = ()

    def made_in(self, records: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """Findings made in a fiscal year."""
        return records.made_in(FiscalYear(int(value)))

    def sorted_by(self, records: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """措置が完了したもの, or 措置が完了していないもの."""
        if value == Measures.COMPLETED:
            return records.completed_as_of(today())
        return records.not_completed_as_of(today())


class PublishedListPage(ListPage):
    """The findings that are published, for anyone; while there is none there is no such page."""

    template_name = "audits/published.html"
    filterset_class = PublishedFilters
    table_class = PublishedTable
    title = _("Published findings")
    section = "audits"
    default_sort = "-audit"
    moment_field = OfficialMomentField
    open_fields = frozenset({"audit", "number", "reference", "grade", "public_summary"})

    def records(self) -> QuerySet:
        found = Finding.objects.published()
        if not found.exists():
            raise Http404
        return found.select_related("audit").prefetch_related("audit__classifications__type")


class PublishedPage(TemplateView):
    """What anyone may read of one finding."""

    template_name = "audits/published_finding.html"
    extra_context = {"section": "audits"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = get_object_or_404(Finding.objects.published().with_names(), uid=kwargs["uid"])
        return super().get_context_data(**kwargs) | {
            "finding": published(found, timezone.localdate())
        }


class MeasuresPage(TemplateView):
    """How many findings of public audits were made, and how many measures are completed."""

    template_name = "audits/measures.html"
    extra_context = {"section": "reports"}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = DayForm(request.GET)
        if not asked.is_valid():
            return self.render_to_response(self.get_context_data(asked=asked), status=400)
        return self.render_to_response(self.counted(asked, asked.day))

    def counted(self, asked: DayForm, at: date) -> dict[str, Any]:
        """The page of the figures as of the day."""
        lines, total = public_figures(at)
        return self.get_context_data(asked=asked, at=at, lines=lines, total=total)
