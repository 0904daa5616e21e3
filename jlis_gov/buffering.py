"""A worker of gunicorn's that no slow client can hold up: waitress reads and sends for it.

Requests are read whole before a thread is asked, answers are kept until their reader has taken
them; so a thread is busy for as long as the register needs, not for as long as a client takes.
gunicorn keeps the processes: it starts, replaces, reloads and stops them (docs/adr/0017-server.md).
"""

import os
import socket
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from gunicorn.workers.base import Worker
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer, UnixWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

from jlis_gov.receiving import Lease, PageError, Parser

Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]

HELD = 64 * 1024 * 1024  # bytes of an answer that wait for its reader before its maker does
IN_MEMORY = 2 * 1024 * 1024  # bytes of an answer; what is longer waits in the temporary folder
LONGEST_HEAD = 16 * 1024  # bytes of a request before its body; all of its address is shown in links
SILENCE = 30  # seconds after which a client that neither sends nor takes anything is dropped
CONNECTIONS = 1000  # of one process at a time
LINGERING = 5  # seconds for a client that still sends to notice that it has been refused
AT_ONCE = 1024 * 1024  # bytes taken from such a client at a time
TURN = 1  # seconds that the loop waits for something to happen before it reports to gunicorn


class Task(WSGITask):
    """A request being answered."""

    chunked_response: bool

    def build_response_header(self) -> bytes:
        """The head of the answer; what follows the answer to HEAD is nothing, in no chunks."""
        header = super().build_response_header()
        self.chunked_response = self.chunked_response and self.request.command != "HEAD"
        return header

    def service(self) -> None:
        """Answer, and have it noted where an access log is kept."""
        super().service()
        environ = self.get_environment()
        environ["RAW_URI"] = environ["REQUEST_URI"]
        answer = SimpleNamespace(
            status=self.status, headers=self.response_headers, sent=self.content_bytes_written
        )
        taken = timedelta(seconds=time.time() - self.start_time)
        self.channel.server.log.access(answer, self.request, environ, taken)


class Refusal(ErrorTask):
    """A request being refused by the server itself."""

    def execute(self) -> None:
        from jlis_gov.browser_policy import headers_of_a_refusal  # as below

        self.channel.lingers_until = time.monotonic() + LINGERING
        self.response_headers.extend(headers_of_a_refusal().items())
        super().execute()


class Question:
    """Ask, in a thread, how much its sender may send: a database may take its time."""

    def __init__(self, channel: "Channel", request: Parser) -> None:
        self.channel, self.request = channel, request

    def service(self) -> None:
        """Ask, and have the request read on or refused."""
        from jlis_gov import bodies  # only a worker has Django at hand

        path, cookies = self.request.path, self.request.headers.get("COOKIE", "")
        limit = bodies.open_limit(path) if self.request.command == "POST" else 0
        if not limit:
            self.request.allow(bodies.largest_before(path, cookies))
        elif self.request.content_length > limit:
            self.request.refuse(
                PageError("413 Request Entity Too Large", bodies.too_large(path), {})
            )
        else:
            self._take_turn(limit)
        self.channel.go_on()

    def _take_turn(self, limit: int) -> None:
        """Take a stranger's file, if no other is being taken."""
        from jlis_gov import bodies

        self.request.lease = Lease()
        if self.request.lease:
            self.request.allow(limit)
        else:
            self.request.refuse(
                PageError("503 Service Unavailable", *bodies.busy(self.request.path))
            )
        if not self.channel.connected:  # it has gone meanwhile
            self.request.lease.end()

    def cancel(self) -> None:
        """The server stops."""


class Channel(HTTPChannel):
    """One client's connection."""

    request: Any  # a Parser, None between two requests
    will_close: bool
    task_class, error_task_class, parser_class = Task, Refusal, Parser
    lingers_until = 0.0  # set when it was refused

    def readable(self) -> bool:
        """Return True if the client may go on."""
        if self.lingers_until:
            return True
        return not (self.request and self.request.is_asking) and super().readable()

    def received(self, data: bytes) -> bool:
        """Take in what came, and ask whether to take the rest."""
        is_taken = super().received(data)
        if self.request and self.request.is_asking:
            self.server.add_task(Question(self, self.request))
        return is_taken

    def send_continue(self) -> None:
        """Have the client send the body, if it is to be taken."""
        if not self.request.is_asking:
            super().send_continue()

    def go_on(self) -> None:
        """Go on with the request at hand, now that the question about it has been answered."""
        with self.requests_lock:
            request = self.request
            if request.completed:
                self.request = None
                self.requests.append(request)
                if len(self.requests) == 1:
                    self.server.add_task(self)
            elif request.expect_continue and not self.requests:
                self.send_continue()
        self.server.pull_trigger()

    def handle_read(self) -> None:
        """Read; what a refused client still sends is let go."""
        if not self.lingers_until:
            super().handle_read()
        elif self.recv(AT_ONCE) and time.monotonic() > self.lingers_until:
            super().handle_close()

    def handle_close(self) -> None:
        """Close; a client that still sends would never read why it was refused, so it may end."""
        if self.connected and self.lingers_until > time.monotonic() and self.will_close:
            self.will_close = False
            self.socket.shutdown(socket.SHUT_WR)
        else:
            super().handle_close()
            if self.request and self.request.lease:
                self.request.close()


class _Server:
    """A listening socket of gunicorn's, which several processes share."""

    channel_class = Channel

    def __init__(self, worker: "BufferingWorker", listener: socket.socket) -> None:
        self.log = worker.log
        cast(Any, super()).__init__(
            bodiless(worker.wsgi),
            worker.channels,
            _sock=listener,
            dispatcher=worker.dispatcher,
            adj=worker.adjustments,
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    def stop_accepting(self) -> None:
        """Leave new connections to others."""
        self.accepting = False
        cast(Any, self).del_channel()


class TcpServer(_Server, TcpWSGIServer):
    """One that listens at a port."""


class UnixServer(_Server, UnixWSGIServer):
    """One that listens at a socket in a folder."""

    def fix_addr(self, addr: Any) -> tuple[str, None]:
        """No address: nobody says where the client is."""
        return "", None


class BufferingWorker(Worker):
    """A process of gunicorn's in which waitress serves."""

    def init_process(self) -> None:
        self.channels: dict[int, Any] = {}
        self.servers: list[Any] = []
        self.dispatcher = ThreadedTaskDispatcher()
        self.adjustments = Adjustments(
            threads=self.cfg.threads,
            connection_limit=CONNECTIONS,
            channel_timeout=SILENCE,
            cleanup_interval=SILENCE // 3,
            max_request_header_size=LONGEST_HEAD,
            outbuf_overflow=IN_MEMORY,
            outbuf_high_watermark=HELD,
            clear_untrusted_proxy_headers=False,  # PROXY_COUNT says whom to believe
            log_socket_errors=False,  # that a client has gone is no fault
            ident="",
        )
        super().init_process()

    def run(self) -> None:
        """Serve until told to stop; then finish what has been asked."""
        self.dispatcher.set_thread_count(self.cfg.threads)
        for listener in self.sockets:
            kind = UnixServer if listener.family == socket.AF_UNIX else TcpServer
            self.servers.append(kind(self, listener.sock))
        while self.alive and self.ppid == os.getppid():
            self._turn(TURN)
        for server in self.servers:
            server.stop_accepting()
        until = time.monotonic() + self.cfg.graceful_timeout
        while self._is_busy() and time.monotonic() < until:
            self._turn(TURN / 10)
        self.dispatcher.shutdown()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop after what has been asked, and wake the loop to see to it."""
        super().handle_exit(sig, frame)
        for server in self.servers:
            server.pull_trigger()

    def _turn(self, seconds: float) -> None:
        self.notify()
        server = self.servers[0]
        server.asyncore.loop(timeout=seconds, map=self.channels, use_poll=True, count=1)

    def _is_busy(self) -> bool:
        clients = [client for server in self.servers for client in server.active_channels.values()]
        return any(client.requests or client.total_outbufs_len for client in clients)


def bodiless(application: Application) -> Application:
    """The application, which answers HEAD without a body; Django leaves that to the server."""

    def answer(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if hasattr(body, "close"):
            body.close()
        return []

    return answer
