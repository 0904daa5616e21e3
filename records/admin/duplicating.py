"""A record's form filled in from another's, as the start of a new one."""

from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from records.addresses import address_of
from records.base import JournalledModel, Part, Record, is_key

DUPLICATE = "duplicate"  # the parameter that names the record by its key
NUMBERS = {"document_number", "decision_number"}


class DuplicatingAdmin(admin.ModelAdmin):
    """The form of a new record can start as another one's, without what belongs to that one alone.

    Left out are days, files, what is unique, numbers of documents and decisions, rows that are
    records themselves, and what `not_duplicated` of the admin or of an inline names.
    """

    not_duplicated: ClassVar[tuple[str, ...]] = ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        source = self.duplicated(request)
        return initial | (carried(source, self.not_duplicated) if source else {})

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Record, inline: InlineModelAdmin, prefix: str
    ) -> dict[str, Any]:
        given = cast(Any, super()).get_formset_kwargs(request, obj, inline, prefix)
        source = None if obj.pk else self.duplicated(request)
        if source and is_carried(inline):
            parent = cast(Any, inline.model).part_of
            rows = given["queryset"].filter(**{parent: source})
            left_out = (parent, *cast(Any, inline).not_duplicated)
            given["initial"] = [carried(row, left_out) for row in rows]
        return given

    def duplicated(self, request: HttpRequest) -> Record | None:
        """The record that the form starts as; None once the form is sent."""
        return None if request.method == "POST" else self.started_from(request)

    def started_from(self, request: HttpRequest) -> Record | None:
        """The record that the form started as; 404 for one that its user may not see."""
        key = request.GET.get(DUPLICATE, "")
        if not key:
            return None
        if DUPLICATE not in vars(request):
            source = self.get_object(request, key) if is_key(key) else None
            if source is None or not self.has_view_permission(request, source):
                raise Http404
            vars(request)[DUPLICATE] = source
        return cast(Record, vars(request)[DUPLICATE])

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if (record := context.get("original")) and self.has_add_permission(request):
            address = address_of(self.admin_site, self.model, "add")
            tool = (_("Duplicate"), f"{address}?{DUPLICATE}={record.pk}")
            context["tools"] = [tool, *context.get("tools", ())]
        return super().render_change_form(request, context, *args, **kwargs)


def is_carried(inline: InlineModelAdmin) -> bool:
    """True where another record may start with the rows of this inline."""
    return issubclass(inline.model, Part) and getattr(inline, "is_duplicated", False)


def carried(row: JournalledModel, left_out: tuple[str, ...]) -> dict[str, Any]:
    """The values of `row` that the form of another such row may start with."""
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.editable
        and not field.unique
        and not isinstance(field, (models.DateField, models.FileField))
        and field.name not in NUMBERS
        and field.name not in left_out
    }
