"""No lost update: whoever saves what another has changed meanwhile sees it first, and decides."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import connection
from django.db.models import QuerySet
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.datastructures import MultiValueDict

from records.admin import concurrent as seen
from records.admin.history import day_words
from records.admin.joining import join
from records.admin.merging import Merge
from records.admin.seen_form import SEEN, RefusedForm, SeenField
from records.base import Record
from records.history import Form, moment
from records.journal import JournalEntry
from records.papers import keep_uploads, kept_name


class ConflictsAdmin(admin.ModelAdmin):
    """Forms that know which versions they were made from, and are held against them."""

    def get_fieldsets(self, request: HttpRequest, obj: Record | None = None) -> list[tuple]:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets, (None, {"fields": [SEEN], "classes": ["hidden"]})]

    def get_form(
        self, request: HttpRequest, obj: Record | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if SEEN not in (kwargs.get("fields") or ()):
            return super().get_form(request, obj, change=change, **kwargs)
        kwargs["fields"] = [name for name in kwargs["fields"] if name != SEEN]
        form = super().get_form(request, obj, change=change, **kwargs)
        if notice := getattr(request, "conflict_notice", ""):
            form = cast(Any, type(form))(form.__name__, (RefusedForm, form), {"notice": notice})
        form.base_fields[SEEN] = SeenField(self._versions(request, cast(Record, obj)))
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and object_id is not None:
            key = unquote(object_id)
            self._lock(request, key)
            record = self.get_object(request, key)
            if record is None and (entry := seen.deletion_of(self.model, key)):
                return self._gone(request, entry)
            if record is not None and self.has_change_permission(request, record):
                self._meet_others(request, record)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _lock(self, request: HttpRequest, key: str) -> None:
        """Keep the record and the records among its rows as they are until the request ends.

        SQLite has one writer at a time: there the journal's transaction has locked them already.
        """
        record = self.get_object(request, key)
        if record and connection.features.has_select_for_update and connection.in_atomic_block:
            rows = self.model._base_manager.select_for_update(no_key=True)
            list(rows.filter(pk=record.pk).values_list("pk"))
            for others in self._records_in_rows(request, record):
                list(others.select_for_update(no_key=True).values_list("pk"))

    def _meet_others(self, request: HttpRequest, record: Record) -> None:
        """Where the page is out of date, join it with what is kept and have it refused once."""
        versions, held = self._versions(request, record), request.POST.get(SEEN, "")
        if held == versions:
            return
        known = seen.read_versions(held)
        merge, before = Merge(request.POST.copy()), seen.form_at(record, known.get(0))
        merge.data[SEEN] = versions
        kept = keep_uploads(request.FILES, cast(int, request.user.pk))
        merge.data.update({kept_name(name): token for name, token in kept.items()})
        found = join(self, request, merge, record, before, known) if before else None
        context = {
            "changes": self._changes(record, before),
            "met": found,
            "lost_files": [file for name, file in request.FILES.items() if name not in kept],
        }
        sent = cast(Any, request)
        sent.POST, sent._files = merge.data, MultiValueDict()
        sent.conflict_notice = render_to_string("records/conflict.html", context, request)

    def _changes(self, record: Record, before: Form | None) -> list[tuple[str, JournalEntry]]:
        day = day_words(self.admin_site)
        return [(moment(entry, day), entry) for entry in seen.changes_since(record, before)]

    def _gone(self, request: HttpRequest, entry: JournalEntry) -> HttpResponse:
        """The record was deleted meanwhile: who did, why, and all that was typed, to copy."""
        internal = ("_FORMS", "-id", SEEN, "csrfmiddlewaretoken")
        context = self.admin_site.each_context(request) | {
            "title": self.opts.verbose_name,
            "entry": entry,
            "when": moment(entry, day_words(self.admin_site)),
            "typed": [
                (self._label(name), text)
                for name, text in request.POST.items()
                if str(text).strip() and not name.endswith(internal) and not name.startswith("_")
            ],
        }
        return TemplateResponse(request, "records/admin_gone.html", context, status=409)

    def _label(self, name: str) -> str:
        labels = {field.name: str(field.verbose_name) for field in self.opts.concrete_fields}
        return labels.get(name, name)

    def _versions(self, request: HttpRequest, record: Record) -> str:
        pairs = [
            pair
            for others in self._records_in_rows(request, record)
            for pair in others.values_list("pk", "version")
        ]
        return seen.versions_text(record.version, pairs)

    def _records_in_rows(self, request: HttpRequest, record: Record) -> list[QuerySet]:
        """The records that the page shows as rows of inlines."""
        return [
            inline.model._base_manager.filter(
                **{
                    cast(Any, _get_foreign_key)(
                        self.model, inline.model, inline.fk_name
                    ).name: record
                }
            ).order_by("pk")
            for inline in self.get_inline_instances(request, record)
            if issubclass(inline.model, Record)
        ]
