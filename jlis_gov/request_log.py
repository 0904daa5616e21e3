"""A line of the log for each request, and the request's id in every line that it caused.

A line names the route, never the path: paths hold tokens, and words that were searched for. It
names who asked by number alone.
"""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_id: ContextVar[str] = ContextVar("request_id", default="")
_log = logging.getLogger("jlis_gov.requests")


class RequestLog:
    """Outermost middleware: counts and tells what was asked, how it ended, and how long it took.

    The id is that of the proxy in front, where there is one; an answer that tells of a fault of
    ours carries it, so that whoever reports it can name it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        number = id_of(request)
        token = _id.set(number)
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            if response.status_code >= 500:
                response.headers[HEADER] = number
            _log.info("request", extra=told(request, response.status_code, seconds))
            return response
        finally:
            _id.reset(token)


def current_id() -> str:
    """The id of the request at hand; empty where there is none."""
    return _id.get()


def id_of(request: HttpRequest) -> str:
    """The id that a proxy of ours gave the request, else a new one."""
    given = request.headers.get(HEADER, "") if settings.PROXY_COUNT else ""
    return given if _GIVEN.fullmatch(given) else uuid4().hex


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, such as `audits/<int:pk>/`; empty where there is none."""
    match = request.resolver_match
    return match.route if match else ""


def told(request: HttpRequest, status: int, seconds: float) -> dict[str, object]:
    """What a line says of a request; nobody is looked up for it."""
    user = getattr(request, "_cached_user", None)
    return {
        "method": request.method,
        "route": route_of(request),
        "status": status,
        "ms": round(seconds * 1000, 1),
        "user": getattr(user, "pk", None),
    }


class WithRequestId(logging.Filter):
    """Lets every line pass, with the id of the request that caused it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_id()
        return True
