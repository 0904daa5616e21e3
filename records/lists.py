"""The page that lists a kind of record: filter, sort, page, count, all of it in the address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import EmptyPage
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_filters import FilterSet

from records.access import sees_past_of
from records.base import Record
from records.columns import sort_names
from records.downloads import Download, ExportForm, respond
from records.export import UnencodableError
from records.tables import RecordTable

PAGE_SIZES = (25, 50, 100)
LARGEST_PAGE = 1_000_000


class StateForm(ExportForm):
    """What a list's address says beside its filters."""

    sort = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": _("The list cannot be sorted by “%(value)s”.")},
    )
    per_page = forms.TypedChoiceField(
        required=False,
        choices=[(size, size) for size in PAGE_SIZES],
        coerce=int,
        empty_value=PAGE_SIZES[0],
        error_messages={
            "invalid_choice": _("A page can show 25, 50 or 100 records, not “%(value)s”.")
        },
    )
    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_PAGE,
        error_messages={
            "invalid": _("The page must be a whole number."),
            "min_value": _("Pages are counted from 1."),
            "max_value": _("This list has no such page."),
        },
    )

    def __init__(self, data: Any, *, sorts: Iterable[str]) -> None:
        super().__init__(data)
        self.fields["sort"].choices = [(name, name) for name in sorts]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: what it says, and the query without it."""

    label: str
    text: str
    query: str


class ListPage(TemplateView):
    """The visible records of a kind that pass the filters.

    A value that cannot be understood answers 400: the page says which and why, the form keeps
    what was typed, and no record is shown.
    """

    template_name = "records/list.html"
    filterset_class: ClassVar[type[FilterSet]]
    table_class: ClassVar[type[RecordTable]]
    title: ClassVar[str | Promise]
    section: ClassVar[str] = ""
    default_sort: ClassVar[str] = "-schedule"
    feed: ClassVar[str] = ""
    evidence: ClassVar[str] = ""  # what evidence of these records is called in addresses

    def records(self) -> QuerySet:
        """All that the visitor may see here."""
        raise NotImplementedError

    def lines(self, records: Sequence[Record]) -> Iterable[tuple[Record, Any]]:
        """Each record with what it is told to machines line by line; one line unless overridden."""
        return ((record, None) for record in records)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        filters = self.filterset_class(request.GET, queryset=self.records(), request=request)
        state = StateForm(request.GET, sorts=sort_names(self.table_class.shown))
        is_understood = all([filters.is_valid(), state.is_valid()])
        if is_understood and state.wanted:
            return self.taken_away(filters, state)
        table = self.table(filters, state) if is_understood else None
        context = self.get_context_data(filters=filters, state=state, table=table)
        return self.render_to_response(context, status=200 if table else 400)

    def taken_away(self, filters: FilterSet, state: StateForm) -> HttpResponseBase:
        """The records that the page would list, all of them, as the file that is asked for."""
        records = self.table_in_order(filters, state).data.data
        words = "; ".join(f"{chip.label}: {chip.text}" for chip in chips(filters))
        download = Download(self, records, self.table_class.shown, words)
        try:
            return respond(download, state)
        except UnencodableError as error:
            context = self.get_context_data(
                filters=filters, table=None, characters=error.characters
            )
            return render(self.request, "records/unencodable.html", context, status=400)

    def table(self, filters: FilterSet, state: StateForm) -> RecordTable | None:
        """The page of the table that the address asks for; None, with an error, beyond the last."""
        wanted, table = state.cleaned_data, self.table_in_order(filters, state)
        try:
            table.paginate(page=wanted["page"] or 1, per_page=wanted["per_page"])
        except EmptyPage:
            state.add_error("page", ValidationError(_("This list has no such page.")))
            return None
        return table

    def table_in_order(self, filters: FilterSet, state: StateForm) -> RecordTable:
        """The whole table, sorted as the address asks."""
        order = state.cleaned_data["sort"] or self.default_sort
        return self.table_class(filters.qs, order_by=order)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {
            "title": self.title,
            "section": self.section,
            "feed": self.feed,
            "page_sizes": PAGE_SIZES,
        }
        if context["table"] is not None:
            page = context["table"].page
            context["pages"] = page.paginator.get_elided_page_range(
                page.number, on_each_side=2, on_ends=1
            )
            context["chips"] = chips(context["filters"])
            if self.evidence and sees_past_of(self.request.user, context["filters"].queryset.model):
                context["evidence_kind"] = self.evidence
        return context


def chips(filters: FilterSet) -> list[Chip]:
    """The filters that are on, each with the query that takes it off."""
    found = []
    for name, field in filters.form.fields.items():
        value = filters.form.cleaned_data.get(name)
        if value in (None, ""):
            continue
        query = filters.data.copy()
        for gone in (name, "page"):
            query.pop(gone, None)
        found.append(Chip(str(field.label), _shown(field, value), query.urlencode()))
    return found


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField):
        return str(value)
    choices = getattr(field.widget, "choices", ())
    names = {str(key): text for key, text in choices}
    return str(names.get(str(value), value))
