"""The cost of pages as the register grows, and beside stock lists: `python -m bench.pages`.

Needs `pip install -r bench/requirements.txt`, and makes a database of its own: a SQLite file in a
temporary folder, or a database for tests on the PostgreSQL server that DATABASE_URL names (`bash
.ci/postgres python -m bench.pages`). Every page goes through the same middleware; ways that are
compared are taken in turn, and of several rounds the best counts. It exits with 1 if a limit is
missed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import fetch, make_database, seconds
from bench.table import Row, tell
from calendars.feeds import publishing
from jlis_gov.composition import FEEDS

PAGES = {
    "list": "/audits/?per_page=50",
    "list of a year": "/audits/?per_page=50&fiscal_year=2016",
    "month": "/calendar/2016-11/",
    "year": "/calendar/fy2016/",
}
LIST = PAGES["list"]
FIRST_YEAR, YEARS, A_YEAR = 2016, 20, 1_000


def costs(*paths: str) -> list[float]:
    """The seconds that each page takes, the best of several rounds."""
    return seconds(*(lambda path=path: fetch(path) for path in paths))


def grown(before: dict[str, float]) -> Iterator[Row]:
    """The pages with twenty fiscal years, beside the same ones with one."""
    for (name, path), now in zip(PAGES.items(), costs(*PAGES.values()), strict=True):
        figure, ratio = _growth(before[path], now)
        yield Row(f"{name}: {A_YEAR:,} → {YEARS * A_YEAR:,} records", figure, "≤ 2×", ratio <= 2)


def beside_stock() -> Iterator[Row]:
    """Fifty rows, beside a stock table of django-tables2 and beside the admin's changelist."""
    admin = signed_in()
    ours, stock, changelist = seconds(
        lambda: fetch(LIST),
        lambda: fetch("/stock/audits/?per_page=50"),
        lambda: fetch("/admin/stock/audits/audit/", Cookie=admin),
    )
    figure = f"{ours * 1000:.1f} ms; {stock * 1000:.1f} ms; {stock / ours:.1f}×"
    yield Row("list of 50 rows; stock django-tables2", figure, "≥ 2.5×", stock / ours >= 2.5)
    figure = f"{ours * 1000:.1f} ms; {changelist * 1000:.1f} ms; {changelist / ours:.1f}×"
    yield Row("list of 50 rows; the admin's changelist", figure, "> 1×", changelist > ours)


def queries(path: str, **headers: str) -> list[str]:
    """The queries of a page."""
    with CaptureQueriesContext(connection) as asked:
        fetch(path, **headers)
    return [query["sql"] for query in asked.captured_queries]


def of_records(sql: str) -> bool:
    """True where it reads audits or their parts, not only counts them."""
    return "schedule_text" in sql or "audits_audittarget" in sql


def queried() -> Iterator[Row]:
    """The queries of the list at each size, and of pages where nothing changed."""
    asked = [queries(f"/audits/?per_page={size}") for size in (25, 50, 100)]
    counts, data = [len(found) for found in asked], [sum(map(of_records, found)) for found in asked]
    figure = f"{', '.join(map(str, data))} of {', '.join(map(str, counts))} in all"
    is_kept = set(data) == {2} and len(set(counts)) == 1
    yield Row("queries of records for 25, 50, 100 rows", figure, "2", is_kept)
    client = Client(headers={"Host": "localhost"})
    known = {path: client.get(path)["ETag"] for path in PAGES.values()}
    counts = [len(queries(path, **{"If-None-Match": known[path]})) for path in known]
    yield Row("queries of a 304", ", ".join(map(str, counts)), "1", set(counts) == {1})
    path = PAGES["year"]
    spared, made = seconds(
        lambda: fetch(path, **{"If-None-Match": known[path]}), lambda: fetch(path)
    )
    figure = f"{spared * 1000:.2f} ms; made {made * 1000:.1f} ms"
    yield Row("304 of the year", figure, "faster", spared < made)


def _growth(before: float, now: float) -> tuple[str, float]:
    return f"{before * 1000:.1f} → {now * 1000:.1f} ms; {now / before:.2f}×", now / before


def signed_in() -> str:
    """The cookie of somebody who may see everything."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("bench"))
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def settle() -> None:
    """Publish, as the first reader of a feed has it done, and let the database look around."""
    publishing.publish(FEEDS, now=datetime.now(UTC))
    register.analyse()


def measure() -> Iterator[Row]:
    """Every row of the table, the register growing meanwhile."""
    make_database()
    register.fill_audits(FIRST_YEAR, A_YEAR)
    settle()
    before = dict(zip(PAGES.values(), costs(*PAGES.values()), strict=True))
    for year in range(FIRST_YEAR + 1, FIRST_YEAR + YEARS):
        register.fill_audits(year, A_YEAR)
    register.analyse()
    yield from grown(before)
    yield from queried()
    yield from beside_stock()
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        register.fill_audits(year, 4 * A_YEAR)
    register.analyse()
    figure, ratio = _growth(before[LIST], *costs(LIST))
    yield Row("list: 1,000 → 100,000 records", figure, "≤ 1.3×", ratio <= 1.3)


if __name__ == "__main__":
    tell(measure(), connection.vendor)
