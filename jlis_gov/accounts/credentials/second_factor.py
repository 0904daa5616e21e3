"""Pages of the second factor: an app's codes and recovery codes, set up, used and taken off."""

from base64 import b64encode
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.views import ReauthenticateView as PasswordAgain
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as CodeAgain
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from jlis_gov.accounts.credentials.codes import (
    LAST,
    CodeForm,
    ConfirmCodeForm,
    SetUpForm,
    attempts_of,
)
from jlis_gov.accounts.credentials.passwords import PasswordAgainForm
from jlis_gov.accounts.credentials.stages import SetUpStage
from jlis_gov.accounts.sign_in import locked_page
from jlis_gov.accounts.tracked import mark_second_factor
from records import journal
from records.journal import request_id


class CodePage(AuthenticateView):
    """The second step of a sign-in: a code."""

    template_name = "jlis_gov/code.html"
    form_class = CodeForm

    def _build_forms(self) -> Any:
        data = self.request.POST if self.request.method == "POST" else None
        make: Any = self.form_class
        self.auth_form = make(user=self.stage.login.user, data=data)
        self.webauthn_form = None
        return self.auth_form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        context = super().get_context_data(**kwargs)
        return context | {"has_passkey": is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN])}

    def form_invalid(self, form: Any) -> HttpResponse:
        if wait := attempts_of(self.stage.login.user).wait():
            return locked_page(self.request, wait)
        return super().form_invalid(form)


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class ConfirmByPassword(PasswordAgain):
    """The password once more, before a second factor is set up or taken off."""

    template_name = "jlis_gov/confirm.html"
    form_class = PasswordAgainForm


@method_decorator(never_cache, name="dispatch")
class ConfirmByCode(CodeAgain):
    """A code once more."""

    template_name = "jlis_gov/confirm.html"
    form_class = ConfirmCodeForm


@method_decorator(never_cache, name="dispatch")
class SecondFactorPage(IndexView):
    """Whether the account has a second factor, and what to do about it."""

    template_name = "jlis_gov/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        codes = context["authenticators"].get(Authenticator.Type.RECOVERY_CODES)
        return context | {"codes_left": len(codes.get_unused_codes()) if codes else 0}


class Journalled:
    """A form whose outcome stands in the journal, without a secret."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        with journal.change(actor=user.get_username(), request=request_id(self.request)):
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # a FormView's
            mark_second_factor(user.pk)
        return response


@method_decorator(never_cache, name="dispatch")
class SetUpSecondFactor(Journalled, ActivateTOTPView):
    """The secret as a picture and as text, and the first code of the app that took it."""

    template_name = "jlis_gov/second_factor_set_up.html"
    form_class = SetUpForm

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        factor = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        factor.data[LAST] = form.counter  # this code opens nothing any more
        factor.save(update_fields=["data"])
        messages.success(self.request, _("Your account has a second factor now."))
        return response


@method_decorator(never_cache, name="dispatch")
@method_decorator(
    login_stage_required(stage=SetUpStage.key, redirect_urlname="sign_in"), name="dispatch"
)
class SetUpAtSignIn(FormView):
    """The same on the way into an account whose role needs a second factor."""

    template_name = "jlis_gov/second_factor_set_up.html"
    form_class = SetUpForm

    @property
    def stage(self) -> Any:
        """The stage of the sign-in that leads here."""
        return getattr(self.request, "_login_stage")  # noqa: B009 (allauth sets it)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.stage.login.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        adapter = get_adapter()
        address = adapter.build_totp_url(self.stage.login.user, context["form"].secret)
        drawn = b64encode(adapter.build_totp_svg(address).encode()).decode()
        picture = f"data:image/svg+xml;base64,{drawn}"
        return context | {"is_needed": True, "totp_url": address, "totp_svg_data_uri": picture}

    def form_valid(self, form: Any) -> HttpResponse:
        user = self.stage.login.user
        with journal.change(actor=user.get_username(), request=request_id(self.request)):
            factor = TOTP.activate(user, form.secret).instance
            factor.data[LAST] = form.counter
            factor.save(update_fields=["data"])
            RecoveryCodes.activate(user)
            mark_second_factor(user.pk)
        clear_totp_secret(self.request)
        post_authentication(self.request, factor, reauthenticated=True)
        self.stage.login.redirect_url = reverse("mfa_view_recovery_codes")
        return self.stage.exit()


@method_decorator(never_cache, name="dispatch")
class RemoveSecondFactor(Journalled, DeactivateTOTPView):
    """Asks before the second factor is taken off."""

    template_name = "jlis_gov/second_factor_remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("The second factor was taken off."))
        return response


class RecoveryCodesPage(ViewRecoveryCodesView):
    """The recovery codes, shown once."""

    template_name = "jlis_gov/recovery_codes.html"


@method_decorator(never_cache, name="dispatch")
class NewRecoveryCodes(Journalled, GenerateRecoveryCodesView):
    """New recovery codes in the place of the old ones."""

    template_name = "jlis_gov/recovery_codes_new.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not is_mfa_enabled(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
