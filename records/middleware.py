"""Opens the journal's door for the admin."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from records import journal
from records.validators import control_characters, one_kind_of_line_break

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
        with journal.change(actor=request.user.get_username(), reason=_reason(request)):
            return view(request, *args, **kwargs)


def _reason(request: HttpRequest) -> str:
    """The reason as typed; one that no form of ours would take is left out."""
    reason = one_kind_of_line_break(request.POST.get(REASON_FIELD, "")).strip()
    return "" if control_characters(reason, multiline=True) else reason
