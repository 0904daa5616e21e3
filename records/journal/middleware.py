"""The middleware that opens a change for the admin's writing requests."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from records.base import control_characters, one_kind_of_line_break
from records.journal import entries as journal

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
REASON_FIELD = "change_reason"
OPENS_CHANGE = "opens_change"  # attribute of a view that writes in a change of its own
REQUEST_HEADER = "X-Request-ID"
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{8,64}")


class JournalMiddleware:
    """Runs the admin's writing requests inside `journal.change`; last in MIDDLEWARE.

    It calls the view itself, so that an exception undoes what the view had written. The answer
    names the request by the id that stands in the journal.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        is_admin = match is not None and match.app_names[:1] == ["admin"]
        if not is_admin or request.method in SAFE_METHODS or not request.user.is_authenticated:
            return None
        if getattr(view, OPENS_CHANGE, False):
            return None
        who, name = request.user.get_username(), request_id(request)
        reason = one_kind_of_line_break(request.POST.get(REASON_FIELD, "")).strip()
        if control_characters(reason, multiline=True):
            reason = ""  # no form of ours would take it
        with journal.change(actor=who, reason=reason, request=name):
            response = view(request, *args, **kwargs)
        response.headers[REQUEST_HEADER] = name
        return response


def request_id(request: HttpRequest) -> str:
    """The request's id: 8 to 64 characters, the same at every call.

    A proxy of ours may give it, so that its log and the journal name the same request; one that a
    visitor gives is not believed.
    """
    known: str = getattr(request, "journal_id", "")
    if not known:
        given = request.headers.get(REQUEST_HEADER, "") if settings.PROXY_COUNT else ""
        known = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        vars(request)["journal_id"] = known
    return known
