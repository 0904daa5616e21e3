"""The journal, to read: each change in words, and the form that its digest covers."""

import json
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from records.addresses import address_of
from records.admin.columns import WordedColumns
from records.admin.history import day_words
from records.admin.journal_list import NamedEntries, RecordTypeFilter, kind_name
from records.admin.undo import UndoAdmin
from records.history import (
    change_of,
    change_of_row,
    entries_beside,
    page_of_entries,
    readable_entries,
    record_model,
    with_titles,
)
from records.journal import JournalEntry

NamedEntry = Any  # a JournalEntry with the title, model and past that records.history adds


@admin.register(JournalEntry)
class JournalEntryAdmin(UndoAdmin, WordedColumns):
    """Every change, newest first; nobody adds, alters or removes one."""

    actions = None
    change_form_template = "records/entry.html"
    list_display = ["sequence", "at", "who", "action", "kind", "title", "reason"]
    list_filter = ["action", RecordTypeFilter]
    search_fields = ["actor", "on_behalf_of", "reason", "record_uid"]
    ordering = ["-sequence"]
    list_per_page = 50
    readonly_fields = ["kind", "record", "what_changed", "form_after", "salt_kept"]
    fields = [
        *(
            "sequence",
            "at",
            "actor",
            "on_behalf_of",
            "reason",
            "action",
            "kind",
            "record",
            "what_changed",
        ),
        *("record_uid", "request", "format", "schema", "form_after", "salt_kept", "digest"),
        *("retain_until", "previous_hash", "hash"),
    ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.past_view)
        own = path("<int:pk>/past/", view, name="records_journalentry_past")
        return [own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return readable_entries(request.user).order_by(*self.ordering)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NamedEntries

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JournalEntry | None:
        entry = super().get_object(request, *args, **kwargs)
        if entry is not None:
            with_titles([entry], request.user)
            entry.model = record_model(entry.record_type)
            day = day_words(self.admin_site)
            entry.past = (
                change_of(entry, entry.model, request.user, day)
                if entry.model
                else change_of_row(entry, request.user, day)
            )
        return entry

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        entry = context["original"]
        context["subtitle"] = f"{entry.sequence}: {entry.title}"
        return super().render_change_form(request, context, *args, **kwargs)

    def past_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All that was done to the record of one entry, also where that is deleted."""
        entry: NamedEntry = self.get_object(request, str(pk))
        if entry is None or entry.model is None or not self.has_view_permission(request, entry):
            raise Http404
        number, day = request.GET.get("page"), day_words(self.admin_site)
        entries = entries_beside(entry)
        page, past = page_of_entries(entry.model, entries, request.user, number=number, day=day)
        context = self.admin_site.each_context(request) | {
            "title": _("History"),
            "opts": self.opts,
            "original": entry,
            "record_address": self._address_of_record(entry),
            "page": page,
            "past": past,
            "pages": page.paginator.get_elided_page_range(page.number),
        }
        return TemplateResponse(request, "records/entry_past.html", context)

    @admin.display(description=_("actor"), ordering="actor")
    def who(self, entry: NamedEntry) -> str:
        return entry.who

    @admin.display(description=_("kind of record"), ordering="record_type")
    def kind(self, entry: NamedEntry) -> str:
        return kind_name(entry.record_type)

    @admin.display(description=_("record"))
    def title(self, entry: NamedEntry) -> str:
        """Its title, and the way to all that was done to it."""
        if record_model(entry.record_type) is None:
            return entry.title
        address = address_of(self.admin_site, self.model, "past", entry.pk)
        return format_html('<a href="{}">{}</a>', address, entry.title)

    @admin.display(description=_("record"))
    def record(self, entry: NamedEntry) -> str:
        """Its title, and the way to its page where it is still there."""
        address = self._address_of_record(entry)
        return format_html('<a href="{}">{}</a>', address, entry.title) if address else entry.title

    def _address_of_record(self, entry: NamedEntry) -> str:
        """Where the record is kept; empty where it is gone, or has no page of its own."""
        key = {"pk": entry.record_id, "uid": entry.record_uid}
        is_kept = entry.model is not None and entry.model._base_manager.filter(**key).exists()
        if not is_kept or not self.admin_site.is_registered(entry.model):
            return ""
        return address_of(self.admin_site, entry.model, "change", entry.record_id)

    @admin.display(description=_("what was changed"))
    def what_changed(self, entry: NamedEntry) -> str:
        if entry.past is None:
            return "-"
        return render_to_string("records/change.html", {"change": entry.past})

    @admin.display(description=_("salt"))
    def salt_kept(self, entry: NamedEntry) -> str:
        return entry.salt

    @admin.display(description=_("form after the change"))
    def form_after(self, entry: NamedEntry) -> str:
        text = json.dumps(json.loads(entry.payload or "null"), ensure_ascii=False, indent=2)
        show = _("Show")
        return format_html("<details><summary>{}</summary><pre>{}</pre></details>", show, text)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
