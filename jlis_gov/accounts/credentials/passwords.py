"""A password that somebody else gave is replaced before anything else is done with it."""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginStage
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from jlis_gov.accounts.tracked import PASSWORD, watched_password
from records import journal
from records.journal import JournalEntry, request_id, row_form


def must_choose_password(account: Any) -> bool:
    """Return True if somebody else set the password of `account` last, by the journal.

    A command is nobody else: it is run by whoever keeps the machine.
    """
    entries = JournalEntry.objects.with_payloads().filter(
        record_type=PASSWORD, record_id=account.pk
    )
    last = entries.order_by("-sequence").first()
    form = row_form(last) if last else None
    return form is not None and form["by"] not in (None, account.pk)


class FirstPasswordStage(LoginStage):
    """Comes after the second factor, and before the session."""

    key = "first_password"
    urlname = "first_password"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if must_choose_password(self.login.user):
            return redirect(self.urlname), True
        return None, True


class OwnPasswordForm(SetPasswordForm):
    """A new password, which is not the one that was given."""

    def clean_new_password1(self) -> str:
        password: str = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(_("This is the password that you were given."), code="same")
        return password


class PasswordAgainForm(ReauthenticateForm):
    """The password of who has signed in."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_password(self) -> str:
        try:
            return str(super().clean_password())
        except ValidationError as error:
            raise ValidationError(_("This is not your password."), code="wrong") from error


@method_decorator(
    login_stage_required(stage=FirstPasswordStage.key, redirect_urlname="sign_in"), name="dispatch"
)
class FirstPassword(FormView):
    """The page of the new password, on the way into the account."""

    template_name = "jlis_gov/first_password.html"
    form_class = OwnPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.stage.login.user}

    @property
    def stage(self) -> Any:
        """The stage of the sign-in that leads here."""
        return getattr(self.request, "_login_stage")  # noqa: B009 (allauth sets it)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        user, name = self.stage.login.user, request_id(self.request)
        with (
            journal.change(actor=user.get_username(), request=name),
            watched_password(user, by=user),
        ):
            form.save()  # type: ignore[attr-defined]  # a SetPasswordForm
        return self.stage.exit()
