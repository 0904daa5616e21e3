"""Limits of what may be sent, and by whom: only staff at the office's addresses may send files.

The server asks before it stores anything (`jlis_gov.buffering`); the middleware holds the same
limits behind any other server, and refuses what cannot be read as a form.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import Error, close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase, parse_cookie
from django.shortcuts import render

from calendars.feeds import responses as answers
from jlis_gov.deputies import as_deputy
from jlis_gov.errors import FEEDS
from jlis_gov.middleware import ADMIN_PREFIX
from records.base import works_in_admin

FORM_MAX = 1024 * 1024  # bytes that anyone may send


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
            _ = request.POST
        except RequestDataTooBig:
            return _too_large(request)
        except Exception:
            cast(Any, request).csrf_processing_done = True  # no page of errors reads it once more
            raise
        return self.get_response(request)


def largest(request: HttpRequest) -> int:
    """The number of bytes that the sender may send to this address."""
    user = request.user if request.path_info.startswith(ADMIN_PREFIX) else None
    may_upload = user is not None and works_in_admin(user)
    return settings.UPLOAD_MAX_MIB * 1024 * 1024 if may_upload else FORM_MAX


def largest_before(path: str, cookies: str) -> int:
    """The same before there is a request: the path, and the header that holds the cookies."""
    cookie = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    # No session has another key, and PostgreSQL refuses to look for one with a NUL.
    if not (cookie.isascii() and cookie.isalnum() and path.startswith(ADMIN_PREFIX)):
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
    return render(request, "413.html", status=413)
