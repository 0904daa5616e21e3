"""What browsers are told to keep to, besides what Django and django-csp tell them, and what they
report of content that the policy stopped.
"""

import json
import logging
import re
import time
from collections.abc import Callable
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

LARGEST_REPORT = 8 * 1024  # bytes
LINES_A_MINUTE = 10  # of each process; anyone can send reports
REPORT_TYPE = "application/csp-report"
_NEVER = "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi"
_HEADERS = {
    # What no page of ours uses. Passkeys, full screen and the clipboard stay as they are.
    "Permissions-Policy": ", ".join(f"{name}=()" for name in f"{_NEVER} payment usb".split()),
    # No other site shows what is ours as a part of its own; calendar programs are no pages.
    "Cross-Origin-Resource-Policy": "same-origin",
}
_WORD = re.compile(r"[a-z][a-z-]{0,39}")
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")
logger = logging.getLogger(__name__)


class BrowserPolicy:
    """Middleware around all that answers, files of the style included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def headers_of_a_refusal() -> dict[str, str]:
    """The headers of what the server itself refuses, which passes through no middleware."""
    headers = _HEADERS | {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": build_policy(),
    }
    if seconds := settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={seconds}; includeSubDomains; preload"
    return headers


class PerMinute:
    """Allows something so many times in a minute, counted by all threads of this process."""

    def __init__(self, most: int) -> None:
        self.most, self._lock = most, Lock()
        self._began, self._count = float("-inf"), 0

    def allows(self, at: float) -> bool:
        """True for the first `most` times in the minute of `at`, in seconds of any clock."""
        with self._lock:
            if at - self._began >= 60:
                self._began, self._count = at, 0
            self._count += 1
            return self._count <= self.most


_lines = PerMinute(LINES_A_MINUTE)


@csrf_exempt
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    """204 to a browser that reports what the policy stopped (`report-uri`, CSP 3, section 5).

    Nothing is kept but a line of the log; 413 for more than 8 KiB, 400 for what is no report.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_REPORT:
        return HttpResponse(status=413)
    try:
        if request.content_type != REPORT_TYPE:
            return HttpResponse(status=400)
        report = json.loads(request.body)["csp-report"]
        line = _told(report["effective-directive"], report["blocked-uri"], report["document-uri"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return HttpResponse(status=400)
    if _lines.allows(time.monotonic()):
        logger.warning("A browser reports that the policy stopped %s from %s on %s", *line)
    return HttpResponse(status=204)


def _told(directive: Any, blocked: Any, document: Any) -> tuple[str, str, str]:
    """Directive, origin and route, each of letters that no log takes for more.

    Paths hold tokens and words that were searched for: neither that of the page nor that of what
    was stopped is told. Raises `ValueError`, `TypeError`.
    """
    if not _WORD.fullmatch(directive):
        raise ValueError
    return directive, _origin(blocked), _route(urlsplit(document).path)


def _origin(blocked: str) -> str:
    """Scheme and host of an address, or the word that stands for one, such as `inline`."""
    if not blocked or _WORD.fullmatch(blocked):
        return blocked or "inline"
    parts = urlsplit(blocked)
    host = parts.netloc.rpartition("@")[2]  # without the name and password before it
    if not _WORD.fullmatch(parts.scheme) or not _HOST.fullmatch(host or "-"):
        raise ValueError
    return f"{parts.scheme}://{host}" if host else f"{parts.scheme}:"


def _route(path: str) -> str:
    with translation.override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path).route or "/"
        except Resolver404:
            return "an unknown page"
