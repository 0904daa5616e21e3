"""Search across everything: each kind of record is asked as its own list asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from calendars.scheduled import dates_in
from dates import FiscalYear, Schedule
from jlis_gov.composition import BY_RANK, LISTED
from jlis_gov.views import fiscal_years
from organization.filters import names_of, with_subdepartments
from organization.models import Department
from records.kinds import Kind
from records.lists import Match, WordsField, matches

MOST_SHOWN = 5  # of each kind; its list has the rest
MOST_WITHOUT_LIST = 50


class SearchForm(forms.Form):
    """The words to look for."""

    q = WordsField(required=False, label=_("Words, a number, a date or a department"))
    q.widget.attrs["aria-describedby"] = "q-help"


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked, by whom; `department` is the one that is called exactly so.

    `years` are the fiscal years on record that the visitor may see, newest first.
    """

    request: HttpRequest
    text: str
    years: Sequence[FiscalYear]
    department: Department | None = None
    parts: frozenset[int] = frozenset()

    @classmethod
    def of(cls, request: HttpRequest, text: str) -> Self:
        department = department_called(text, request.user)
        parts = with_subdepartments(department) if department else frozenset()
        return cls(request, text, fiscal_years(request.user), department, parts)

    def dates(self) -> list[Schedule]:
        """The dates that the text was read as, one for each year where it says none."""
        return dates_in(self.text, [int(year) for year in self.years])

    def found(self) -> list["Found"]:
        """What is found of each kind; first the kinds of which the words name a record."""
        found = [find(kind, self) for kind in BY_RANK]
        return sorted(filter(None, found), key=lambda one: not one.is_named)


@dataclass(frozen=True, slots=True)
class Found:
    """The records found of a kind: their number, and the first, each with why it was found.

    `is_named` tells that the words name the first one. `on_page` is the number of those that the
    page of the department asked for shows; None where no such page was, or where it is all of them.
    """

    kind: Kind
    count: int
    results: Sequence[tuple[Match, str]]
    is_named: bool
    on_page: int | None = None

    @property
    def beyond(self) -> int:
        """The number of those that only mention the department."""
        return self.count - (self.on_page or 0)


def find(kind: Kind, query: Query) -> Found | None:
    """The records of a kind that the visitor may see and that meet the query, without withdrawn.

    Those that the words name come first, each with the address where it can be read. None where
    there is no such record, or the kind cannot be searched for.
    """
    search = kind.search
    # That the visitor may see none at all costs a tenth of looking for words in none.
    if search is None or not kind.is_known_to(query.request.user):
        return None
    visible = search.records(query.request.user).current()
    filters = search.filters({"q": query.text}, queryset=visible, request=query.request)
    words, found = filters.filters["q"], filters.qs
    most = MOST_SHOWN if kind.page else MOST_WITHOUT_LIST
    named = list(words.named(found, query.text)[:most])
    others = found.exclude(pk__in=[one.pk for one in named])[: most - len(named)]
    if not (shown := [*named, *others]):
        return None
    count = len(shown) if len(shown) < most else found.count()
    results = [
        (match, address_of(kind, match.record, query.years))
        for match in matches(words, query.text, shown, search.beside)
    ]
    on_page = number_on_page(kind, found, query) if query.department else None
    return Found(kind, count, results, bool(named), on_page if on_page != count else None)


def number_on_page(kind: Kind, found: Any, query: Query) -> int | None:
    """How many of those found the department's page shows; None for a kind that it has not."""
    if kind.concerning is None:
        return None
    shown = kind.concerning.records(query.parts, query.request.user)
    return found.filter(pk__in=shown.order_by().values("pk")).count()


def address_of(kind: Kind, record: Any, years: Sequence[FiscalYear]) -> str:
    """The record's page, or the table of the last report that has it; empty where neither is."""
    if hasattr(record, "get_absolute_url"):
        return record.get_absolute_url()
    held = (year for year in years if record.was_in_office(year.last_day, year.first_day))
    year = next(held, None)
    return f"{reverse('report', args=[year])}#table-{min(kind.report)}" if year else ""


def department_called(name: str, user: Any) -> Department | None:
    """The one department, in the user's sight, that is called exactly so."""
    known = Department.objects.visible_to(user).current().with_ancestors()
    wanted = name.casefold()
    called = [one for one in known if wanted in map(str.casefold, names_of(one))]
    return called[0] if len(called) == 1 else None


def words_apart(text: str) -> str:
    """The words of a question, without the の that joins them: 情報処理部の監査 is in no record."""
    return " ".join(filter(None, re.split(r"[\sの]+", text)))


class SearchPage(TemplateView):
    """The records found of every kind. A query that cannot be answered is 400 and says why.

    Where a question finds nothing, its words do, each by itself; then the page says so.
    """

    template_name = "jlis_gov/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SearchForm(request.GET)
        is_valid = form.is_valid()
        text = form.cleaned_data["q"] if is_valid else ""
        query = Query.of(request, text) if text else None
        shown = query.found() if query else []
        apart = words_apart(text)
        if not shown and apart != text and SearchForm({"q": apart}).is_valid():
            query = Query.of(request, apart)
            shown = query.found()
        context = self.get_context_data(
            section="search",
            form=form,
            query=text,
            searched=query.text if query else "",
            found=shown,
            total=sum(one.count for one in shown),
            lists=[kind for kind in LISTED if kind.is_known_to(request.user)],
            dates=query.dates() if query else [],
            department=query and query.department,
        )
        return self.render_to_response(context, status=200 if is_valid else 400)
