"""Limits of what may be sent, and by whom: files by staff at the office's addresses, by others at
those of the site whose view names the right that it takes (`upload_right`), and by anyone where a
view says so (`open_upload`), one at a time in each process.

The server asks before it stores anything (`jlis_gov.buffering`); the middleware holds the same
limits behind any other server, and refuses what cannot be read as a form.
"""

from collections.abc import Callable
from importlib import import_module
from threading import BoundedSemaphore
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import Error, close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, parse_cookie
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _

from calendars.feeds import responses as answers
from jlis_gov.accounts import as_deputy
from jlis_gov.errors import FEEDS, refusal
from jlis_gov.middleware import ADMIN_PREFIX
from jlis_gov.uploads import NamelessFileHandler
from records.base import works_in_admin

FORM_MAX = 1024 * 1024  # bytes that anyone may send
AROUND = 64 * 1024  # bytes of a form beside its file
RETRY_AFTER = 30  # seconds; as long as a stranger's file may well take
_OPEN = BoundedSemaphore(1)  # for files of strangers


class ReadableBodies:
    """Answers 413 to a body that is too large for its sender, and 400 to one that is no form.

    Behind the middleware that says who is asking.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            length = str(request.META.get("CONTENT_LENGTH") or "0")
            if not (length.isascii() and length.isdigit() and len(length) < 20):
                raise BadRequest("Content-Length")
            if int(length) > FORM_MAX and int(length) > largest(request):
                return _too_large(request)
            if request.method == "POST" and open_limit(request.path_info):
                return self._one_at_a_time(request)
            _ignored = request.POST
        except RequestDataTooBig:
            return _too_large(request)
        except Exception:
            cast(Any, request).csrf_processing_done = True  # no page of errors reads it once more
            raise
        return self.get_response(request)

    def _one_at_a_time(self, request: HttpRequest) -> HttpResponseBase:
        """The answer to a stranger's file, which is neither read nor kept while another is."""
        if not _OPEN.acquire(blocking=False):
            cast(Any, request).csrf_processing_done = True
            page, headers = busy(request.path_info)
            return HttpResponse(page, status=503, headers=headers)
        try:
            request.upload_handlers = [NamelessFileHandler(request)]
            _ignored = request.POST
            return self.get_response(request)
        finally:
            _OPEN.release()


def busy(path: str) -> tuple[str, dict[str, str]]:
    """The page, and its headers, that says that another file is being checked."""
    with _language_of(path):
        page = refusal(
            path, _("Another file is being checked. Please try again in a moment (503).")
        )
    return page, {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}


def too_large(path: str) -> str:
    """The page that says how large a file may be where anyone may send one."""
    words = _("Nothing of it was kept (413). A file may have %(size)d MiB at most.")
    with _language_of(path):
        size = (open_limit(path) - AROUND) // FORM_MAX
        return refusal(path, str(words) % {"size": size})


def largest(request: HttpRequest) -> int:
    """The number of bytes that the sender may send to this address."""
    if request.method == "POST" and (limit := open_limit(request.path_info)):
        return limit
    if request.path_info.startswith(ADMIN_PREFIX):
        may_upload = works_in_admin(request.user)
    else:
        right = upload_right(request.path_info)
        may_upload = bool(right) and request.user.has_perm(right)
    return settings.UPLOAD_MAX_MIB * 1024 * 1024 if may_upload else FORM_MAX


def upload_right(path: str) -> str:
    """The right with which files may be sent to this address of the site; empty where none may."""
    return getattr(_view_class(path), "upload_right", "")


def open_limit(path: str) -> int:
    """The number of bytes that anyone may send to this address, one at a time; 0 where none may.

    The view names the setting that has it, in MiB (`open_upload`).
    """
    setting = getattr(_view_class(path), "open_upload", "")
    return getattr(settings, setting) * FORM_MAX + AROUND if setting else 0


def _view_class(path: str) -> Any:
    with _language_of(path):
        try:
            return getattr(resolve(path).func, "view_class", None)
        except Resolver404:
            return None


def _language_of(path: str) -> translation.override:
    return translation.override(get_language_from_path(path) or settings.LANGUAGE_CODE)


def largest_before(path: str, cookies: str) -> int:
    """The same before there is a request: the path, and the header that holds the cookies."""
    cookie = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    # No session has another key, and PostgreSQL refuses to look for one with a NUL.
    if not (cookie.isascii() and cookie.isalnum()):
        return FORM_MAX
    if not (path.startswith(ADMIN_PREFIX) or upload_right(path)):
        return FORM_MAX
    request = HttpRequest()
    request.path_info = path
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(cookie)
    close_old_connections()
    try:
        request.user = as_deputy(request, get_user(request))
        return largest(request)
    except Error:  # without a database nobody can upload
        return FORM_MAX
    finally:
        close_old_connections()


def _too_large(request: HttpRequest) -> HttpResponse:
    cast(Any, request).csrf_processing_done = True
    if request.path_info.startswith(FEEDS):
        return answers.too_large()
    if open_limit(request.path_info):
        return HttpResponse(too_large(request.path_info), status=413)
    return render(request, "413.html", status=413)
