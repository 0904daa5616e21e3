"""The admin of a record: it goes step by step, why it changes is asked, lists ask once."""

from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.utils.translation import gettext_lazy as _

from records.admin.bulk import BulkAdmin
from records.admin.columns import WordedColumns
from records.admin.conflicts import ConflictsAdmin
from records.admin.corrections import CorrectionsAdmin
from records.admin.deletion import DraftDeletion
from records.admin.duplicating import DuplicatingAdmin
from records.admin.filters import WaitingFilter
from records.admin.forms import RecordForm, changes_public
from records.admin.history import HistoryAdmin
from records.admin.inlines import TEXT_AREA, OfficeForms
from records.admin.steps import StepsAdmin
from records.base import Record
from records.history import publication
from records.journal import REASON_FIELD
from records.papers import keep_uploads
from records.readings import mark_read

RECORD_FIELDS: Any = (
    _("state of the record"),
    {"fields": ["state", ("document_number", "decision_number")]},
)
JOURNAL_FIELDS: Any = (_("journal"), {"fields": [REASON_FIELD]})
FIXED = _(
    "It was published, so this stays: its address and the calendars that people subscribed to "
    "rest on it."
)


class RecordAdmin(
    DuplicatingAdmin,
    StepsAdmin,
    BulkAdmin,
    HistoryAdmin,
    CorrectionsAdmin,
    ConflictsAdmin,
    DraftDeletion,
    WordedColumns,
    OfficeForms,
    admin.ModelAdmin,
):
    """The base of every kind of record's admin.

    `record_list` may name the queryset method that brings along what a row of the list shows. A
    record that somebody may not see is not there for them: neither in lists nor choices, and its
    address answers as an unknown one's.
    """

    form = RecordForm
    formfield_overrides = TEXT_AREA
    list_per_page = 50
    list_filter = [WaitingFilter, "life", "visibility"]
    bulk_fields: ClassVar[tuple[str, ...]] = ("document_number", "decision_number")
    record_list: ClassVar[str] = ""

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[RecordForm]:
        record = cast(Record | None, obj)
        if record and self._is_fixed(record):
            kwargs["help_texts"] = dict.fromkeys(record.fixed_once_public, FIXED)
        made = super().get_form(request, record, change=change, **kwargs)
        form = cast(type[RecordForm], made)
        form.may_announce = self.may_announce(request, record)
        form.changes_public_rows = staticmethod(lambda: self._changes_public_rows(request, obj))
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        record = cast(Record | None, obj)
        fixed = record.fixed_once_public if record and self._is_fixed(record) else ()
        return [*super().get_readonly_fields(request, record), *fixed]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = cast(Any, super().get_queryset(request)).visible_to(request.user)
        is_list = "object_id" not in cast(ResolverMatch, request.resolver_match).kwargs
        return getattr(rows, self.record_list)() if is_list and self.record_list else rows

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Somebody was faster between our check and our write. Checked again, the form meets
            # that row and says so.
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if (record := context.get("original")) and request.method == "GET":
            mark_read(request, record)
        if request.method == "POST":  # it is sent back: its files wait for the next attempt
            keep_uploads(request.FILES, cast(int, request.user.pk))
        return super().render_change_form(request, context, *args, **kwargs)

    def _is_fixed(self, obj: Record) -> bool:
        """True where an address or a feed of it may be in somebody's hands."""
        return bool(obj.fixed_once_public) and not publication.was_never_public(obj)

    def _changes_public_rows(self, request: HttpRequest, obj: Model | None) -> bool:
        """True where a row on the page of `obj` is changed that is public or part of it."""
        if obj is None:
            return False
        formsets, _inlines = cast(Any, self)._create_formsets(request, obj, change=True)
        return any(changes_public(form) for formset in formsets for form in formset.forms)


class SearchOnlyAdmin(admin.ModelAdmin):
    """Parts that other forms search for; they are kept with what they belong to."""

    actions = None

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Its text names what it belongs to."""
        return [self.model.part_of]

    @staticmethod
    def choice_text(part: Any) -> str:
        """What a form offers of one."""
        return str(part)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        part_of = self.model.part_of
        wholes = self.model._meta.get_field(part_of).related_model.objects
        visible = wholes.visible_to(request.user)
        return super().get_queryset(request).filter(**{f"{part_of}__in": visible})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
