"""Passkeys: keys on devices, unlocked there: password and second factor in one.

Every one is told its account and unlocked by its owner (WebAuthn's resident keys and user
verification), so that it signs in alone.
"""

from typing import Any

from allauth.account.internal.flows.login import clear_authentication_records
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from jlis_gov.accounts.credentials.second_factor import Journalled
from jlis_gov.accounts.destination import asked_for, destination

WRONG = _("This passkey was not accepted. Please try again, or use another way.")
# fido2 takes an answer apart as it comes, and falls over what no browser sends.
AMISS = (ValidationError, AttributeError, KeyError, TypeError, ValueError)


class _InOurWords:
    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]  # of a form of allauth's
        except AMISS as error:
            raise ValidationError(WRONG, code="wrong") from error


class PasskeySignInForm(_InOurWords, LoginWebAuthnForm):
    """The answer of a passkey to the challenge of this session."""


class PasskeyAgainForm(_InOurWords, ReauthenticateWebAuthnForm):
    """The same, of who has signed in."""


class NewPasskeyForm(AddWebAuthnForm):
    """A new passkey, and what its owner calls it."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        max_length=100,
        help_text=_("By which you know the device again: 執務室のパソコン"),
    )
    passwordless = None

    def clean(self) -> dict[str, Any]:
        try:
            cleaned = super().clean()
            credential = cleaned.get("credential")
            answer = credential and auth.parse_registration_response(credential).response
            if answer and not answer.attestation_object.auth_data.is_user_verified():
                raise ValidationError(WRONG)
        except AMISS as error:
            raise ValidationError(WRONG, code="wrong") from error
        return cleaned


@method_decorator(never_cache, name="dispatch")
class PasskeySignIn(FormView):
    """GET gives the challenge for a passkey, POST takes its answer."""

    form_class = PasskeySignInForm
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse(auth.begin_authentication(user=None))

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, WRONG)
        return redirect("sign_in")

    def form_valid(self, form: Any) -> HttpResponse:
        factor = form.cleaned_data["credential"]
        clear_authentication_records(self.request)
        leads_to = destination(factor.user, asked_for(self.request))
        login = Login(user=factor.user, redirect_url=leads_to)
        return flows.perform_passwordless_login(self.request, factor, login)


@method_decorator(never_cache, name="dispatch")
class AddPasskey(Journalled, AddWebAuthnView):
    """Has the device make a passkey, and keeps its public half."""

    template_name = "jlis_gov/passkey_add.html"
    form_class = NewPasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = FormView.get_context_data(self, **kwargs)
        return context | {"options": auth.begin_registration(self.request.user, True)}

    def get_initial(self) -> dict[str, Any]:
        return {"name": ""}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("You can sign in by this passkey now."))
        return response


@method_decorator(never_cache, name="dispatch")
class RemovePasskey(Journalled, RemoveWebAuthnView):
    """Asks before a passkey is taken off."""

    template_name = "jlis_gov/passkey_remove.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("The passkey was taken off."))
        return response


@method_decorator(never_cache, name="dispatch")
class ConfirmByPasskey(ReauthenticateWebAuthnView):
    """A passkey once more."""

    template_name = "jlis_gov/confirm_passkey.html"
    form_class = PasskeyAgainForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"options": context.pop("js_data")["request_options"]}

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, WRONG)
        return redirect(reverse("mfa_reauthenticate_webauthn"))
