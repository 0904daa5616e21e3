"""Groups of accounts, and rights in words: Django keeps their names in English."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import ManyToManyField, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jlis_gov.accounts.tracked import mark_group

RIGHTS = {
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
    "view": _("view"),
    "approve": _("approve"),
    "publish": _("publish"),
    "answer_finding": _("answer findings of one's own departments"),
    "submit_documentrequest": _("submit documents that one's own departments are asked for"),
    "read_in_scope": _("read the audits of one's own inspections"),
    "read_as_contact": _("read what concerns one's own departments"),
    "record_results": _("record the results of the auditors' audits"),
    "read_history": _("read the history of what one may read"),
}


class PermissionsField(forms.ModelMultipleChoiceField):
    """A choice of permissions, in words: Django keeps their names in English."""

    def __init__(self, queryset: QuerySet, **kwargs: Any) -> None:
        pageless = ("account", "mfa", "socialaccount", "usersessions")
        ours = queryset.exclude(content_type__app_label__in=pageless)
        super().__init__(ours, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        action = obj.codename.partition("_")[0]
        return f"{obj.content_type} | {RIGHTS.get(obj.codename) or RIGHTS.get(action) or obj.name}"


class RoleAdmin(GroupAdmin):
    """Groups of accounts, for administrators alone: a group's rights are those of its members."""

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        kwargs["form_class"] = PermissionsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        mark_group(form.instance)

    def delete_model(self, request: HttpRequest, obj: Group) -> None:
        mark_group(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for group in queryset:
            self.delete_model(request, group)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_superuser


admin.site.unregister(Group)
admin.site.register(Group, RoleAdmin)
