"""Inlines for the parts of a record."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, Field, ModelChoiceField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from records.admin.forms import (
    AttachmentForm,
    PaperForm,
    PaperFormSet,
    PartForm,
    PartFormSet,
)
from records.admin.widgets import RememberingSelect
from records.history import Step, right_for
from records.papers import VersionedPaper, VersionedPaperQuerySet

VERSIONS = "records/versions.html"
TEXT_AREA: dict[Any, Any] = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 2})}}


class OfficeForms(admin.options.BaseModelAdmin):
    """Forms that ask the database once for what they show, and take dates as the site does.

    `narrowed_by` names for a field that searches the form's field whose choice narrows the search.
    A site may have a `date_field`, the form field for days; this room knows no notation of its own.
    """

    narrowed_by: ClassVar[Mapping[str, str]] = {}
    together: ClassVar[tuple[str, ...]] = ()  # what `select_related` brings along

    def formfield_for_dbfield(
        self, db_field: models.Field, request: Any, **kwargs: Any
    ) -> Field | None:
        is_day = db_field.get_internal_type() == "DateField"
        if is_day and hasattr(self.admin_site, "date_field"):
            kwargs["form_class"] = self.admin_site.date_field
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: Any, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            by = self.narrowed_by.get(db_field.name)
            attrs = {"data-narrowed-by": by} if by else {}
            kwargs.setdefault("widget", RememberingSelect(db_field, self.admin_site, attrs))
        formfield = super().formfield_for_foreignkey(db_field, request, **kwargs)
        related: Any = self.admin_site._registry.get(cast(Any, db_field.related_model))
        if formfield and hasattr(related, "choice_text"):
            cast(Any, formfield).label_from_instance = related.choice_text
        return formfield


class PartInline(OfficeForms, admin.TabularInline):
    """Parts as a table: one empty row on a new record, none on an old one.

    The table follows so many of the form's sections, or all but the last two: state and reason.
    """

    form = PartForm
    formset = PartFormSet
    formfield_overrides = TEXT_AREA
    # Whether a duplicate of the record starts with such rows, and their fields that it does not.
    is_duplicated: ClassVar[bool] = True
    not_duplicated: ClassVar[tuple[str, ...]] = ()
    follows: ClassVar[int | None] = None

    def formfield_for_dbfield(
        self, db_field: models.Field, request: Any, **kwargs: Any
    ) -> Field | None:
        """Without the links to add or change what a row points to: four more stops a row."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
            wrapper = formfield.widget
            wrapper.can_add_related = wrapper.can_change_related = False
            wrapper.can_view_related = wrapper.can_delete_related = False
        return formfield

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 1 if obj is None else 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.select_related(*self.together) if self.together else rows


class AttachmentInline(PartInline):
    """Documents; only those who may publish the record make one public."""

    form: type[PaperForm] = AttachmentForm
    is_duplicated = False

    def get_formset(
        self, request: HttpRequest, obj: Any = None, **kwargs: Any
    ) -> type[BaseInlineFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        right = right_for(Step.PUBLISH, obj or self.parent_model())
        form = cast(type[PaperForm], formset.form)
        form.may_publish = request.user.has_perm(right)
        form.sender = request.user.pk
        return formset


class PaperInline(AttachmentInline):
    """Papers by their last versions, with the versions before; another file makes a version."""

    form = PaperForm
    formset = PaperFormSet
    readonly_fields = ("versions",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return cast(VersionedPaperQuerySet, super().get_queryset(request)).current()

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return 0

    @admin.display(description=_("versions"))
    def versions(self, paper: VersionedPaper) -> str:
        """Its facts and those of the versions before it, with links to the files."""
        return "" if paper._state.adding else render_to_string(VERSIONS, {"paper": paper})


class StackedPartInline(PartInline):
    """Parts one below the other, for those with long texts."""

    template = admin.StackedInline.template
