"""Middleware of every request: its language, and the user who sends it.

A public page must be one page for everybody, or no cache in between can hold it. So its language
comes from its path alone, and a visitor without a session cookie is nobody, without asking the
session (asking would add `Vary: Cookie`).
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

ADMIN_PREFIX = "/admin/"
_SESSION_KEY = re.compile("[a-z0-9]{32}")


class LanguageFromPath:
    """Activate the language that the path names: English under /en/, otherwise Japanese.

    The admin has one address for both languages and remembers the choice in the language cookie.
    Accept-Language is never read: a link must show its reader what it showed its sender.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if request.path_info.startswith(ADMIN_PREFIX):
            patch_vary_headers(response, ["Cookie"])
        return response


def language_of(request: HttpRequest) -> str:
    """The language in which `request` is answered."""
    if not request.path_info.startswith(ADMIN_PREFIX):
        return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class PublicWithoutCookie(AuthenticationMiddleware):
    """Say who is asking, without asking the session when there is none.

    The answer to somebody signed in is marked as private, so that no shared cache keeps it and
    the browser asks again after signing out.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if not _SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            # Django made no such key; PostgreSQL would not even be asked for one with a NUL.
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
            request.session = type(request.session)()
            request.user = visitor = AnonymousUser()

            async def nobody() -> AnonymousUser:
                return visitor

            request.auser = nobody

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        # A view that never looked at the session answered what it answers to anyone.
        if request.session.accessed and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        return response


def client_address(request: HttpRequest) -> str | None:
    """Return the visitor's IP address, behind `settings.PROXY_COUNT` proxies of ours.

    Each proxy appends the address that it saw to X-Forwarded-For, so only the last PROXY_COUNT
    parts are its word; whatever stands before them, the visitor may have written.
    None when nobody says, as on a Unix socket.
    """
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if settings.PROXY_COUNT and len(hops) >= settings.PROXY_COUNT:
        return hops[-settings.PROXY_COUNT].strip() or None
    return request.META.get("REMOTE_ADDR") or None
