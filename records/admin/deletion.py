"""Deleting in the admin: only what was never public, and nothing that others refer to."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records.addresses import address_of
from records.base import JournalledModel, Record, parts_of
from records.history import publication


class DraftDeletion(admin.ModelAdmin):
    """Drafts that were never public can be deleted by those with the right, one at a time."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        may_delete = super().has_delete_permission(request, obj)
        return may_delete and (obj is None or publication.can_be_deleted(cast(Record, obj)))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Asks first; says it to whoever has the right where the record cannot be deleted."""
        record = self.get_object(request, unquote(object_id))
        try:
            if record is not None and super().has_delete_permission(request, record):
                publication.require_deletable(record)
            with transaction.atomic():
                return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return redirect(address_of(self.admin_site, self.model, "change", object_id))

    def delete_model(self, request: HttpRequest, obj: Record) -> None:
        publication.delete_draft(record=obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict, set, list]:
        """The rows that go with a record, and the records that stand in the way."""
        rows = [row for record in objs for row in (record, *parts_of(record))]
        counts: dict[str, int] = {}
        for row in rows:
            kind = str(row._meta.verbose_name_plural)
            counts[kind] = counts.get(kind, 0) + 1
        others = [other for record in objs for other in publication.referring(record)]
        return (
            [named(row) for row in rows],
            counts,
            set(),
            [self._named_to(request, other) for other in others],
        )

    def _named_to(self, request: HttpRequest, record: Record) -> str:
        """What may be said of a record that stands in the way."""
        visible = type(record).objects.visible_to(request.user)
        if visible.filter(pk=record.pk).exists():
            return named(record)
        return str(_("a record that you may not see"))


def named(row: JournalledModel) -> str:
    """A row with what kind it is of."""
    return f"{capfirst(row._meta.verbose_name)}: {row}"
