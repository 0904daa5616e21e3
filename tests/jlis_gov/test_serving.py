"""The server as `make run` starts it: no slow, rude or greedy client keeps others waiting."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from select import select
from threading import Thread

import pytest

from tests.installations import ROOT

pytestmark = pytest.mark.slow

HOST = b"Host: localhost\r\n"
FRONT = b"GET / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
PATIENCE = 60  # seconds, after which nothing is coming
THREADS = 16  # in both processes


class Served:
    """A running server of a register of its own."""

    def __init__(self, folder: Path) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "only-for-tests",
            "DJANGO_SETTINGS_MODULE": "tests.settings",  # without a manifest of static files
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        }
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
        command = [sys.executable, "-m", "gunicorn", "--config", "python:jlis_gov.serving"]
        self.process = subprocess.Popen(
            [*command, "--bind", "127.0.0.1:0", "--access-logfile", "-"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        for line in self.process.stdout:
            self.lines.append(line)
            if sum("Booting worker" in said for said in self.lines) == 2:
                break
        else:
            pytest.fail("".join(self.lines))
        self.port = int(re.search(r"Listening at: \S+:(\d+)", "".join(self.lines))[1])
        self.reader = Thread(target=lambda: self.lines.extend(self.process.stdout))
        self.reader.start()

    def end(self, number: int, *, group: bool = False) -> tuple[int, str]:
        """Send a signal that ends it; its exit code, and all that it said."""
        (os.killpg if group else os.kill)(self.process.pid, number)
        self.reader.join(PATIENCE)
        self.process.stdout.close()
        return self.process.wait(PATIENCE), "".join(self.lines)

    def client(self, sent: bytes = b"") -> socket.socket:
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        client.sendall(sent)
        return client

    def ask(self, sent: bytes) -> bytes:
        """The whole answer to what is sent."""
        with self.client(sent) as client:
            return b"".join(iter(lambda: client.recv(65536), b""))

    def status(self, sent: bytes) -> int:
        return int(self.ask(sent).split(b" ", 2)[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("served"))
    yield served
    served.end(signal.SIGKILL, group=True)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: loc",
        b"POST /sign-in/ HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\nusername=",
        b"POST /sign-in/ HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nuser",
    ],
)
def test_clients_that_never_finish_keep_nobody_waiting(server, sent):
    with ExitStack() as stack:
        for _number in range(2 * THREADS):
            stack.enter_context(server.client(sent))
        assert server.status(FRONT) == 200


def test_clients_that_do_not_read_keep_nobody_waiting(server):
    with ExitStack() as stack:
        for _number in range(2 * THREADS):
            stack.enter_context(server.client(FRONT.replace(b"Connection: close\r\n", b"") * 50))
        assert server.status(FRONT) == 200


def stored(server: Served) -> list[str]:
    """The bodies that the server's processes keep in files: those have no names."""
    pids = subprocess.run(
        ["pgrep", "-g", str(server.process.pid)], capture_output=True, text=True, check=True
    )
    names = []
    for link in [link for pid in pids.stdout.split() for link in Path(f"/proc/{pid}/fd").iterdir()]:
        with suppress(FileNotFoundError):  # closed since it was listed
            names.append(os.readlink(link))
    return [name for name in names if "(deleted)" in name and "wgunicorn" not in name]


@pytest.mark.parametrize(
    "address", [b"/", b"/sign-in/", b"/admin/import/", b"/nothing/", b"/verify"]
)
@pytest.mark.parametrize("cookie", [b"", b"Cookie: sessionid=forged0123456789\r\n"])
def test_large_body_of_a_stranger_is_refused_before_it_is_stored(server, address, cookie):
    head = b"POST " + address + b" HTTP/1.1\r\n" + HOST + cookie
    with server.client(head + b"Content-Length: 314572800\r\n\r\n" + b"x" * 100) as client:
        assert b" 413 " in client.recv(1000)
        assert stored(server) == []


VERIFY = b"POST /verify/ HTTP/1.1\r\n" + HOST + b"Connection: close\r\n"
LARGE = b"Content-Length: 20000000\r\n\r\n"


def test_file_of_a_stranger_is_taken_where_anyone_may_send_one_and_one_at_a_time(server):
    with ExitStack() as stack:
        # Each process takes one; whoever comes then is told so before anything is stored.
        waiting = [stack.enter_context(server.client(VERIFY + LARGE)) for _number in range(12)]
        refused = [client for client in waiting if select([client], [], [], 2)[0]]
        assert len(waiting) - len(refused) in (1, 2)
        answer = refused[0].recv(100_000)
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nRetry-After: 30\r\n" in answer
        assert "ほかの資料を確認しています。" in answer.decode()
        assert server.status(FRONT) == 200
    # They have gone, and others may; without the form's token they do so in vain.
    statuses = {server.status(VERIFY + LARGE + b"x" * 20_000_000) for _number in range(3)}
    assert statuses <= {400, 403}
    assert stored(server) == []


def test_file_larger_than_the_limit_is_refused_before_it_is_stored(server):
    answer = server.ask(VERIFY + b"Content-Length: 200000000\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "１件100MiBまで" in answer.decode()
    assert b"\r\nX-Content-Type-Options: nosniff\r\n" in answer  # though no middleware saw it


def test_refused_client_that_goes_on_sending_is_told(server):
    head = b"POST /sign-in/ HTTP/1.1\r\n" + HOST + b"Content-Length: 20000000\r\n\r\n"
    assert server.status(head + b"x" * 20_000_000) == 413


def test_chunked_body_of_a_stranger_is_refused_once_it_is_too_large(server):
    head = b"POST /sign-in/ HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    assert server.status(head + chunk * 200) == 413
    small = b"3\r\nx=1\r\n0\r\n\r\n"
    assert server.status(head.replace(b"chunked", b"chunked\r\nConnection: close") + small) == 403


def test_client_that_asks_first_is_refused_first(server):
    head = b"POST /admin/import/ HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\n"
    with server.client(head + b"Content-Length: 20000000\r\n\r\n") as client:
        assert client.recv(1000).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: abc\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b": no name\r\n\r\n",
        b"GET http://[ HTTP/1.1\r\n" + HOST + b"\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        b"POST /nothing/ HTTP/1.1\r\n"
        + HOST
        + b"Connection: close\r\nCookie: csrftoken="
        + b"a" * 32
        + b"\r\nContent-Type: multipart/form-data\r\nContent-Length: 1\r\n\r\nx",
    ],
)
def test_request_that_is_none_is_not_understood(server, sent):
    assert server.status(sent) == 400


def test_address_longer_than_any_of_ours_is_refused(server):
    asked = b"GET /healthz?" + b"x" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n"
    assert server.status(asked) == 431
    assert server.status(asked.replace(b"x" * 20_000, b"x" * 10_000)) == 200


def test_answer_to_head_has_no_body(server):
    answer = server.ask(FRONT.replace(b"GET", b"HEAD"))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"\r\n\r\n")


TOKEN = "s3cret"
PERSONAL = [
    "/feeds/personal/s3cret.ics",
    "/feeds%2fpersonal%2Fs3cret.ics",
    "//feeds//personal/s3cret",
]


def ask_for_personal_calendars(server: Served) -> None:
    """In every way of which something may be noted: served, refused, as a referrer."""
    for address in PERSONAL:
        line, host = f"GET {address} HTTP/1.1\r\n".encode(), HOST + b"Connection: close\r\n"
        referrer = f"Referer: http://localhost{address}\r\n".encode()
        for head in (host, host + referrer, b"Host: another.example\r\nConnection: close\r\n"):
            server.ask(line + head + b"\r\n")
        server.ask(line + host + b"Content-Length: 400000000\r\n\r\n")
        server.ask(line + b"no header\r\n\r\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server_stops_while_slow_clients_hang_on_and_has_noted_no_token(tmp_path, number):
    server = Served(tmp_path)
    with server.client(), server.client(b"GET / HTTP/1.1\r\nHos"):
        ask_for_personal_calendars(server)
        # A terminal sends Ctrl-C to every process.
        code, said = server.end(number, group=number == signal.SIGINT)
    assert code == 0
    assert "Traceback" not in said[said.index("Handling signal") :]
    assert said.count("/feeds/personal/***") >= 2
    assert TOKEN not in said
