"""Answers where no view had a say: a calendar program is not given a page even then."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils import translation
from django.views import defaults

from calendars.feeds import responses as answers
from jlis_gov.middleware import language_of
from jlis_gov.request_log import current_id
from records.storage import Fault, fault_of

FEEDS = "/feeds/"
RETRY_AFTER = 60  # seconds; who restarts a database or makes room on a disk takes about as long
SECRET = "password"  # noqa: S105 (in the name of a field that is never shown again)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, for example under a host name that is not ours."""
    if fault := fault_of(exception):  # a session that a full disk cannot keep is called bad, too
        return _unavailable(request, fault)
    if request.path_info.startswith(FEEDS):
        return answers.not_understood()
    with translation.override(language_of(request)):
        return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 where what the register stands on has failed, and to a calendar program."""
    if fault := fault_of(sys.exception()):
        return _unavailable(request, fault)
    if request.path_info.startswith(FEEDS):
        return answers.unavailable()
    with translation.override(language_of(request)):
        page = render_to_string("500.html", {"request_id": current_id()})
    return HttpResponseServerError(page)


def refusal(path: str, words: str) -> str:
    """The page that says why what was sent to `path` was not taken; it asks no database."""
    return render_to_string("refused.html", {"words": words, "way": path})


def _unavailable(request: HttpRequest, fault: Fault) -> HttpResponse:
    """503 that says what is wrong and holds what was typed, to be sent again.

    It asks no database: not even who the visitor is.
    """
    if request.path_info.startswith(FEEDS):
        return answers.unavailable()
    with translation.override(language_of(request)):
        page = render_to_string("503.html", {"fault": fault.words, "form": _typed(request)})
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)


def _typed(request: HttpRequest) -> dict[str, object] | None:
    """The form that was sent, to be sent once more; None where there is none to show.

    It carries the token that came with it, never a new one: a form from another site stays refused.
    """
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_small = length.isdecimal() and int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if request.method != "POST" or not (is_small or hasattr(request, "_post")):
        return None  # it is not read yet, and too large to be read now
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except Exception:  # it is what failed
        return None
    if not fields or any(SECRET in name.lower() for name, _value in fields):
        return None
    files = [
        (name, file.name) for name, files in request.FILES.lists() for file in files
    ] + getattr(request, "files_without_room", [])
    return {"action": request.get_full_path(), "fields": fields, "files": files}
