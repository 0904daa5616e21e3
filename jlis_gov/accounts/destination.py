"""Where a sign-in leads."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.urls import reverse

from jlis_gov.my_work import landing_address


def asked_for(request: HttpRequest) -> str:
    """The page of this host that was asked for before the sign-in; empty where there was none."""
    address = request.GET.get("next", "")
    return address if address and get_adapter().is_safe_url(address) else ""


def destination(user: Any, asked: str) -> str:
    """The page that was asked for; from the front page or nowhere, to where something waits."""
    return landing_address(user) if asked in ("", reverse("front")) else asked
