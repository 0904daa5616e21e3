"""The cost of the account of follow-up over 20,000 findings: `python -m bench.follow_up`.

It makes a database of its own, as `bench.pages` does, and counts processor time the same way. It
exits with 1 if a limit is missed.
"""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import make_database, seconds
from bench.my_work import fill
from bench.table import Row, tell

YEARS, A_YEAR = range(2014, 2026), 1_800  # fiscal years, and audits in each
DAY = "2026-03-15"
PAGES = {
    "account of follow-up": (f"/findings/follow-up/?as_of={DAY}", 1_000),
    "list of a figure of it": (f"/findings/?as_of={DAY}&measures=overdue&age=366-", 200),
    "public counts": (f"/findings/measures/?as_of={DAY}", 500),
}


def measure() -> Iterator[Row]:
    """Every row of the table."""
    make_database()
    for year in YEARS:
        fill(year, A_YEAR)
    register.analyse()
    client = Client(headers={"Host": "localhost"})
    client.force_login(get_user_model().objects.create_superuser("bench"))
    ways = [lambda path=path: client.get(path) for path, _limit in PAGES.values()]
    number = apps.get_model("audits", "Finding").objects.count()
    for (name, (path, limit)), took in zip(PAGES.items(), seconds(*ways, times=3), strict=True):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        figure = f"{took * 1000:.0f} ms; {len(asked)} questions"
        is_kept = answer.status_code == 200 and took * 1000 <= limit
        yield Row(f"{name}: {number:,} findings", figure, f"≤ {limit} ms", is_kept)


if __name__ == "__main__":
    tell(measure(), connection.vendor)
