"""Requests as the server reads them, and what it refuses of them (`jlis_gov.buffering`)."""

import threading
import time
from copy import copy

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import Error, RequestEntityTooLarge

PATIENCE = 120  # seconds in which a stranger's file has to come


class PageError(Error):
    """A refusal that is a page of ours."""

    def __init__(self, status: str, page: str, headers: dict[str, str]) -> None:
        super().__init__(page)
        self.status = status
        self.headers = {"Content-Type": "text/html; charset=utf-8"} | headers

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        return self.status, list(self.headers.items()), self.body.encode()


class RequestTimeoutError(Error):
    """A refusal of a stranger who is too slow."""

    code, reason = 408, "Request Timeout"


class Lease:
    """The right to send a large file as a stranger, which one has at a time in each process."""

    _one = threading.BoundedSemaphore(1)

    def __init__(self) -> None:
        self._held, self._lock = self._one.acquire(blocking=False), threading.Lock()
        self.until = time.monotonic() + PATIENCE

    def __bool__(self) -> bool:
        return self._held

    def end(self) -> None:
        """Let others have it; whoever comes second ends nothing."""
        with self._lock:
            if self._held:
                self._held = False
                self._one.release()


class Parser(HTTPRequestParser):
    """A request being read; a body that would not stay in memory, once its sender is known."""

    adj: Adjustments
    is_asking = False
    lease: Lease | None = None

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # of an address that is none
            raise ParsingError("Bad URI") from error
        self.is_asking = self.chunked or self.content_length > self.adj.inbuf_overflow

    def allow(self, most: int) -> None:
        """Take a body of so many bytes, or refuse it."""
        if self.content_length > most:
            self.refuse(RequestEntityTooLarge(f"more than {most} bytes"))
            return
        self.adj = copy(self.adj)
        self.adj.max_request_body_size = most + 1
        self.is_asking = False

    def refuse(self, error: Error) -> None:
        """Take nothing of it."""
        self.error = error
        self.completed = True
        self.is_asking = False  # last: from now on the loop reads on

    def received(self, data: bytes) -> int:
        """Take in what came; from a stranger who is too slow, no more."""
        if self.lease and not self.completed and time.monotonic() > self.lease.until:
            self.refuse(RequestTimeoutError(f"more than {PATIENCE} seconds"))
            return len(data)
        return super().received(data)

    def close(self) -> None:
        """Let go of the body, and let the next stranger send one."""
        super().close()
        if self.lease:
            self.lease.end()
