"""The page on which many records are changed at once."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records import journal
from records.admin.bulk_forms import BulkForm
from records.admin.bulk_operations import Operation
from records.admin.concurrent import read_versions
from records.admin.history import day_words
from records.admin.steps import choice_text
from records.base import Record, is_key
from records.history import Difference, bulk
from records.journal import REASON_FIELD, request_id

FILTERS = "_changelist_filters"  # of the list that one came from
MOST = 1_000  # records at once
TOLD = 5  # of those that stand in the way
CHANGED, OTHERS, SEEN, CONFIRM = "rows", "others", "seen", "confirm"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A record on the page: what would change in it, or why it stays as it is."""

    key: int
    title: str
    address: str
    differences: Sequence[Difference] = ()
    problem: str = ""
    notes: Sequence[str] = ()


class BulkPage:
    """An answer to one request for one operation."""

    def __init__(self, model_admin: Any, request: HttpRequest, operation: Operation) -> None:
        self.model_admin, self.request, self.operation = model_admin, request, operation
        self.model, self.user = model_admin.model, request.user
        self.site = model_admin.admin_site

    def answer(self) -> HttpResponse:
        """The page; or where it leads to, once the records are changed."""
        if self.request.method != "POST":
            return self._chosen()
        posted, form = self.request.POST, self.operation.form(self.request.POST)
        going = read_versions(posted.get(CHANGED, ""))
        others = read_versions(posted.get(OTHERS, ""))
        if len(going) + len(others) > MOST:
            return self._too_many()
        if CONFIRM in posted and not going:
            form.add_error(None, _("There is nothing to change."))
        elif CONFIRM in posted:
            form.fields[REASON_FIELD].required = self.operation.needs_reason(list(going))
            if form.is_valid() and posted.get(SEEN, "") != self.operation.seen(form):
                form.add_error(None, _("This is what would be changed now. Please confirm it."))
            elif form.is_valid() and self._are_changed(form, going):
                return redirect(self._list_address())
        return self._page(form, [*going, *others])

    def _chosen(self) -> HttpResponse:
        """The page of the records that the address names, by the words of the list."""
        listed, named = self.request.GET.copy(), f"{self.model._meta.pk.name}__in"
        listed.pop(FILTERS, None)
        if named in listed:  # "0" is no row's key
            listed[named] = ",".join(filter(is_key, str(listed[named]).split(","))) or "0"
        request = copy.copy(self.request)
        request.GET = cast(Any, listed)
        try:
            records = self.model_admin.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect(f"{self._address('changelist')}?e=1")
        keys = list(records.values_list("pk", flat=True)[: MOST + 1])
        return self._too_many() if len(keys) > MOST else self._page(self.operation.form(), keys)

    def _too_many(self) -> HttpResponse:
        text = _("At most %(most)d records are changed at once. Please choose fewer.")
        self._say(text % {"most": MOST}, messages.WARNING)
        return redirect(self._list_address())

    def _are_changed(self, form: BulkForm, going: dict[int, int]) -> bool:
        """Change all, and say so; False where none was, which the form then says."""
        who, reason = self.user.get_username(), form.cleaned_data[REASON_FIELD]
        request, keys = request_id(self.request), list(going)
        change = self.operation.change(form)
        try:
            with journal.change(actor=who, reason=reason.strip(), request=request):
                bulk.lock(self.model, keys)
                done = bulk.change_all(self._records(keys), change, going)
        except bulk.NotAllError as error:
            form.add_error(None, self._refusal(error))
            return False
        self._say(done_text(self.site, self.user, self.operation.label, len(done), request))
        return True

    def _refusal(self, error: bulk.NotAllError) -> list[str]:
        keys = list(error.problems)
        named = bulk.records_of(self.model, keys[:TOLD], self.user)
        names = {record.pk: choice_text(self.model_admin, record) for record in named}
        gone = _("A record that is no longer there")
        told = [
            _("“%(record)s”: %(problem)s")
            % {"record": names.get(key, gone), "problem": error.problems[key]}
            for key in keys[:TOLD]
        ]
        return [_("Nothing was changed. Please look at the rows again."), *told]

    def _page(self, form: BulkForm, keys: Sequence[int]) -> HttpResponse:
        records = self._records(keys)
        versions = {record.pk: record.version for record in records}
        is_told = self.operation.is_told(form)
        rows = self._rows(form, records) if is_told else []
        going = [row.key for row in rows if not row.problem] if is_told else list(versions)
        others = [key for key in versions if key not in set(going)]
        form.fields[REASON_FIELD].required = self.operation.needs_reason(going)
        options, title = self.model._meta, _("%(kind)s, many at once: %(what)s")
        kind = capfirst(options.verbose_name_plural)
        context = self.site.each_context(self.request) | {
            "title": title % {"kind": kind, "what": self.operation.label},
            "crumb": kind,
            "kind": options.verbose_name,
            "button": self.operation.button,
            "intro": self.operation.consequence,
            "form": form,
            "is_told": is_told,
            "count": len(going),
            **page_rows(rows),
            "back_label": _("Back to the list"),
            "back": self._list_address(),
            "hidden": {
                CHANGED: _text(going, versions),
                OTHERS: _text(others, versions),
                SEEN: self.operation.seen(form),
            },
        }
        return TemplateResponse(self.request, "records/bulk.html", context)

    def _rows(self, form: BulkForm, records: Sequence[Record]) -> list[ShownRow]:
        if form.is_bound:
            form.is_valid()
        judged = bulk.judged(records, self.operation.change(form))
        words = bulk.in_words(judged, self.model, self.user, day_words(self.site))
        return [
            ShownRow(
                each.record.pk,
                choice_text(self.model_admin, each.record),
                self._address("change", each.record.pk),
                told,
                each.problem,
                [] if each.problem else self.model_admin.bulk_notes(each.record),
            )
            for each, told in zip(judged, words, strict=True)
        ]

    def _records(self, keys: Sequence[int]) -> list[Record]:
        return self.operation.ordered(bulk.records_of(self.model, keys, self.user))

    def _say(self, text: str, level: int = messages.SUCCESS) -> None:
        self.model_admin.message_user(self.request, text, level)

    def _list_address(self) -> str:
        asked = self.request.GET
        is_named = f"{self.model._meta.pk.name}__in" in asked
        query = asked.get(FILTERS, "") if is_named else asked.urlencode()
        address = self._address("changelist")
        return f"{address}?{query}" if query else address

    def _address(self, name: str, *keys: int) -> str:
        options = self.model._meta
        route = f"{self.site.name}:{options.app_label}_{options.model_name}_{name}"
        return reverse(route, args=keys)


def page_rows(rows: Sequence[ShownRow]) -> dict[str, list[ShownRow]]:
    """The rows as the page shows them: those that would be changed, and the others."""
    going = [row for row in rows if not row.problem]
    return {"rows": going, "left_out": [row for row in rows if row.problem]}


def done_text(site: Any, user: Any, what: Any, count: int, request: str) -> SafeString:
    """What was done with how many records, and the way back for those who may read the journal."""
    text = ngettext(
        "%(count)d record: %(what)s – done.", "%(count)d records: %(what)s – done.", count
    )
    told = text % {"count": count, "what": what}
    if not user.has_perm("records.view_journalentry"):
        return format_html("{}", told)
    address = reverse(f"{site.name}:records_journalentry_undo", args=[request])
    return format_html('{} <a href="{}">{}</a>', told, address, _("Undo this change as a whole"))


def _text(keys: Sequence[int], versions: dict[int, int]) -> str:
    """The records as `read_versions` reads them."""
    return " ".join(f"{key}:{versions[key]}" for key in keys)
