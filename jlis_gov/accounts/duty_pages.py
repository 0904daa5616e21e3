"""The page of what a person is in charge of: handing it over, and closing the account after it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from jlis_gov.accounts.duties import Duties, close, duties_of, hand_over
from organization.contacts import name_of
from records.base import ReasonForm

NAME = "auth_user_duties"
LEFT_ALONE = _("Nobody would speak for %(names)s any more.")


class PersonField(forms.ModelChoiceField):
    """An account, by the name of its person."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{name_of(obj)}（{obj.get_username()}）"


class HandOverForm(ReasonForm):
    """What is handed over to whom, and whether the account is closed then."""

    contacts: Any = forms.ModelMultipleChoiceField(queryset=None, required=False)
    scopes: Any = forms.ModelMultipleChoiceField(queryset=None, required=False)
    to = PersonField(label=_("hand over to"), queryset=None, required=False)
    closes = forms.BooleanField(label=_("close the account then"), required=False)
    leaves = forms.BooleanField(
        label=_("leave what is not handed over without anyone"), required=False
    )

    def __init__(self, *args: Any, account: Any, user: Any, duties: Duties, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.duties = account, duties
        people = get_user_model()._base_manager.filter(is_active=True).exclude(pk=account.pk)
        if not user.is_superuser:  # no duty for oneself, nor for administrators
            people = people.exclude(pk=user.pk).exclude(is_superuser=True)
        fields: Any = self.fields
        fields["to"].queryset = people.order_by("last_name", "first_name", "username")
        fields["contacts"].queryset = account.contacts.all()
        fields["scopes"].queryset = account.inspection_scopes.all()
        if account.pk == user.pk or not account.is_active:
            del fields["closes"], fields["leaves"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [*cleaned.get("contacts", ()), *cleaned.get("scopes", ())]
        if chosen and not cleaned.get("to"):
            self.add_error("to", ValidationError(_("Please say to whom."), code="to"))
        if cleaned.get("to") and not chosen:
            self.add_error(None, ValidationError(_("Please choose what is handed over.")))
        if not chosen and not cleaned.get("closes"):
            self.add_error(None, ValidationError(_("There is nothing to change.")))
        if cleaned.get("closes") and not cleaned.get("leaves"):
            alone = self.duties.left_alone({one.pk for one in cleaned.get("contacts", ())})
            if alone:
                names = "、".join(str(one.contact.department) for one in alone)
                self.add_error(None, ValidationError(LEFT_ALONE % {"names": names}, code="alone"))
        return cleaned


class DutiesAdmin(admin.ModelAdmin):
    """Accounts with the page of what their holders are in charge of."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.duties_view)
        return [path("<path:object_id>/duties/", view, name=NAME), *super().get_urls()]

    def duties_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What there is to hand over; a POST does it, in one change with its reason."""
        account: Any = self.get_object(request, unquote(object_id))
        if account is None:
            raise Http404
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        duties = duties_of(account, request.user)
        form = HandOverForm(request.POST or None, account=account, user=request.user, duties=duties)
        if form.is_valid() and self._is_done(account, form):
            self.message_user(request, _("It was handed over."), messages.SUCCESS)
            return redirect(reverse(f"{self.admin_site.name}:auth_user_change", args=[account.pk]))
        context = self.admin_site.each_context(request) | {
            "title": _("What this person is in charge of"),
            "opts": self.opts,
            "original": account,
            "name": name_of(account),
            "duties": duties,
            "form": form,
        }
        return TemplateResponse(request, "admin/duties.html", context)

    def _is_done(self, account: Any, form: HandOverForm) -> bool:
        chosen = form.cleaned_data
        keys = {name: [one.pk for one in chosen[name]] for name in ("contacts", "scopes")}
        try:
            with transaction.atomic():
                if chosen["to"]:
                    hand_over(account=account, to=chosen["to"], **keys)
                if chosen.get("closes"):
                    close(account)
        except ValidationError as error:
            form.add_error(None, error)
        return form.is_valid()


def refusal_to_close(account: Any) -> str:
    """Why an account is not closed by the tick alone; empty where nothing depends on it."""
    alone = duties_of(account, None).left_alone()
    if not alone:
        return ""
    names = "、".join(str(one.contact.department) for one in alone)
    address = reverse(f"admin:{NAME}", args=[account.pk])
    text = LEFT_ALONE % {"names": names}
    return format_html('{} <a href="{}">{}</a>', text, address, _("Hand it over first."))
