"""The history of a record in the admin, and the way back to an earlier state."""

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from records.addresses import address_of, route_name
from records.admin.restore_form import RestoreForm
from records.base import Record, sees_history, with_parts
from records.history import (
    DayWords,
    Words,
    differences,
    entries_of,
    moment,
    page_of_past,
    page_words,
    readable_form,
    restore,
    restored_form,
    returning_documents,
)
from records.journal import JournalEntry
from records.readings import mark_read


class HistoryAdmin(admin.ModelAdmin):
    """Every change of a record with what was changed in it, from the journal."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.restore_view)
        address = "<path:object_id>/history/<int:sequence>/restore/"
        return [path(address, view, name=route_name(self.model, "restore")), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self._record_with_history(request, object_id)
        mark_read(request, record)
        day = day_words(self.admin_site)
        number = request.GET.get("page")
        page, past = page_of_past(record, request.user, number=number, day=day)
        context = self._context(request, record) | {
            "title": _("History"),
            "page": page,
            "past": past,
            "pages": page.paginator.get_elided_page_range(page.number),
            "may_restore": self.has_change_permission(request, record),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "records/admin_history.html", context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = context.get("original")
        context["sees_history"] = record is not None and sees_history(request.user, record)
        return super().render_change_form(request, context, *args, **kwargs)

    def restore_view(self, request: HttpRequest, object_id: str, sequence: int) -> HttpResponse:
        """The page of what would change, and why it should; a POST changes it."""
        record = self._record_with_history(request, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        entry = get_object_or_404(entries_of(record), sequence=sequence)
        if readable_form(entry) is None:
            raise Http404
        form = RestoreForm(request.POST or None, record=record)
        if form.is_valid() and self._restored(form, record, entry):
            self.message_user(request, _("The earlier state was restored."), messages.SUCCESS)
            return redirect(self._address("history", record))
        return self._confirmation(request, record, entry, form)

    def _restored(self, form: RestoreForm, record: Record, entry: JournalEntry) -> bool:
        try:
            restore(record=record, entry=entry)
        except ValidationError as error:
            form.add_error(None, error)
        return form.is_valid()

    def _confirmation(
        self, request: HttpRequest, record: Record, entry: JournalEntry, form: RestoreForm
    ) -> HttpResponse:
        day = day_words(self.admin_site)
        context = self._context(request, record) | {
            "title": _("Restore an earlier state"),
            "form": form,
            "entry": entry,
            "when": moment(entry, day),
            **what_would_change(record, entry, request.user, day),
        }
        return TemplateResponse(request, "records/admin_restore.html", context)

    def _record_with_history(self, request: HttpRequest, object_id: str) -> Record:
        """The record; on a POST locked until the end, so that nothing comes between."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_view_or_change_permission(request, record):
            raise Http404
        if not sees_history(request.user, record):
            raise Http404
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            rows = self.model._base_manager.select_for_update(no_key=True)
            return get_object_or_404(rows, pk=record.pk)
        return record

    def _context(self, request: HttpRequest, record: Record) -> dict[str, Any]:
        return self.admin_site.each_context(request) | {
            "opts": self.opts,
            "original": record,
            "change_address": self._address("change", record),
            "history_address": self._address("history", record),
        }

    def _address(self, action: str, record: Record) -> str:
        return address_of(self.admin_site, self.model, action, record.pk)


def day_words(site: admin.AdminSite) -> DayWords:
    """The site's wording of a day; this room knows no notation of its own."""
    return getattr(site, "day_words", date.isoformat)


def what_would_change(
    record: Record, entry: JournalEntry, user: Any, day: DayWords
) -> dict[str, Any]:
    """From the record as it is now to what restoring `entry` would make of it, for the page."""
    model = type(record)
    now = with_parts(model).get(pk=record.pk).canonical()
    then = restored_form(model, now, readable_form(entry) or now)
    words = page_words(model, [now, then], user, Words(day=day))
    return {
        "differences": differences(model, now, then, words),
        "documents_return": bool(returning_documents(model, now, then)),
    }
