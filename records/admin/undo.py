"""The changes of one request taken back as a whole, from the journal."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import journal
from records.admin.bulk_forms import BulkForm
from records.admin.bulk_page import (
    CHANGED,
    CONFIRM,
    ShownRow,
    done_text,
    page_rows,
)
from records.admin.concurrent import read_versions
from records.admin.history import day_words
from records.admin.journal_list import kind_name
from records.admin.steps import choice_text
from records.base import Record
from records.history import (
    DELETED,
    bulk,
    entries_before,
    moment,
    readable_entries,
    readable_form,
    record_model,
    undo_change,
    with_titles,
)
from records.journal import OPENS_CHANGE, REASON_FIELD, JournalEntry, request_id

NO_RECORD = gettext_lazy("It is no record, and stays as it is.")
GONE = gettext_lazy("It is no longer there.")
NamedEntry = Any  # a JournalEntry with the title that records.history adds


class UndoAdmin(admin.ModelAdmin):
    """Entries of one request lead to a page on which all of it is taken back."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        setattr(view, OPENS_CHANGE, True)  # its preview writes nothing, so it locks nothing
        own = path("request/<str:name>/undo/", view, name="records_journalentry_undo")
        return [own, *super().get_urls()]

    def undo_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """The page of what would become of each record again; a POST takes it back."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not name.isprintable():  # PostgreSQL would not even be asked for a NUL
            raise Http404
        found: Any = readable_entries(request.user).filter(request=name)
        entries = with_titles(found.with_payloads().order_by("-sequence"), request.user)
        if not entries:
            raise Http404
        return UndoPage(self, request, entries).answer()


class UndoPage:
    """An answer to one request about the entries of another, the newest first."""

    def __init__(
        self, model_admin: Any, request: HttpRequest, entries: Sequence[NamedEntry]
    ) -> None:
        self.model_admin, self.request, self.entries = model_admin, request, entries
        self.site, self.user = model_admin.admin_site, request.user

    def answer(self) -> HttpResponse:
        """The page; or the entries of the change that took this one back."""
        form = BulkForm(self.request.POST or None)
        form.fields[REASON_FIELD].required = True
        if CONFIRM in self.request.POST and form.is_valid() and self._is_undone(form):
            listed = reverse(f"{self.site.name}:records_journalentry_changelist")
            return redirect(f"{listed}?request={request_id(self.request)}")
        return self._page(form)

    def _is_undone(self, form: BulkForm) -> bool:
        """Take back all that the page offered, and say so; False where nothing was."""
        offered = read_versions(self.request.POST.get(CHANGED, ""))
        entries = [entry for entry in self.entries if entry.sequence in offered]
        if not entries:
            form.add_error(None, _("There is nothing to change."))
            return False
        who, name = self.user.get_username(), request_id(self.request)
        reason = form.cleaned_data[REASON_FIELD].strip()
        try:
            with journal.change(actor=who, reason=reason, request=name):
                for model, of_kind in _by_kind(entries):
                    self._undo(model, of_kind)
        except bulk.NotAllError as error:
            told = [_("Nothing was changed. Please look at the rows again.")]
            form.add_error(None, [*told, *dict.fromkeys(error.problems.values())])
            return False
        text = done_text(self.site, self.user, _("taken back"), len(entries), name)
        self.model_admin.message_user(self.request, text, messages.SUCCESS)
        return True

    def _undo(self, model: type[Record], entries: Sequence[NamedEntry]) -> None:
        keys = [entry.record_id for entry in entries]
        bulk.lock(model, keys)
        records = bulk.records_of(model, keys, self.user)
        forms = [(entry.record_id, readable_form(entry)) for entry in entries]
        versions = {key: form["version"] if form else 0 for key, form in forms}
        bulk.change_all(records, self._change(model, entries), versions)

    def _change(self, model: type[Record], entries: Sequence[NamedEntry]) -> bulk.Change:
        made = {entry.record_id: entry for entry in entries}
        first = min(entry.sequence for entry in self.entries)
        return undo_change(made, entries_before(model, made, first), self.user)

    def _page(self, form: BulkForm) -> HttpResponse:
        rows = [
            row for model, entries in _by_kind(self.entries) for row in self._rows(model, entries)
        ]
        known = {row.key for row in rows}
        others = [entry for entry in self.entries if entry.sequence not in known]
        rows += [ShownRow(each.sequence, each.title, "", (), str(NO_RECORD)) for each in others]
        shown, entry = page_rows(rows), self.entries[0]
        when = moment(entry, day_words(self.site))
        context = self.site.each_context(self.request) | {
            "title": _("Undo this change as a whole"),
            "crumb": self.model_admin.opts.verbose_name_plural,
            "kind": _("record"),
            "button": _("Undo this change"),
            "intro": f"{when} {entry.who}: {entry.reason or _('(none given)')}",
            "form": form,
            "is_told": True,
            "count": len(shown["rows"]),
            **shown,
            "back_label": _("Back to the entry"),
            "back": reverse(f"{self.site.name}:records_journalentry_change", args=[entry.pk]),
            "hidden": {CHANGED: " ".join(f"{row.key}:0" for row in shown["rows"])},
        }
        return TemplateResponse(self.request, "records/bulk.html", context)

    def _rows(self, model: type[Record], entries: Sequence[NamedEntry]) -> list[ShownRow]:
        by_key = {entry.record_id: entry for entry in entries}
        records = bulk.records_of(model, list(by_key), self.user)
        judged = bulk.judged(records, self._change(model, entries))
        words = bulk.in_words(judged, model, self.user, day_words(self.site))
        told = {
            each.record.pk: (found, each.problem) for each, found in zip(judged, words, strict=True)
        }
        kind_admin = self.site._registry.get(model)
        names = {record.pk: choice_text(kind_admin, record) for record in records}
        rows = []
        for key, entry in by_key.items():
            is_deletion = entry.action == JournalEntry.Action.DELETE
            differences, problem = told.get(key, ((), str(DELETED if is_deletion else GONE)))
            title = f"{kind_name(entry.record_type)} {names.get(key, entry.title)}"
            address = reverse(f"{self.site.name}:records_journalentry_change", args=[entry.pk])
            rows.append(ShownRow(entry.sequence, title, address, differences, problem))
        return rows


def _by_kind(entries: Iterable[NamedEntry]) -> list[tuple[type[Record], list[NamedEntry]]]:
    """The entries about records, by kind, in their order."""
    found: dict[type[Record], list[NamedEntry]] = defaultdict(list)
    for entry in entries:
        if model := record_model(entry.record_type):
            found[model].append(entry)
    return list(found.items())
