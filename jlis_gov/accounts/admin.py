"""Accounts: who has which role, speaks for which department, inspects what and until when."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, ManyToManyField, Model, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audits.models import InspectionScope
from jlis_gov.accounts.credentials import address_is_confirmed, set_confirmed
from jlis_gov.accounts.directory import keep_local_roles, local_groups, roles_of_directory
from jlis_gov.accounts.duty_pages import DutiesAdmin, refusal_to_close
from jlis_gov.accounts.rights import may_act_as, password_is_safe
from jlis_gov.accounts.role_admin import PermissionsField
from jlis_gov.accounts.roles import roles
from jlis_gov.accounts.sign_in import unlock
from jlis_gov.accounts.tracked import (
    mark_accounts,
    mark_password,
    mark_second_factor,
    watched_password,
)
from organization.models import Contact
from records.admin import OfficeForms, WordedColumns
from records.base import BasePartFormSet

User = get_user_model()
FACTOR_OUT_OF_REACH = _(
    "Some of these accounts may do more than you: an administrator takes their second factor off."
)
PASSWORD_OUT_OF_REACH = _("This account may do more than you: an administrator sets its password.")


class RolesField(forms.ModelMultipleChoiceField):
    """A choice of roles, each with what it may do in words; groups that are no role by name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = {role.name: role.words for role in roles()}

    def label_from_instance(self, obj: Any) -> str:
        words = self.words.get(obj.name, _("a group of its own; an administrator knows"))
        return format_html('<b>{}</b> <span class="role-words">{}</span>', obj.name, words)


def in_order_of_roles() -> QuerySet[Group]:
    """All groups: the roles from the one that may do least, then others."""
    names = [role.name for role in roles()]
    places = (When(name=name, then=place) for place, name in enumerate(names))
    return Group.objects.order_by(Case(*places, default=len(names)), "pk")


class ContactInline(OfficeForms, admin.TabularInline):
    model = Contact
    formset = BasePartFormSet
    autocomplete_fields = ["department"]
    extra = 0


class InspectionInline(OfficeForms, admin.TabularInline):
    model = InspectionScope
    formset = BasePartFormSet
    extra = 0


class AccountForm(UserChangeForm):
    """An account with its roles; those of the office work in the admin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "groups" in self.fields:  # those of the directory are not the office's to choose
            self.initial["groups"] = local_groups(self.instance)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        office = {role.name for role in roles() if role.is_office}
        names = {group.name for group in cleaned.get("groups") or ()}
        is_closed = "is_active" in self.fields and not cleaned["is_active"]
        refusal = refusal_to_close(self.instance) if is_closed and self.instance.is_active else ""
        if refusal:
            self.add_error("is_active", ValidationError(refusal, code="alone"))
        if names & office and not cleaned.get("is_staff"):
            message = _("The secretariat and the audit office work in the admin: tick this, too.")
            self.add_error("is_staff", ValidationError(message))
        return cleaned


class AccountAdmin(WordedColumns, DutiesAdmin, UserAdmin):
    """Accounts as the audit office keeps them.

    Only an administrator makes administrators, gives rights beside the roles, deletes accounts, or
    touches the account of another administrator. Nobody else changes their own rights, nor
    sets the password of an account that may do more.
    """

    form = AccountForm
    list_display = ["username", "last_name", "first_name", "roles", "is_staff", "is_active"]
    list_filter = ["groups", "is_staff", "is_active"]
    filter_horizontal = ["user_permissions"]
    inlines = [ContactInline, InspectionInline]
    actions = ["unlock", "take_second_factor_off"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("person"), {"fields": [("last_name", "first_name"), "email"]}),
        (_("roles and rights"), {"fields": ["is_active", "is_staff", "groups"]}),
        (
            _("for administrators"),
            {"fields": ["is_superuser", "user_permissions"], "classes": ["collapse"]},
        ),
        (_("when"), {"fields": [("last_login", "date_joined")]}),
    ]
    readonly_fields = ["by_the_directory", "last_login", "date_joined"]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if obj is not None and roles_of_directory(obj).exists():
            told: Any = {"fields": ["is_active", "is_staff", "groups", "by_the_directory"]}
            found = [(name, told if "groups" in part["fields"] else part) for name, part in found]
        if obj is None or request.user.is_superuser:
            return found
        kept = [part for part in found if "is_superuser" not in part[1]["fields"]]
        if not may_act_as(request.user, obj):
            kept[0] = (None, {"fields": ["username"], "description": PASSWORD_OUT_OF_REACH})
        return kept

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        fixed = ["is_active", "is_staff", "groups"] if self._is_own(request, obj) else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_inlines(self, request: HttpRequest, obj: Model | None) -> list[type]:
        return [] if obj is None or self._is_own(request, obj) else self.inlines

    def _is_own(self, request: HttpRequest, obj: Model | None) -> bool:
        """Return True if somebody who is no administrator looks at the own account."""
        return obj is not None and obj.pk == request.user.pk and not request.user.is_superuser

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.name == "groups":
            kwargs |= {
                "form_class": RolesField,
                "queryset": in_order_of_roles(),
                "widget": forms.CheckboxSelectMultiple,
                "help_text": "",
            }
        if db_field.name == "user_permissions":
            kwargs["form_class"] = PermissionsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_open = obj is None or request.user.is_superuser or not obj.is_superuser
        return is_open and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.is_superuser and super().has_delete_permission(request, obj)

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 (Django calls it so)
        form_url: str = "",
    ) -> HttpResponse:
        account = self.get_object(request, unquote(id))
        if account is None:
            raise Http404
        if not may_act_as(request.user, account):
            raise PermissionDenied
        with watched_password(account, request.user):
            return super().user_change_password(request, id, form_url)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        account = form.instance
        if "groups" in form.cleaned_data:
            keep_local_roles(account)
        if not change:
            mark_password(account, request.user)
        elif not request.user.is_superuser and not password_is_safe(account):
            self._close(request, account)
        self._keep_address(request, form)
        mark_accounts(account.pk)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.was_within_reach = change and may_act_as(request.user, obj)  # with the roles until now
        super().save_model(request, obj, form, change)

    def _keep_address(self, request: HttpRequest, form: Any) -> None:
        """Links go to an address only of its holder's word, or of who may act as the account."""
        account, user = form.instance, request.user
        is_within_reach = may_act_as(user, account)
        if "email" in form.changed_data:
            set_confirmed(account, is_within_reach and account.pk != user.pk, by=user)
        elif form.was_within_reach and not is_within_reach and address_is_confirmed(account):
            set_confirmed(account, False, by=user)

    def _close(self, request: HttpRequest, account: Any) -> None:
        """Nobody signs in with a password that was set by who may not do what it opens now."""
        account.set_unusable_password()
        account.save(update_fields=["password"])
        mark_password(account, request.user)
        message = _(
            "The password was closed: it had been set by somebody who may not do what this account "
            "may do now. Please ask an administrator to set a new one."
        )
        self.message_user(request, message, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        mark_accounts(obj.pk)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for account in queryset:
            self.delete_model(request, account)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.action(description=_("let sign in again at once"), permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: QuerySet) -> None:
        """End the wait that failed sign-ins have brought; the history of each account tells it."""
        count = 0
        for account in queryset:
            if self.has_change_permission(request, account) and unlock(account.get_username()):
                self.log_change(
                    request, account, _("The wait after failed sign-ins was taken back.")
                )
                count += 1
        text = ngettext(
            "%(count)d account can sign in again at once.",
            "%(count)d accounts can sign in again at once.",
            count,
        )
        self.message_user(request, text % {"count": count})

    @admin.action(description=_("take the second factor off"), permissions=["change"])
    def take_second_factor_off(self, request: HttpRequest, queryset: QuerySet) -> None:
        """For who has lost the phone and the recovery codes; by who may act as the account."""
        accounts = list(queryset)
        within_reach = [one for one in accounts if may_act_as(request.user, one)]
        factors = Authenticator.objects.filter(user__in=within_reach)
        keys = set(factors.values_list("user_id", flat=True))
        factors.delete()
        mark_second_factor(*keys)
        text = ngettext(
            "The second factor of %(count)d account was taken off.",
            "The second factors of %(count)d accounts were taken off.",
            len(keys),
        )
        self.message_user(request, text % {"count": len(keys)})
        if len(within_reach) < len(accounts):
            self.message_user(request, FACTOR_OUT_OF_REACH, messages.WARNING)

    @admin.display(description=_("roles by the directory"))
    def by_the_directory(self, user: Any) -> str:
        return "、".join(row.group.name for row in roles_of_directory(user))

    @admin.display(description=_("roles"))
    def roles(self, user: Any) -> str:
        return "、".join(group.name for group in user.groups.all())


# Secrets, identities and sessions have no page; what there is to see stands on the account's.
pageless = [EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession]
admin.site.unregister([User, *pageless])
admin.site.register(User, AccountAdmin)
