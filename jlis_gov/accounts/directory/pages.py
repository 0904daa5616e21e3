"""To the directory and back, and the end of sessions that it asks for.

They have one address for both languages: the directory is told it once.
"""

import logging
import time
from typing import Any

import requests
from allauth.account.internal.flows.login import (
    clear_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.models import Login
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.crypto import get_random_string
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from jlis_gov.accounts.destination import asked_for, destination
from jlis_gov.accounts.directory.membership import METHOD, admitted
from jlis_gov.accounts.directory.provider import directory
from jlis_gov.accounts.directory.tokens import NotBelievedError, logout_token
from jlis_gov.accounts.sessions import end_sessions

FAILED = (NotBelievedError, OAuth2Error, requests.RequestException)
LATELY = 5 * 60  # seconds ago, at most, that somebody showed the directory who they are
_log = logging.getLogger(__name__)


@method_decorator(never_cache, name="dispatch")
class ToDirectory(View):
    """Leads to the directory's own page; whoever comes back has to bring the nonce."""

    is_confirming = False  # that it is who has signed in already

    def get(self, request: HttpRequest) -> HttpResponse:
        provider, nonce = directory(request), get_random_string(43)
        process, asked = "login", {"nonce": nonce}
        if self.is_confirming and request.user.is_authenticated:
            process, asked = "confirm", asked | {"prompt": "login", "max_age": "0"}
        facts = {"next_url": asked_for(request), "nonce": nonce, "auth_params": asked}
        try:
            return provider.redirect(request, process, **facts)
        except FAILED as error:
            return refused(request, "failed", error)


@method_decorator(never_cache, name="dispatch")
class FromDirectory(View):
    """The way back: a code, which the directory changes into a token that it has signed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        provider, sent = directory(request), request.GET
        state = statekit.unstash_state(
            request, provider_id=provider.sub_id, state_id=sent.get("state", "")
        )
        issuer = str(sent.get("iss", provider.sub_id)).rstrip("/")  # RFC 9207
        if state is None or "code" not in sent or issuer != provider.sub_id:
            return refused(request, "failed", sent.get("error", "state"))
        try:
            claims = provider.claims(request, state)
        except FAILED as error:
            return refused(request, "failed", error)
        return (self.confirm if state["process"] == "confirm" else self.sign_in)(claims, state)

    def confirm(self, claims: dict[str, Any], state: dict[str, Any]) -> HttpResponse:
        """Who has signed in has shown once more that it is them, to the directory, just now."""
        user, at = self.request.user, claims.get("auth_time")
        own = SocialAccount.objects.filter(
            user=user.pk, provider=settings.DIRECTORY["issuer"], uid=claims["sub"]
        )
        is_new = isinstance(at, int) and time.time() - at < LATELY
        if not (user.is_authenticated and is_new and own.exists()):
            return refused(self.request, "failed", "it was not confirmed")
        record_authentication(self.request, user, METHOD, reauthenticated=True)
        return redirect(state.get("next") or "account")

    def sign_in(self, claims: dict[str, Any], state: dict[str, Any]) -> HttpResponse:
        """Go on to the second factor, where the directory's own does not count."""
        account = admitted(self.request, claims)
        if account is None:
            return refused(self.request, "no_role")
        if not account.is_active:
            return refused(self.request, "closed")
        clear_authentication_records(self.request)
        record_authentication(self.request, account, METHOD, is_strong=is_strong(claims))
        leads_to = destination(account, state.get("next") or "")
        return perform_login(self.request, Login(user=account, redirect_url=leads_to))


def is_strong(claims: dict[str, Any]) -> bool:
    """Return True if the directory says, as the settings want it, that a second factor was used."""
    name, value = settings.DIRECTORY["strong"]
    said = claims.get(name) if name and value else None
    return value in said if isinstance(said, list) else said is not None and said == value


def refused(request: HttpRequest, why: str, error: object = "") -> HttpResponse:
    """403: why there is no sign-in, what to do, whom to ask. The log has no token and no name."""
    if error:
        text = type(error).__name__ if isinstance(error, requests.RequestException) else str(error)
        _log.warning("No sign-in by the directory: %s", " ".join(text.split())[:200])
    facts = {"why": why, "directory": settings.DIRECTORY["name"]}
    context = facts | {"contact_point": settings.CONTACT_POINT}
    return render(request, "jlis_gov/directory_refused.html", context, status=403)


@method_decorator(csrf_exempt, name="dispatch")
class EndedByDirectory(View):
    """Back-channel logout: ends every session of whom a signed token names.

    OpenID Connect Back-Channel Logout 1.0, 2.5 to 2.8. A token that comes twice ends nothing more.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        provider = directory(request)
        try:
            claims = logout_token(request.POST.get("logout_token", ""))
        except FAILED as error:
            _log.warning("No logout by the directory: %s", type(error).__name__)
            return HttpResponse(status=400, headers={"Cache-Control": "no-store"})
        found = SocialAccount.objects.filter(provider=provider.sub_id, uid=claims["sub"])
        for identity in found.select_related("user"):
            end_sessions(identity.user)
        return HttpResponse(headers={"Cache-Control": "no-store"})


urlpatterns: list[URLPattern] = [
    path("sign-in/directory/", ToDirectory.as_view(), name="directory"),
    path(
        "sign-in/directory/confirm/",
        ToDirectory.as_view(is_confirming=True),
        name="confirm_by_directory",
    ),
    path("sign-in/directory/callback/", FromDirectory.as_view(), name="directory_callback"),
    path("sign-in/directory/logout/", EndedByDirectory.as_view(), name="directory_logout"),
]
