"""Who signed in a while ago shows once more who it is, before what is hard to take back.

That is the handing over of internal records, wherever the journal notes it, and changes of accounts
in the admin. What was typed waits in the session, encrypted, for it may hold a password.
"""

import json
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic import View

from jlis_gov.accounts.sessions import seconds_now, started
from records import journal

ACCOUNTS = ("auth_user_", "auth_group_")  # names of the admin's addresses begin so
WAITING = "waiting_form"  # in the session: address and fields, encrypted


class ConfirmedFirst:
    """Asks; last but for the journal, so that it is around the view alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with journal.before_exports(lambda: require_confirmation(request)):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        match: Any = request.resolver_match
        name = match.url_name or ""
        changes_accounts = match.app_names[:1] == ["admin"] and name.startswith(ACCOUNTS)
        if request.method != "POST" or not changes_accounts or has_confirmed(request):
            return None
        return ask(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """What is sent by GET is left to allauth, which asks and leads back."""
        is_due = isinstance(exception, ReauthenticationRequired) and request.user.is_authenticated
        return ask(request) if is_due and request.method == "POST" else None


def has_confirmed(request: HttpRequest) -> bool:
    """Return True if who asks signed in, or confirmed it, lately; of visitors nothing is asked."""
    user: Any = request.user
    if not user.is_authenticated:
        return True
    shown = [one["at"] for one in get_authentication_records(request, user)]
    last = max([started(request, user), *shown])
    return seconds_now() - last < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def require_confirmation(request: HttpRequest) -> None:
    """Raise allauth's `ReauthenticationRequired` where it has been long."""
    if not has_confirmed(request):
        raise ReauthenticationRequired


def ask(request: HttpRequest) -> HttpResponse:
    """Keep what was typed, and lead to the first way to show who it is."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:
        raise PermissionDenied
    fields = [[name, value] for name, values in request.POST.lists() for value in values]
    typed = [field for field in fields if field[0] != "csrfmiddlewaretoken"]
    text = json.dumps([request.get_full_path(), typed])
    request.session[WAITING] = get_mfa_adapter().encrypt(text)
    return redirect(f"{ways[0]['url']}?{urlencode({'next': reverse('go_on')})}")


@method_decorator(never_cache, name="dispatch")
class GoOn(LoginRequiredMixin, View):
    """What was typed, to be sent by a button."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kept = request.session.pop(WAITING, None)
        if kept is None:
            return redirect("account")
        address, fields = json.loads(get_mfa_adapter().decrypt(kept))
        return render(request, "jlis_gov/go_on.html", {"address": address, "fields": fields})
