"""The cost of every kind of page, held against its budget: `python -m bench.budgets`.

Needs `pip install -r bench/requirements.txt`, and makes a database of its own, as `bench.pages`
does. First the record of fiscal 2016 as it is shipped, asked for by anyone: the bytes that travel,
and processor time through the whole middleware, the best of several rounds. Then 1,000 records
in each of the last twelve fiscal years. It exits with 1 if a budget is missed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import fetch, make_database, seconds
from bench.table import Row, tell
from calendars.feeds import publishing
from dates import FiscalYear
from jlis_gov.composition import FEEDS

BYTES, SECONDS = 100_000, 0.1
THIS_YEAR = int(FiscalYear.of(timezone.localdate()))
YEARS, A_YEAR = range(THIS_YEAR - 11, THIS_YEAR + 1), 1_000
PAGES = {
    "front page": "/",
    "year": "/calendar/fy2016/",
    "year by department": "/calendar/fy2016/?by=department",
    "month": "/calendar/2016-11/",
    "list of 25": "/audits/",
    "list of 100": "/audits/?per_page=100",
    "report": "/reports/2016/",
    "department": "/departments/processing/",
    "body": "/bodies/management-council/",
    "search": "/search/?q=情報処理部",
}
GROWN = {"front page": ("/", 0.15), "year": (f"/calendar/fy{THIS_YEAR}/", 0.3)}


def of_2016() -> Iterator[Row]:
    """Each kind of page of the record of fiscal 2016."""
    call_command("load_record", verbosity=0, stdout=StringIO())
    pages = PAGES | {
        "audit": register.Audit.objects.in_fiscal_year(2016).first().get_absolute_url(),
        "meeting": register.Meeting.objects.in_fiscal_year(2016).first().get_absolute_url(),
    }
    settle()
    taken = seconds(*(lambda path=path: fetch(path) for path in pages.values()))
    for (name, path), one in zip(pages.items(), taken, strict=True):
        size = fetch(path, **{"Accept-Encoding": "gzip"})
        figure = f"{size / 1000:.1f} kB of {fetch(path) / 1000:.1f}; {one * 1000:.0f} ms"
        yield Row(name, figure, "≤ 100 kB, 100 ms", size <= BYTES and one <= SECONDS)


def of_twelve_years() -> Iterator[Row]:
    """The pages that tell of a whole year, where there are 12,000 records more."""
    for year in YEARS:
        register.fill_audits(year, A_YEAR)
    settle()
    taken = seconds(*(lambda path=path: fetch(path) for path, _most in GROWN.values()))
    for (name, (_path, most)), one in zip(GROWN.items(), taken, strict=True):
        what = f"{name}: {len(YEARS) * A_YEAR:,} records more"
        yield Row(what, f"{one * 1000:.0f} ms", f"≤ {most * 1000:.0f} ms", one <= most)


def settle() -> None:
    """Publish, as the first reader of a feed has it done, and let the database look around."""
    publishing.publish(FEEDS, now=datetime.now(UTC))
    register.analyse()


def measure() -> Iterator[Row]:
    """Every row of the table."""
    make_database()
    yield from of_2016()
    yield from of_twelve_years()


if __name__ == "__main__":
    tell(measure(), connection.vendor)
