"""The page that lists a kind of record: filter, sort, page, count, all of it in the address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import EmptyPage
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_filters import FilterSet

from records.base import MomentField, Record, sees_past_of
from records.history import Past, as_of, kept_since, rendered, with_past
from records.lists.columns import sort_names
from records.lists.downloads import Download
from records.lists.exports import ExportForm, menu, respond
from records.lists.formats import Format
from records.lists.rendering import UnencodableError
from records.lists.tables import RecordTable
from records.lists.turns import RETRY_AFTER, BusyError

PAGE_SIZES = (25, 50, 100)
LARGEST_PAGE = 1_000_000
AWAITED_FROM = 5_000  # records, of which a workbook takes longer than people like to wait


class StateForm(ExportForm):
    """The part of a list's address beside its filters."""

    sort = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": _("The list cannot be sorted by “%(value)s”.")},
    )
    per_page = forms.TypedChoiceField(
        required=False,
        choices=[(size, size) for size in PAGE_SIZES],
        coerce=int,
        empty_value=PAGE_SIZES[0],  # type: ignore[arg-type]  # stubs know only text
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

    def __init__(self, data: Any, *, sorts: Iterable[str], moment: forms.Field) -> None:
        super().__init__(data)
        self.fields["_as_of"] = moment
        cast(forms.ChoiceField, self.fields["sort"]).choices = [(name, name) for name in sorts]


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
    table_class: type[RecordTable]
    title: ClassVar[str | Promise]
    section: ClassVar[str] = ""
    default_sort: ClassVar[str] = "-schedule"
    feed: ClassVar[str] = ""
    evidence: ClassVar[str] = ""  # what evidence of these records is called in addresses
    # The fields of the canonical form that anyone may know who sees the record: `sessions.body` is
    # that of a part.
    open_fields: ClassVar[frozenset[str]] = frozenset()
    has_events: ClassVar[bool] = False
    moment_field: ClassVar[type[MomentField]] = MomentField
    tells_more: bool = False  # True where a reader is told more of a record than is public of it
    past: Past | None = None  # while the list is shown as it stood at a past moment

    def records(self) -> QuerySet:
        """All that the visitor may see here."""
        raise NotImplementedError

    def lines(self, records: Sequence[Any]) -> Iterable[tuple[Record, Any]]:
        """Each record with what it is told to machines line by line; one line unless overridden."""
        return ((record, None) for record in records)

    def about(self) -> tuple[tuple[str, str], ...]:
        """What stands above the list in its files beside the title: each a label and its text."""
        return ()

    def feed_of(self, chosen: Mapping[str, Any]) -> str:
        """The name of the calendar nearest to what these filters let pass."""
        return self.feed

    def event(self, record: Record) -> dict[str, Any]:
        """The record after the government's event model, where the list `has_events`."""
        raise NotImplementedError

    def address_of(self, record: Record) -> str:
        """The absolute address of the record's page."""
        return self.request.build_absolute_uri(cast(Any, record).get_absolute_url())

    def get(  # type: ignore[override]  # files are streamed
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        sorts = sort_names(self.table_class.shown)
        state = StateForm(request.GET, sorts=sorts, moment=self.moment_field())
        moment = state.cleaned_data["_as_of"] if state.is_valid() else None
        if moment is None:
            return self.answer(self.records(), state)
        readable = with_past(self.records(), request.user)
        if (since := kept_since()) and moment < since:
            return self.before_journal(state, moment, since)
        with as_of(moment) as self.past:
            records = self.records()
            if readable is not None:
                records = records.filter(pk__in=readable)
            return rendered(self.answer(records, state))

    def answer(self, records: QuerySet, state: StateForm) -> HttpResponseBase:
        """The page of these records, or the file that is asked for."""
        request = self.request
        filters = self.filterset_class(request.GET, queryset=records, request=request)
        is_understood = all([filters.is_valid(), state.is_valid()])
        wanted = state.wanted if is_understood else None
        if wanted and (answer := self.taken_away(filters, state, wanted)):
            return answer
        table = self.table(filters, state) if is_understood and state.is_valid() else None
        sees_past = sees_past_of(request.user, records.model)
        context = self.get_context_data(
            filters=filters,
            state=state,
            table=table,
            past=self.past,
            sees_past=sees_past,
            kept_since=kept_since() if sees_past else None,
        )
        return self.render_to_response(context, status=200 if table else 400)

    def before_journal(
        self, state: StateForm, moment: datetime, since: datetime
    ) -> HttpResponseBase:
        """Says since when something is known, instead of a list or a file that has nothing."""
        request = self.request
        filters = self.filterset_class(request.GET, queryset=self.records(), request=request)
        context = self.get_context_data(
            filters=filters, state=state, table=None, unknown_moment=moment, kept_since=since
        )
        return self.render_to_response(context, status=400 if state.wanted else 200)

    def taken_away(
        self, filters: FilterSet, state: StateForm, wanted: Format
    ) -> HttpResponseBase | None:
        """All that the page would list, as the file asked for; None, with an error, where not."""
        records = self.table_in_order(filters, state).data.data
        words = "; ".join(f"{chip.label}: {chip.text}" for chip in chips(filters))
        download = Download(self, records, self.table_class.shown, words)
        try:
            return respond(download, wanted, state)
        except UnencodableError as error:
            context: dict[str, Any] = {"title": self.title, "section": self.section}
            codes = [(letter, f"U+{ord(letter):04X}") for letter in error.characters]
            context |= {"characters": error.characters, "codes": codes}
            return render(self.request, "records/unencodable.html", context, status=400)
        except BusyError:
            context = {"title": self.title, "section": self.section}
            response = render(self.request, "records/busy.html", context, status=503)
            response["Retry-After"] = str(RETRY_AFTER)
            return response
        except ValidationError as error:
            state.add_error("_export", error)
            return None

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
            "page_sizes": PAGE_SIZES,
        }
        if context["table"] is not None:
            page = context["table"].page
            context["menu"] = menu(
                self.request.GET,
                has_events=self.has_events,
                is_awaited=page.paginator.count > AWAITED_FROM and not self.past,
            )
            context["pages"] = page.paginator.get_elided_page_range(
                page.number, on_each_side=2, on_ends=1
            )
            context["chips"] = chips(context["filters"])
            context["feed"] = self.feed_of(context["filters"].form.cleaned_data)
            if self.evidence and sees_past_of(self.request.user, context["filters"].queryset.model):
                context["evidence_kind"] = self.evidence
        return context


def chips(filters: FilterSet) -> list[Chip]:
    """The filters that are on, each value with the query that takes it off."""
    found = []
    for name, field in filters.form.fields.items():
        given = filters.form.cleaned_data.get(name)
        values = given if isinstance(given, tuple) else (given,)
        for value in values:
            if value in (None, ""):
                continue
            query = filters.data.copy()
            query.pop("page", None)
            query.setlist(name, [str(other) for other in values if other != value])
            found.append(Chip(str(field.label), chosen_text(field, value), query.urlencode()))
    return found


def chosen_text(field: forms.Field, value: Any) -> str:
    """The words for a value that was chosen."""
    if isinstance(field, forms.ModelChoiceField):  # its choices are in the database
        return field.label_from_instance(value)
    labels = {str(key): text for key, text in getattr(field.widget, "choices", ())}
    return capfirst(str(labels[str(value)])) if str(value) in labels else str(value)
