"""Search across everything: each kind of record is asked as its own list asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_filters import FilterSet

from audits.access import sees_findings
from audits.filters import AuditFilters, DrillFilters, FindingFilters
from audits.models import Audit, Drill, Finding
from audits.scopes import word_targets
from calendars.scheduled import dates_in
from dates import Schedule
from jlis_gov.views import fiscal_years
from meetings.filters import BodyFilters, MeetingFilters
from meetings.models import Body, Meeting
from organization.filters import DepartmentFilters
from organization.models import Department
from records.lists import WordsField

LONGEST_BESIDE = 80  # characters
MOST_SHOWN = 5  # of each kind; its list has the rest


class SearchForm(forms.Form):
    """What is looked for."""

    q = WordsField(required=False, label=_("Words, a number, a date or a department"))
    q.widget.attrs["aria-describedby"] = "q-help"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that can be found.

    `route` is its list's, empty where it has none; `beside` tells records of one name apart.
    """

    title: str | Promise
    route: str
    filters: type[FilterSet]
    records: Callable[[Any], QuerySet]
    beside: Callable[[Any], str] = lambda record: ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a kind: the first few, each with what tells it apart, and how many."""

    kind: Kind
    count: int
    records: Sequence[tuple[Any, str]]


def findings(user: Any) -> QuerySet:
    """The findings that `user` may see, the latest audit's first."""
    if not sees_findings(user):
        return Finding.objects.none()
    visible = Finding.objects.visible_to(user).select_related("audit")
    return visible.prefetch_related("audit__classifications__type").order_by("-audit", "number")


KINDS = (
    Kind(_("Bodies"), "", BodyFilters, Body.objects.visible_to),
    Kind(
        _("Departments"),
        "organization:departments",
        DepartmentFilters,
        lambda user: Department.objects.visible_to(user).with_ancestors(),
    ),
    Kind(
        _("Meetings"),
        "meetings:meetings",
        MeetingFilters,
        lambda user: Meeting.objects.visible_to(user).with_names().by_date(newest_first=True),
    ),
    Kind(
        _("Audits"),
        "audits:audits",
        AuditFilters,
        lambda user: Audit.objects.visible_to(user).with_parts().by_date(newest_first=True),
        word_targets,
    ),
    Kind(
        _("Drills"),
        "audits:drills",
        DrillFilters,
        lambda user: Drill.objects.visible_to(user).with_parts().by_date(newest_first=True),
    ),
    Kind(
        _("Findings"),
        "audits:findings",
        FindingFilters,
        findings,
        lambda finding: Truncator(finding.summary).chars(LONGEST_BESIDE),
    ),
)


def find(kind: Kind, request: HttpRequest, query: str) -> Found:
    """The records of a kind that the visitor may see and that meet `query`, without withdrawn."""
    visible = kind.records(request.user).current()
    found = kind.filters({"q": query}, queryset=visible, request=request).qs
    shown = [(record, kind.beside(record)) for record in found[:MOST_SHOWN]]
    return Found(kind, found.count(), shown)


def understood(query: str, user: Any) -> list[Schedule]:
    """The dates that `query` was read as, one for each year where it says none."""
    return dates_in(query, [int(year) for year in fiscal_years(user)]) if query else []


class SearchPage(TemplateView):
    """What was found of every kind. A query that cannot be answered is 400 and says why."""

    template_name = "jlis_gov/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SearchForm(request.GET)
        is_valid = form.is_valid()
        query = form.cleaned_data["q"] if is_valid else ""
        found = [find(kind, request, query) for kind in KINDS] if query else []
        context = self.get_context_data(
            section="search",
            form=form,
            query=query,
            found=[one for one in found if one.count],
            total=sum(one.count for one in found),
            dates=understood(query, request.user),
        )
        return self.render_to_response(context, status=200 if is_valid else 400)
