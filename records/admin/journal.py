"""The journal, to read."""

import json
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from records.models import JournalEntry
from records.readers import entries_for


class RecordTypeFilter(admin.SimpleListFilter):
    """The kinds of record that the journal speaks of."""

    title = _("kind of record")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        entries = model_admin.get_queryset(request).order_by()
        labels = entries.values_list("record_type", flat=True).distinct()
        return sorted((label, kind_name(label)) for label in labels)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(record_type=self.value()) if self.value() else queryset


def kind_name(label: str) -> str:
    """What people call the records of the model `label`; the label where there is none any more."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


class JournalEntryAdmin(admin.ModelAdmin):
    """Every change, newest first; nobody adds, alters or removes one."""

    actions = None
    list_display = ["sequence", "at", "actor", "action", "kind", "record", "reason"]
    list_filter = ["action", RecordTypeFilter]
    search_fields = ["actor", "reason", "record_uid"]
    ordering = ["-sequence"]
    list_per_page = 50
    readonly_fields = ["kind", "record", "form_after"]
    fields = [
        *("sequence", "at", "actor", "reason", "action", "kind", "record", "record_uid"),
        *("schema", "form_after", "salt", "digest", "previous_hash", "hash"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return entries_for(request.user).order_by(*self.ordering)

    @admin.display(description=_("kind of record"), ordering="record_type")
    def kind(self, entry: JournalEntry) -> str:
        return kind_name(entry.record_type)

    @admin.display(description=_("record"))
    def record(self, entry: JournalEntry) -> str:
        name = entry.record_type.lower().replace(".", "_")
        try:
            address = reverse(f"admin:{name}_change", args=[entry.record_id])
        except NoReverseMatch:
            return str(entry.record_id)
        return format_html('<a href="{}">{}</a>', address, entry.record_id)

    @admin.display(description=_("form after the change"))
    def form_after(self, entry: JournalEntry) -> str:
        text = json.dumps(json.loads(entry.payload or "null"), ensure_ascii=False, indent=2)
        return format_html("<pre>{}</pre>", text)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
