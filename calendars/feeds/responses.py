"""Responses to calendar programs: plain text where there is no calendar to give.

One that is given HTML, or nothing with a 200, empties its calendar.
"""

import logging
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views import View

from calendars.feeds.config import Feeds

CONTENT_TYPE = "text/calendar; charset=utf-8"

_LANGUAGE = "ja"  # a feed speaks the record's language, whoever asks
_PLAIN = "text/plain; charset=utf-8"
_log = logging.getLogger(__name__)


class CalendarView(View):
    """Answers GET and HEAD through `answer`, and with 503 if that fails."""

    feeds = cast(Feeds, None)  # given to `as_view`, which takes only what a class has
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        with translation.override(_LANGUAGE):
            try:
                return self.answer(request, **parts)
            except Exception:
                _log.exception("A calendar could not be served")
                return unavailable()

    def answer(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        """The calendar that the URL's parts name."""
        raise NotImplementedError

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().http_method_not_allowed(request, *args, **kwargs)
        response["Content-Type"] = _PLAIN
        return response


def not_found(request: HttpRequest | None = None) -> HttpResponse:
    """404 in plain text."""
    with translation.override(_LANGUAGE):
        words = translation.gettext("There is no such calendar.")
    return _plain(words, 404)


def not_understood() -> HttpResponse:
    """400 in plain text."""
    with translation.override(_LANGUAGE):
        return _plain(translation.gettext("This request could not be understood"), 400)


def too_large() -> HttpResponse:
    """413 in plain text."""
    with translation.override(_LANGUAGE):
        return _plain(translation.gettext("What was sent is too large"), 413)


def revoked() -> HttpResponse:
    """410 in plain text, on which a calendar program keeps what it has and asks no more."""
    with translation.override(_LANGUAGE):
        return _plain(translation.gettext("This calendar is no longer given out."), 410)


def unavailable() -> HttpResponse:
    """503 in plain text, on which a calendar program keeps what it has and asks again."""
    with translation.override(_LANGUAGE):
        words = translation.gettext("The calendar cannot be given at the moment.")
    response = _plain(words, 503)
    response["Retry-After"] = "600"
    return response


def disposition(filename: str, *, download: bool) -> str:
    """The header that names the file, to keep or to read."""
    return str(content_disposition_header(download, f"{filename}.ics"))  # always there with a name


def base_url(request: HttpRequest) -> str:
    """The site's address without a slash at its end."""
    return request.build_absolute_uri("/").removesuffix("/")


def _plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type=_PLAIN)
