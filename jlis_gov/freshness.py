"""A public page that is unchanged is not made again: its reader is told so, from one query.

A public file has the ETag that its view gives it, and is kept as pages are.

The ETag is a digest of the page as made. So it moves with what a reader sees and with nothing
else; a count of changes would tell strangers when something internal was written. What a process
remembers is which digest a page had in which state of the register; in another state the page is
made, and its reader may still be told that it is unchanged. It is weak, since it stands for the
page both compressed and not (RFC 9110, 8.8.1), in a 304 as well: caches hold the two together.
"""

import hashlib
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.db.models import OuterRef, Subquery
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from calendars.feeds import Publication
from jlis_gov.templatetags.site import STATE
from records import agency
from records.journal import JournalHead

# Never public pages, or with ETags of their own.
ELSEWHERE = ("/admin/", "/feeds/", "/healthz", "/readyz")
CACHE_CONTROL = "public, no-cache"  # what turns internal must vanish at once
VARY = ("Accept-Encoding",)
DAY = 24 * 60 * 60  # seconds; a page of another day is another page


class ConditionalPages:
    """Gives public pages an ETag and answers 304 to who has the page already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_personal = response.cookies or request.session.accessed
        if not _is_open(request) or is_personal or response.has_header("Cache-Control"):
            return response
        if isinstance(response, FileResponse) or response.status_code == 304:
            response["Cache-Control"] = CACHE_CONTROL  # a stored file; it has an ETag
        is_page = response.get("Content-Type", "").startswith("text/html")
        if not (is_page and isinstance(response, HttpResponse) and response.status_code == 200):
            return response
        etag = f'W/"{hashlib.sha256(response.content).hexdigest()}"'
        if key := getattr(request, "page_key", ""):
            cache.set(key, etag, DAY)
        response["Cache-Control"], response["ETag"] = CACHE_CONTROL, etag
        patch_vary_headers(response, VARY)
        return get_conditional_response(request, etag=etag, response=response) or response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not _is_open(request):
            return None
        # Asked before the page is made: if somebody writes meanwhile, the digest belongs to a
        # state that is over, and nobody asks for it again.
        key = cast(Any, request).page_key = _page_key(request)
        known = cache.get(key) if key else None
        if not known:
            return None
        unchanged = HttpResponse(headers={"Cache-Control": CACHE_CONTROL, "ETag": known})
        patch_vary_headers(unchanged, VARY)
        answer = get_conditional_response(request, etag=known, response=unchanged)
        return answer if answer and answer.status_code == 304 else None


def _page_key(request: HttpRequest) -> str:
    """Names a page on this day, in this state of the register; empty where that is not settled.

    The state is the journal's last link and the last publication: the front page tells what
    subscribers were told, and a change may reach them a while later. A page shows its own address,
    so its scheme and host count. htmx asks for a part of it. The state of the agency's settings
    comes along, for the page's head.
    """
    published = Publication.objects.filter(pk=1, journal_sequence=OuterRef("sequence"))
    heads = JournalHead.objects.filter(pk=1)
    facts_of_state = (Subquery(published.values("published_at")), Subquery(agency.stamp()))
    state = heads.values_list("hash", *facts_of_state).first()
    if state is not None:
        vars(request)[STATE] = state[2]
    if state is None or not state[1]:
        return ""
    day, part = timezone.localdate().isoformat(), request.headers.get("HX-Request", "")
    facts = [state[0], str(state[1]), day, request.build_absolute_uri(), part]
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()


def _is_open(request: HttpRequest) -> bool:
    """Return True if nobody in particular asks for a public page or file."""
    is_anonymous = settings.SESSION_COOKIE_NAME not in request.COOKIES
    is_elsewhere = request.path_info.startswith(ELSEWHERE)
    return is_anonymous and not is_elsewhere and request.method in ("GET", "HEAD")
