"""Readings, for the audit office to look through and take away."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import journal
from records.addresses import address_of
from records.admin.columns import WordedColumns
from records.admin.history import day_words
from records.admin.journal_list import RecordTypeFilter, kind_name
from records.journal import request_id
from records.lists import FORMATS, Table
from records.readings import Reading

MOST_TAKEN = 50_000  # rows of a file
FILES = {one.name: one for one in FORMATS.values() if one.tables}


@admin.register(Reading)
class ReadingAdmin(WordedColumns, admin.ModelAdmin):
    """Every reading, newest first; nobody adds, alters or removes one by hand."""

    actions = None
    list_display = ["first_at", "reader", "kind", "title"]
    list_filter = ["day", RecordTypeFilter]
    search_fields = ["reader", "title", "record_uid"]
    list_per_page = 50
    change_list_template = "records/readings.html"
    readonly_fields = ["first_at", "reader", "kind", "title", "record_uid"]
    fields = ["first_at", "reader", "kind", "title", "record_uid"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.take_away)
        own = path("files/<slug:name>/", view, name="records_reading_file")
        return [own, *super().get_urls()]

    @admin.display(description=gettext_lazy("kind of record"), ordering="record_type")
    def kind(self, reading: Reading) -> str:
        return capfirst(kind_name(reading.record_type))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse | HttpResponse:
        files = {
            "files": FILES.values(),
            "filters": request.GET.urlencode(),
            "most": f"{MOST_TAKEN:,}",
        }
        return super().changelist_view(request, files | (extra_context or {}))

    def take_away(self, request: HttpRequest, name: str) -> HttpResponse:
        """The list under its filters as a file, which the journal notes."""
        if name not in FILES or not self.has_view_permission(request):
            raise Http404
        file: Any = FILES[name].tables
        try:
            listed = self.get_changelist_instance(request)
        except IncorrectLookupParameters:  # as the list itself answers
            return redirect(f"{address_of(self.admin_site, self.model, 'changelist')}?e=1")
        table = self.table(listed.get_queryset(request)[: MOST_TAKEN + 1])
        payload = {"what": "readings", "format": name, "rows": len(table.rows)}
        journal.append_export(
            actor=request.user.get_username(), payload=payload, request=request_id(request)
        )
        body = file.write(table.title, [table], timezone.now().replace(tzinfo=None))
        answer = HttpResponse(body, content_type=file.content_type)
        answer["Content-Disposition"] = f'attachment; filename="readings.{name}"'
        return answer

    def table(self, found: Iterable[Reading]) -> Table:
        """The newest of these, as many as a file holds; where that is not all, it says so."""
        title, day = capfirst(str(self.opts.verbose_name_plural)), day_words(self.admin_site)
        fields: Any = self.opts.get_field
        names = [fields(each) for each in ("day", "reader", "record_type", "title")]
        heads = (*(capfirst(str(each.verbose_name)) for each in names), _("record's ID"))
        rows = tuple(
            (day(row.day), row.reader, self.kind(row), row.title, str(row.record_uid))
            for row in found
        )
        if len(rows) > MOST_TAKEN:
            title = _("%(title)s (the newest %(most)s only)") % {
                "title": title,
                "most": f"{MOST_TAKEN:,}",
            }
        return Table(title, heads, rows[:MOST_TAKEN], number=1)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
