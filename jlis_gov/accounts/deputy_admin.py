"""Deputies as the audit office keeps them, for whoever cannot appoint one."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jlis_gov.accounts.deputy_pages import DeputyForm
from jlis_gov.accounts.rights import refusal_to_lend
from jlis_gov.accounts.tracked import mark_deputies
from organization.models import Deputy
from records.admin import OfficeForms, WordedColumns


class DeputyAdminForm(DeputyForm):
    """The same with the person, whom somebody else names: `user`, who must not gain by it."""

    user: Any

    class Meta(DeputyForm.Meta):
        fields: Any = ("person", *DeputyForm.Meta.fields)
        field_classes: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        person, deputy = cleaned.get("person"), cleaned.get("deputy")
        refusal = person and deputy and refusal_to_lend(self.user, person, deputy)
        if refusal:
            text = _("%(why)s Only the person represented or an administrator can appoint them.")
            self.add_error("deputy", ValidationError(text, params={"why": refusal}, code="gain"))
        return cleaned


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

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[Any]:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Deputy, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        mark_deputies(obj)

    def delete_model(self, request: HttpRequest, obj: Deputy) -> None:
        mark_deputies(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for one in queryset:
            self.delete_model(request, one)
