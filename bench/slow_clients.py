"""What slow clients do to a server: `python -m bench.slow_clients`, or with names of SERVERS.

Makes a register of its own, serves it by each way, and asks for the front page while 200 clients
say nothing, 200 have sent half a request and 20 take a list of 7 MB as slowly as they can; asks
`/healthz` while 12 take that list as fast as they can; then it compares how many lists and feeds
each gives in a second, the ways taken in turn. All of it is on the loopback, and ends by itself.
One of them needs `pip install granian`.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import make_database
from bench.pages import settle

BIN = Path(sys.executable).parent
GUNICORN = [str(BIN / "gunicorn"), "--config", "python:jlis_gov.serving", "--bind"]
SERVERS: dict[str, Callable[[str], list[str]]] = {
    "sync": lambda at: [*GUNICORN, at, "--worker-class=sync", "--threads=1", "--timeout=600"],
    "gthread": lambda at: [*GUNICORN, at, "--worker-class=gthread"],
    "granian": lambda at: [
        *(sys.executable, "-m", "granian", "--interface=wsgi", "--workers=2", "--no-ws"),
        *("--blocking-threads=8", f"--port={at.rpartition(':')[2]}", "jlis_gov.wsgi:application"),
    ],
    "ours": lambda at: [*GUNICORN, at],
}
FRONT, LIST, FEED = "/", "/audits/?per_page=50", "/feeds/fy2016/all.ics"
EXPORT = "/meetings/?_export=csv&_shape=machine"  # 7 MB
SILENT, HALF, SLOW = 200, 200, 20
TAKING = 12  # clients that take the list again and again
ASKED = 60  # front pages, and /healthz
PATIENCE = 10  # seconds after which a reader would give up
HALVES = (
    b"GET / HTTP/1.1\r\nHost: loc",
    b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/"
    b"x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nusername=",
)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(name: str) -> Iterator[int]:
    """The register served in one of the ways; its port."""
    port = free_port()
    command = SERVERS[name](f"127.0.0.1:{port}")
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while not asked(port, "/healthz"):
            if time.monotonic() > until:
                raise RuntimeError(f"{name} does not start")
            time.sleep(0.2)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def connected(port: int, sent: bytes = b"") -> socket.socket:
    """A client that has said so much."""
    client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    client.sendall(sent)
    return client


def request(path: str) -> bytes:
    """A whole request."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


def asked(port: int, path: str) -> float:
    """Seconds until the whole answer was there; 0 where none came in time."""
    began = time.perf_counter()
    try:
        with connected(port, request(path)) as client:
            if b" 200 " not in client.recv(64):
                return 0
            while client.recv(1 << 20):
                if time.perf_counter() - began > PATIENCE:
                    return 0
    except OSError:
        return 0
    return time.perf_counter() - began


def p95(port: int) -> str | float:
    """The time within which 95 of 100 front pages come; how many came where not all did."""
    times = []
    for number in range(ASKED):
        times.append(asked(port, FRONT))
        if times.count(0) == 3:
            return f"{number - 2} of {number + 1} came"
    return statistics.quantiles(times, n=20)[-1]


def slow_readers(port: int, stack: ExitStack) -> int:
    """Have the file asked for by clients that hardly take anything; how many have begun to get it.

    One that is told to come again does so.
    """
    begun = 0
    until = time.monotonic() + 180
    waiting = [None] * SLOW
    while waiting and time.monotonic() < until:
        clients = [stack.enter_context(_small(port)) for _one in waiting]
        waiting = []
        for client in clients:
            client.settimeout(60)
            try:
                if b" 200 " in client.recv(64):
                    begun += 1
                    continue
            except OSError:
                return begun
            waiting.append(None)
        time.sleep(1 if waiting else 0)
    return begun


def _small(port: int) -> socket.socket:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(PATIENCE)
    with suppress(OSError):
        client.connect(("127.0.0.1", port))
        client.sendall(request(EXPORT))
    return client


def health(port: int) -> str:
    """The longest that `/healthz` took, alone and while lists are made and sent without a break."""
    alone = max(asked(port, "/healthz") for _number in range(ASKED))
    stopped = Event()

    def take() -> int:
        taken = 0
        while not stopped.is_set():
            taken += asked(port, EXPORT) > 0
        return taken

    with ThreadPoolExecutor(TAKING) as clients:
        taking = [clients.submit(take) for _number in range(TAKING)]
        time.sleep(1)
        times = []
        for _number in range(ASKED):
            times.append(asked(port, "/healthz"))
            time.sleep(0.2)
        stopped.set()
        taken = sum(one.result() for one in taking)
    late = f", {times.count(0)} not answered" if times.count(0) else ""
    return f"{alone * 1000:.0f} ms, {max(times) * 1000:.0f} ms{late} ({taken} lists taken)"


def beset(name: str) -> Iterator[str]:
    """Cells of the table: the front page alone, and beset by each kind of client in turn."""
    with served(name) as port:
        alone = [p95(port) for _round in range(2)][-1]  # the first warms up
        if isinstance(alone, str):
            raise RuntimeError(f"{name}: {alone}")
        yield f"{alone * 1000:.0f} ms"
        for kind in ("silent", "half", "slow"):
            with ExitStack() as stack:
                if kind == "slow":
                    begun = f" ({slow_readers(port, stack)} being sent)"
                else:
                    begun = ""
                    for number in range(SILENT if kind == "silent" else HALF):
                        sent = b"" if kind == "silent" else HALVES[number % len(HALVES)]
                        with suppress(OSError):
                            stack.enter_context(connected(port, sent))
                now = p95(port)
            if isinstance(now, str):
                yield now + begun
                return
            yield f"{now * 1000:.0f} ms, {now / alone:.1f}×{begun}"
        yield health(port)


def rate(port: int, path: str, count: int) -> float:
    """Answers a second to eight clients."""
    began = time.perf_counter()
    with ThreadPoolExecutor(8) as clients:
        found = list(clients.map(lambda _number: asked(port, path), range(count)))
    if not all(found):
        raise RuntimeError(f"{path}: {found.count(0)} of {count} were not answered")
    return count / (time.perf_counter() - began)


def compared(names: list[str], rounds: int = 5) -> Iterator[tuple[str, list[float]]]:
    """Lists and feeds a second by each way: what, and the medians of rounds taken in turn."""
    with ExitStack() as stack:
        ports = [stack.enter_context(served(name)) for name in names]
        for path, count in ((LIST, 100), (FEED, 200)):
            found: list[list[float]] = [[] for _name in names]
            for number in range(rounds + 1):
                for port, rates in zip(ports, found, strict=True):
                    rates.append(rate(port, path, count if number else 16))
            yield path, [statistics.median(rates[1:]) for rates in found]


def main() -> None:
    """Print both tables in Markdown."""
    names = sys.argv[1:] or ["sync", "ours"]
    os.environ["PYTHONWARNINGS"] = "ignore"
    make_database()
    register.fill_audits(2016, 300)
    register.body()
    settle()
    for year in range(1980, 2015):  # past the journal, so nobody publishes them
        register.fill(year, 300)
    register.analyse()
    print(f"| front page, p95 | alone | {SILENT} silent | {HALF} half | {SLOW} slow | `/healthz` |")
    print("|---|---|---|---|---|---|", flush=True)
    for name in names:
        print(f"| {name} | {' | '.join(beset(name))} |", flush=True)
    print(f"\n| answers a second | {' | '.join(names)} |\n|---{'|---' * len(names)}|", flush=True)
    for what, rates in compared(names):
        cells = [f"{one:.0f}; {one / rates[0]:.2f}×" for one in rates]
        print(f"| `{what}` | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
