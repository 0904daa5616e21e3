"""The cost of a feed, beside django-ical on the same events: `python -m bench.feed`.

Needs `pip install -r bench/requirements.txt`, and makes a database of its own: a SQLite file in a
temporary folder, or a database for tests on the PostgreSQL server that DATABASE_URL names (`bash
.ci/postgres python -m bench.feed`). Both ways answer a request through the same middleware. What
counts is processor time, the application's and the database's together, and the best of several
rounds: where others are at work, the clock on the wall tells more of them. It exits with 1 if a
limit is missed.
"""

import gc
import itertools
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client, RequestFactory

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.table import Row, tell
from calendars.feeds import (
    Publication,
    PublishedEntry,
    PublishedEvent,
    PublishedFeed,
    PublishedKey,
    PublishedPiece,
    publishing,
)
from jlis_gov.composition import FEEDS

APPLICATION = WSGIHandler()

YEAR, ALL = 1_500, 10_000  # events of the two feeds
IS_SQLITE = connection.vendor == "sqlite"


def spent() -> float:
    """Seconds of a processor that were spent so far, by this process and its database server."""
    return time.process_time() + (0 if IS_SQLITE else _spent_by_server())


def _spent_by_server() -> float:
    """By the one process of PostgreSQL that serves this connection, which must last (Linux)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [process] = cursor.fetchone()
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def seconds(*ways: Callable[[], object], rounds: int = 7, times: int = 1) -> list[float]:
    """The least time of each way in any round, the ways taken in turn.

    Each is done `times` in a row, for the system counts a server's time in hundredths of a second.
    """
    found: list[list[float]] = [[] for _way in ways]
    for _round in range(rounds):
        for way, taken in zip(ways, found, strict=True):
            gc.collect()
            before = spent()
            for _time in range(times):
                way()
            taken.append((spent() - before) / times)
    return [min(taken) for taken in found]


def fetch(path: str, **headers: str) -> int:
    """Have the application answer, as a server would; the bytes are counted and let go."""
    asked = RequestFactory().get(path, headers={"Host": "localhost", **headers})
    status: list[str] = []
    response = APPLICATION(asked.environ, lambda line, _headers: status.append(line))
    size = sum(len(chunk) for chunk in response)
    response.close()
    if status[0][:3] not in ("200", "304"):
        raise RuntimeError(f"{path}: {status[0]}")
    return size


def etag(path: str) -> str:
    """The entity tag that a client keeps of a feed."""
    return Client(headers={"Host": "localhost"}).get(path)["ETag"]


def served() -> Iterator[Row]:
    """Events a second from the ledger, beside django-ical."""
    for what, year, limit in (("the year", 2016, 300 if IS_SQLITE else 100), ("all", 2017, 100)):
        ours, theirs = f"/feeds/fy{year}/all.ics", f"/peer/{year}.ics"
        count = PublishedFeed.objects.get(key="", long="span", fiscal_year=year).events
        [fast] = seconds(lambda p=ours: fetch(p), times=50)
        [slow] = seconds(lambda p=theirs: fetch(p), rounds=3)
        figure = (
            f"{count / fast:,.0f} events/s; django-ical {count / slow:,.0f}; {slow / fast:.0f}×"
        )
        yield Row(f"{what}: {count:,} events", figure, f"≥ {limit}×", slow / fast >= limit)


def unchanged() -> Row:
    """A 304, beside the least that a view can do."""
    known = etag("/feeds/all.ics")
    spared, least = seconds(
        lambda: fetch("/feeds/all.ics", **{"If-None-Match": known}),
        lambda: fetch("/feeds/ok"),
        times=200,
    )
    figure = f"{spared * 1000:.2f} ms; “ok” {least * 1000:.2f} ms; {spared / least:.1f}×"
    return Row("304", figure, "≤ 3×", spared / least <= 3)


def memory() -> Row:
    """The most that Python holds while the largest feed goes out."""
    fetch("/feeds/fy2017/all.ics")
    gc.collect()
    tracemalloc.start()
    size = fetch("/feeds/fy2017/all.ics")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    figure = f"{peak / 2**20:.1f} MiB; body {size / 2**20:.1f} MiB; {peak / size:.2f}×"
    return Row("peak memory", figure, "≤ 1×", peak <= size)


def empty_ledger() -> None:
    """As if nothing had ever been published."""
    for model in (
        PublishedPiece,
        PublishedFeed,
        PublishedKey,
        PublishedEvent,
        PublishedEntry,
        Publication,
    ):
        model.objects.all()._raw_delete("default")


def published() -> Iterator[Row]:
    """Publication in a register of 3,000 events, beside django-ical rendering them once."""
    numbers = itertools.count(1)

    def one_change() -> None:
        publishing.publish(FEEDS, now=datetime.now(UTC))

    changes, renderings, anew = [], [], []
    for _round in range(3):
        register.change(next(numbers))
        changes += seconds(one_change, rounds=1)
        renderings += seconds(lambda: fetch("/peer/2018.ics"), rounds=1)
        empty_ledger()
        anew += seconds(one_change, rounds=1)
    change, rendering, everything = map(min, (changes, renderings, anew))
    figure = (
        f"{change * 1000:.0f} ms; django-ical {rendering * 1000:.0f} ms; {change / rendering:.3f}×"
    )
    yield Row("publishing one change of 3,000", figure, "< 0.1×", change < rendering / 10)
    figure = f"{everything * 1000:.0f} ms; {everything / rendering:.2f}×"
    yield Row("publishing all 3,000 anew", figure, "≤ 1×", everything <= rendering)


def grown() -> Row:
    """The same feed of 500 events, with 1,000 and with 100,000 events in the ledger."""
    times = []
    for stored in (1_000, 100_000):
        register.fill_ledger(stored)
        times += seconds(lambda: fetch("/feeds/fy2019/all.ics"), times=100)
    few, many = times
    figure = f"{few * 1000:.2f} ms → {many * 1000:.2f} ms; {many / few:.2f}×"
    return Row("500 events of 1,000 → 100,000 stored", figure, "≤ 1.5×", many / few <= 1.5)


def make_database() -> None:
    """Its tables; on PostgreSQL also the database, as for tests."""
    if IS_SQLITE:
        call_command("migrate", verbosity=0)
    else:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def measure() -> list[Row]:
    """Every row of the table, each on a register of its own size."""
    make_database()
    register.fill(2018, 3_000)
    publishing.publish(FEEDS, now=datetime.now(UTC))
    rows = list(published())
    register.fill(2016, YEAR)
    register.fill(2017, ALL)
    publishing.publish(FEEDS, now=datetime.now(UTC), everything=True)
    rows = [*served(), unchanged(), memory(), *rows]
    empty_ledger()
    return [*rows, grown()]


if __name__ == "__main__":
    tell(measure(), connection.vendor)
