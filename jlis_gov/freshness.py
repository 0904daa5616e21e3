"""A public page that is unchanged is not made again: its reader is told so, from one query.

A public file has the ETag that its view gives it, and is kept as pages are.

The ETag is a digest of the page as made. So it moves with what a reader sees and with nothing
else; a count of changes would tell strangers when something internal was written. What a process
remembers is which digest a page had in which state of the register; in another state the page is
made, and its reader may still be told that it is unchanged.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import OuterRef, Subquery
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from calendars.feeds import Publication
from records.journal import JournalHead

# Never public pages, or with ETags of their own.
ELSEWHERE = ("/admin/", "/feeds/", "/healthz", "/readyz")
CACHE_CONTROL = "public, no-cache"  # what turns internal must vanish at once
DAY = 24 * 60 * 60  # seconds; a page of another day is another page


class ConditionalPages:
    """Gives public pages an ETag and answers 304 to who has the page already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _is_public_file(request, response):
            response["Cache-Control"] = CACHE_CONTROL
        if not _is_public_page(request, response):
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
        if key := getattr(request, "page_key", ""):
            cache.set(key, etag, DAY)
        response["Cache-Control"], response["ETag"] = CACHE_CONTROL, etag
        return get_conditional_response(request, etag=etag, response=response)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not _is_anonymous(request) or request.path_info.startswith(ELSEWHERE):
            return None
        # Asked before the page is made: if somebody writes meanwhile, the digest belongs to a
        # state that is over, and nobody asks for it again.
        request.page_key = _key(request, _state())
        known = cache.get(request.page_key) if request.page_key else None
        if not known:
            return None
        answer = HttpResponse(headers={"Cache-Control": CACHE_CONTROL, "ETag": known})
        answer = get_conditional_response(request, etag=known, response=answer)
        return answer if answer.status_code == 304 else None


def _state() -> tuple[str, str] | None:
    """The journal's last link and the last publication; None while that is behind.

    The front page tells what subscribers were told, and a change may reach them a while later.
    """
    told = Publication.objects.filter(pk=1, journal_sequence=OuterRef("sequence"))
    heads = JournalHead.objects.filter(pk=1)
    found = heads.values_list("hash", Subquery(told.values("published_at"))).first()
    return (found[0], str(found[1])) if found and found[1] else None


def _key(request: HttpRequest, state: tuple[str, str] | None) -> str:
    """Names a page in a state of the register, on a day; empty where the state is not settled.

    A page shows its own address, so its scheme and host count. htmx asks for a part of it.
    """
    if state is None:
        return ""
    part = request.headers.get("HX-Request", "")
    facts = [*state, timezone.localdate().isoformat(), request.build_absolute_uri(), part]
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()


def _is_anonymous(request: HttpRequest) -> bool:
    """Return True if anybody would be answered the same."""
    return request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES


def _is_public_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return True if anybody would get the same page."""
    return (
        response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith("text/html")
        and _is_for_anybody(request, response)
    )


def _is_public_file(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return True for a stored file, or the answer that it is unchanged, that anybody would get."""
    is_file = isinstance(response, FileResponse) or response.status_code == 304
    return is_file and _is_for_anybody(request, response)


def _is_for_anybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        _is_anonymous(request)
        and not request.path_info.startswith(ELSEWHERE)
        and not (response.cookies or request.session.accessed)
        and not response.has_header("Cache-Control")
    )
