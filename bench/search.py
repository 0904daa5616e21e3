"""The cost of a search as the register grows: `python -m bench.search`.

Twenty fiscal years with 600 audits and 400 meetings each, searched by anyone, whole requests
through the middleware; on SQLite, or on PostgreSQL as `bench.pages` says. It exits with 1 if a
limit is missed.
"""

from collections.abc import Iterator
from urllib.parse import quote

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import fetch, make_database, seconds
from bench.pages import settle
from bench.table import Row, tell

FIRST_YEAR, YEARS = 2016, 20
AUDITS, MEETINGS = 600, 400  # a year
LIMIT = 1_000  # ms
QUESTIONS = {
    "a department": "第7部",
    "what every meeting mentions": "決算",
    "a regime": "内部監査",
    "a number and a body": "経営審議委員会 14",
    "three words": "業務12 第1監査 平成28年度",
    "nothing": "存在しない語",
}


def address(query: str) -> str:
    """The search page for a query."""
    return f"/search/?q={quote(query)}"


def measure() -> Iterator[Row]:
    """Every question with one year, and with twenty."""
    make_database()
    paths = [address(query) for query in QUESTIONS.values()]
    ways = [lambda path=path: fetch(path) for path in paths]
    grow(1)
    before = seconds(*ways, rounds=3)
    grow(YEARS)
    for (what, query), path, was, now in zip(
        QUESTIONS.items(), paths, before, seconds(*ways, rounds=3), strict=True
    ):
        with CaptureQueriesContext(connection) as asked:
            fetch(path)
        figure = f"{was * 1000:.0f} → {now * 1000:.0f} ms; {len(asked)} questions"
        yield Row(f"{what}: {query}", figure, f"≤ {LIMIT:,} ms", now * 1000 <= LIMIT)


def grow(years: int) -> None:
    """Add the fiscal years up to so many."""
    for year in range(FIRST_YEAR + (years > 1), FIRST_YEAR + years):
        register.fill_audits(year, AUDITS)
        register.fill(year, MEETINGS)
    settle()


if __name__ == "__main__":
    tell(measure(), connection.vendor)
