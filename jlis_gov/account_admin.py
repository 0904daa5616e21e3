"""Accounts: who has which role, speaks for which department, inspects what and until when."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.core.exceptions import ValidationError
from django.db.models import ManyToManyField, Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from audits.models import InspectionScope
from jlis_gov.roles import AUDIT_OFFICE, SECRETARIAT
from organization.models import Contact
from records.admin.inlines import OfficeForms

User = get_user_model()
OFFICE = {AUDIT_OFFICE, SECRETARIAT}


class ContactInline(admin.TabularInline):
    model = Contact
    autocomplete_fields = ["department"]
    extra = 0


class InspectionInline(OfficeForms, admin.TabularInline):
    model = InspectionScope
    extra = 0


class AccountForm(UserChangeForm):
    """An account with its roles; those of the office work in the admin."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        names = {group.name for group in cleaned.get("groups") or ()}
        if names & OFFICE and not cleaned.get("is_staff"):
            message = _("The secretariat and the audit office work in the admin: tick this, too.")
            self.add_error("is_staff", ValidationError(message))
        return cleaned


class AccountAdmin(UserAdmin):
    """Accounts as the audit office keeps them.

    Only an administrator makes administrators, gives rights beside the roles, or touches the
    account of another administrator.
    """

    form = AccountForm
    list_display = ["username", "last_name", "first_name", "roles", "is_staff", "is_active"]
    list_filter = ["groups", "is_staff", "is_active"]
    filter_horizontal = ["user_permissions"]
    inlines = [ContactInline, InspectionInline]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("person"), {"fields": [("last_name", "first_name"), "email"]}),
        (_("roles and rights"), {"fields": ["is_active", "is_staff", "groups"]}),
        (_("for administrators"), {"fields": ["is_superuser", "user_permissions"]}),
        (_("when"), {"fields": [("last_login", "date_joined")]}),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if obj is None or request.user.is_superuser:
            return found
        return [part for part in found if "is_superuser" not in part[1]["fields"]]

    def get_inlines(self, request: HttpRequest, obj: Model | None) -> list[type]:
        return [] if obj is None else self.inlines

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest | None, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "groups":
            kwargs |= {"widget": forms.CheckboxSelectMultiple, "help_text": ""}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        is_open = obj is None or request.user.is_superuser or not obj.is_superuser
        return is_open and super().has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, user: Model) -> str:
        return "、".join(group.name for group in user.groups.all())


admin.site.unregister(User)
admin.site.register(User, AccountAdmin)
