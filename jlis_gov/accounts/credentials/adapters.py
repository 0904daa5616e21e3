"""What django-allauth asks of a site: where its pages lead, what it keeps, and how."""

import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jlis_gov.accounts.directory import is_by_directory, is_known, leave
from jlis_gov.accounts.sessions import begin
from jlis_gov.accounts.sign_in import counted_address
from jlis_gov.my_work import landing_address

BACKEND = "django.contrib.auth.backends.ModelBackend"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts that the audit office makes; nobody signs up."""

    def get_login_stages(self) -> list[str]:
        """What comes between the right password and the session."""
        return [
            "jlis_gov.accounts.credentials.stages.CodeStage",
            "jlis_gov.accounts.credentials.passwords.FirstPasswordStage",
            "jlis_gov.accounts.credentials.stages.SetUpStage",
        ]

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in; the account may have been closed between the password and the code."""
        if not user.is_active:
            raise ImmediateHttpResponse(redirect("sign_in"))
        if not is_by_directory(request, user):
            leave(request, user)
        user.backend = BACKEND  # allauth would take the first, which only counts failures
        super().login(request, user)
        begin(request)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return redirect("sign_in")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return landing_address(request.user)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Return True for an address of this very host; allauth would take any of ALLOWED_HOSTS."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Ask for the password again, where django-axes counts as at the sign-in."""
        found = authenticate(context.request, username=user.get_username(), password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show once more who it is, in our words."""
        words = {
            "reauthenticate": _("By the password"),
            "mfa_reauthenticate": _("By a code"),
            "mfa_reauthenticate:webauthn": _("By a passkey"),
        }
        found = super().get_reauthentication_methods(user)
        ways = [one | {"description": words[one["id"]]} for one in found]
        if user.is_authenticated and is_known(user):
            text = _("By %(name)s") % {"name": settings.DIRECTORY["name"]}
            address = reverse("confirm_by_directory")
            ways.append({"id": "directory", "description": text, "url": address})
        return ways

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return True if nobody confirmed lately who it is; a sign-in alone does not count here."""
        request: Any = context.request
        records = get_authentication_records(request, request.user)
        last = max((one["at"] for one in records if one.get("reauthenticated")), default=0)
        return time.time() - last >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_client_ip(self, request: HttpRequest) -> str:
        return counted_address(request) or "::"  # of a Unix socket, which has none

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say in our words what was done."""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors whose secrets are encrypted at rest by a key that `SECRET_KEY` gives."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def get_totp_issuer(self) -> str:
        return _("Governance and Audit Calendar")

    def build_totp_svg(self, url: str) -> str:
        drawn = BytesIO()
        code = segno.make(url, error="m", micro=False)
        code.save(drawn, kind="svg", scale=5, border=4, light="#fff", dark="#000", xmldecl=False)
        return drawn.getvalue().decode()


def _cipher() -> MultiFernet:
    """Encrypt by today's key; decrypt by it, or by one of those before it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (sha256(f"second factor:{one}".encode()).digest() for one in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])
