"""Deputies as the audit office keeps them, for whoever cannot appoint one."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from jlis_gov.deputy_pages import DeputyForm
from jlis_gov.tracked import mark_deputies
from organization.models import Deputy
from records.admin import OfficeForms, WordedColumns


class DeputyAdminForm(DeputyForm):
    """The same with the person, whom somebody else names."""

    class Meta(DeputyForm.Meta):
        fields: Any = ("person", *DeputyForm.Meta.fields)
        field_classes: dict[str, Any] = {}


@admin.register(Deputy)
class DeputyAdmin(OfficeForms, WordedColumns):
    """Who may act for whom; a row is changed or removed, and the journal keeps what it was."""

    form = DeputyAdminForm
    list_display = ["person", "deputy", "first_day", "last_day", "reason"]
    list_filter = ["first_day", "last_day"]
    list_select_related = ["person", "deputy"]
    search_fields = [
        *("person__username", "person__last_name", "deputy__username", "deputy__last_name"),
        "reason",
    ]
    autocomplete_fields = ["person", "deputy"]
    ordering = ["-first_day", "-pk"]

    def save_model(self, request: HttpRequest, obj: Deputy, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        mark_deputies(obj)

    def delete_model(self, request: HttpRequest, obj: Deputy) -> None:
        mark_deputies(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for one in queryset:
            self.delete_model(request, one)
