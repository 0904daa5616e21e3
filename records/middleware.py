"""Opens the journal's door for the admin."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from records import journal

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
REASON_FIELD = "change_reason"


class JournalMiddleware:
    """Runs the admin's writing requests inside `journal.change`; last in MIDDLEWARE.

    It calls the view itself, so that an exception undoes what the view had written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        is_admin = request.resolver_match.app_names[:1] == ["admin"]
        if not is_admin or request.method in SAFE_METHODS or not request.user.is_authenticated:
            return None
        reason = request.POST.get(REASON_FIELD, "").strip()
        with journal.change(actor=request.user.get_username(), reason=reason):
            return view(request, *args, **kwargs)
