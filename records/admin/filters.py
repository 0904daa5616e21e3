"""Filters that every list of records has."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class WaitingFilter(admin.SimpleListFilter):
    """The records yet to be approved or published: `?waiting=approval`, `?waiting=publication`."""

    title = _("waiting for")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        waits: list[tuple[str, Any]] = [("approval", _("approval"))]
        if model_admin.model.meant_for_public:
            waits.append(("publication", _("publication")))
        return waits

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "approval":
            return cast(Any, queryset).awaiting_approval()
        if self.value() == "publication":
            return cast(Any, queryset).awaiting_publication()
        return queryset
