"""Codes of second factors: each opens once, in all processes, and guessing takes ever longer.

allauth keeps what was used, and how often, in the cache, which each process has for itself.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jlis_gov.accounts.sign_in import Attempts

LAST = "last_counter"  # in the data of an authenticator: the step of time of the last code
WRONG = _("This code is wrong, or it was used already. Please wait for the next one.")
WAIT = _("Too many wrong codes. Please wait a moment, 15 minutes at most, and try again.")


class CodeField(forms.CharField):
    """The digits of a code, as they come from a Japanese keyboard, too."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        widget = forms.TextInput(attrs=attrs)
        usual: dict[str, Any] = {"label": _("Code"), "max_length": 20, "widget": widget}
        super().__init__(**(usual | kwargs))

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().to_python(value) or "")
        return "".join(text.split()).replace("-", "")


def counter_of(secret: str, code: str) -> int | None:
    """The step of time of which `code` is the code by this secret; None where there is none."""
    counters: Iterator[int] = yield_hotp_counters_from_time()
    for counter in counters:
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return counter
    return None


@transaction.atomic
def accepted(user: Any, code: str) -> Authenticator | None:
    """The second factor of `user` that `code` is a code of, which it is not any more afterwards."""
    factors = Authenticator.objects.select_for_update().filter(user=user)
    for factor in factors.order_by("pk"):
        if factor.type == Authenticator.Type.RECOVERY_CODES:
            if factor.wrap().validate_code(code):
                return factor
        elif factor.type == Authenticator.Type.TOTP:
            counter = counter_of(decrypt(factor.data["secret"]), code)
            if counter is not None and counter > factor.data.get(LAST, -1):
                factor.data[LAST] = counter
                factor.save(update_fields=["data"])
                return factor
    return None


def attempts_of(user: Any) -> Attempts:
    """The codes that were tried for the account of `user`."""
    name = user.get_username()
    return Attempts(context.request, f"code:{name}", known_as=name)


class CountedCode(forms.Form):
    """Takes a code, and counts those that are wrong."""

    code = CodeField()
    user: Any
    authenticator: Any

    def clean_code(self) -> str:
        attempts, code = attempts_of(self.user), str(self.cleaned_data["code"])
        if attempts.wait():
            raise ValidationError(WAIT, code="wait")
        attempts.count()  # before the look at it, so that many at once are counted, too
        if not self.is_right(code):
            raise ValidationError(WRONG, code="wrong")
        attempts.forget()
        return code

    def is_right(self, code: str) -> bool:
        """Return True if `code` is good now; it is used up then."""
        self.authenticator = accepted(self.user, code)
        if self.authenticator is not None:
            self.authenticator.user = self.user
        return self.authenticator is not None


class CodeForm(CountedCode, AuthenticateForm):
    """The code that a sign-in asks for."""

    code = CodeField(label=_("Code of the app, or a recovery code"))


class ConfirmCodeForm(CountedCode, ReauthenticateForm):
    """The code that is asked for once more."""


class SetUpForm(CountedCode, ActivateTOTPForm):
    """The first code of an app, which shows that it has taken the secret."""

    code = CodeField(label=_("The six digits that the app shows"))
    secret: str
    counter: int | None = None

    def is_right(self, code: str) -> bool:
        self.counter = counter_of(self.secret, code)
        return self.counter is not None
