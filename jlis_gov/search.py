"""Search across everything: each kind of record is asked as its own list asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from calendars.scheduled import dates_in
from dates import Schedule
from jlis_gov.composition import BY_RANK, LISTED
from jlis_gov.views import fiscal_years
from records.kinds import Kind
from records.lists import WordsField

MOST_SHOWN = 5  # of each kind; its list has the rest


class SearchForm(forms.Form):
    """The words to look for."""

    q = WordsField(required=False, label=_("Words, a number, a date or a department"))
    q.widget.attrs["aria-describedby"] = "q-help"


@dataclass(frozen=True, slots=True)
class Found:
    """The records found of a kind: their number, and the first, each with what tells it apart."""

    kind: Kind
    count: int
    records: Sequence[tuple[Any, str]]


def find(kind: Kind, request: HttpRequest, query: str) -> Found | None:
    """The records of a kind that the visitor may see and that meet `query`, without withdrawn.

    None where there is no such record, or the kind cannot be searched for.
    """
    if (search := kind.search) is None:
        return None
    visible = search.records(request.user).current()
    found = search.filters({"q": query}, queryset=visible, request=request).qs
    shown = [(record, search.beside(record)) for record in found[:MOST_SHOWN]]
    count = found.count()
    return Found(kind, count, shown) if count else None


def understood(query: str, user: Any) -> list[Schedule]:
    """The dates that `query` was read as, one for each year where it says none."""
    return dates_in(query, [int(year) for year in fiscal_years(user)]) if query else []


class SearchPage(TemplateView):
    """The records found of every kind. A query that cannot be answered is 400 and says why."""

    template_name = "jlis_gov/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SearchForm(request.GET)
        is_valid = form.is_valid()
        query = form.cleaned_data["q"] if is_valid else ""
        found = [find(kind, request, query) for kind in BY_RANK] if query else []
        shown = [one for one in found if one]
        context = self.get_context_data(
            section="search",
            form=form,
            query=query,
            found=shown,
            total=sum(one.count for one in shown),
            lists=[kind for kind in LISTED if kind.is_known_to(request.user)],
            dates=understood(query, request.user),
        )
        return self.render_to_response(context, status=200 if is_valid else 400)
