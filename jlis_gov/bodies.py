"""Limits of what may be sent, and by whom: files by staff at the office's addresses, and by others
at those of the site whose view names the right that it takes (`upload_right`).

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
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path

from calendars.feeds import responses as answers
from jlis_gov.accounts import as_deputy
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
    if request.path_info.startswith(ADMIN_PREFIX):
        may_upload = works_in_admin(request.user)
    else:
        right = upload_right(request.path_info)
        may_upload = bool(right) and request.user.has_perm(right)
    return settings.UPLOAD_MAX_MIB * 1024 * 1024 if may_upload else FORM_MAX


def upload_right(path: str) -> str:
    """The right with which files may be sent to this address of the site; empty where none may."""
    with translation.override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            view = resolve(path).func
        except Resolver404:
            return ""
    return getattr(getattr(view, "view_class", None), "upload_right", "")


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
    return render(request, "413.html", status=413)
