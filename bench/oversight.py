"""The cost of oversight over 20 years and 20,000 records: `python -m bench.oversight`.

It makes a database of its own, as `bench.pages` does, and counts processor time the same way. The
measure of rules is loading the same rows, each kind with one query. It exits with 1 if a limit is
missed. `python -m bench.oversight profile` tells where the page's time goes.
"""

import cProfile
import gc
import pstats
import sys
from collections.abc import Callable, Iterator
from datetime import date

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db.models import QuerySet
from django.test import Client

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import make_database, seconds, spent
from bench.my_work import fill
from bench.register import Audit, AuditClassification, AuditTarget
from bench.table import Row, tell
from dates import FiscalYear, official_number
from meetings.models import AgendaItem, Meeting, Session
from oversight.coverage import coverage
from oversight.observations import notice
from oversight.reading import forget_facts, read_facts
from records import journal

FIRST, YEARS = 2014, 20
AUDITS, MEETINGS = 400, 200  # a year, beside a finding for each audit but the drafts
AT = date(2034, 4, 1)
LIMIT, LINEAR = 20, 1.5  # times loading; of the time for twice the years
PAGE_LIMIT = 150  # milliseconds
TABLES = (Meeting, Session, AgendaItem, Audit, AuditClassification, AuditTarget)


def load() -> int:
    """Load every row of the tables that hold most, one query each."""
    finding = apps.get_model("audits", "Finding")
    return sum(len(list(QuerySet(model))) for model in (*TABLES, finding))


def judge(years: int) -> Callable[[], object]:
    """All rules over so many years, and the coverage of the last one, with the reading."""

    def way() -> object:
        forget_facts()
        facts = read_facts(range(FIRST, FIRST + years))
        asked = [FiscalYear(FIRST + n) for n in range(years)]
        return list(notice(facts, asked, AT)), coverage(facts, asked[-1], AT)

    return way


def measure() -> Iterator[Row]:
    """Every row of the table."""
    make_database()
    for year in range(FIRST, FIRST + YEARS):
        fill(year, AUDITS + 100)  # the first hundred are drafts
        register.fill(year, MEETINGS)
    register.analyse()
    half, whole, loading = seconds(judge(YEARS // 2), judge(YEARS), load, rounds=3)
    rows = load()
    figure = f"{whole:.2f} s; loading {loading:.2f} s; {whole / loading:.1f}×"
    what = f"all rules over {YEARS} years, coverage of one: {rows:,} rows"
    yield Row(what, figure, f"≤ {LIMIT}×", whole <= LIMIT * loading)
    growth = whole / (2 * half)
    figure = f"{half:.2f} → {whole:.2f} s; {growth:.2f}× of twice"
    yield Row(f"{YEARS // 2} → {YEARS} years", figure, f"≤ {LINEAR}×", growth <= LINEAR)
    client = Client(headers={"Host": "localhost"})
    client.force_login(get_user_model().objects.create_superuser("bench"))
    path = f"/oversight/fy{FIRST + YEARS // 2}/"
    ways = {
        "kept since": lambda: None,
        "made after a change": change,
        "made by a process that has read nothing yet": forget_facts,
    }
    for what, before in ways.items():
        took = page(client, path, before) * 1000
        figure, is_kept = f"{took:.0f} ms", took <= PAGE_LIMIT
        yield Row(f"監督 of a year, {what}", figure, f"≤ {PAGE_LIMIT} ms", is_kept)
    if "profile" in sys.argv:
        profiled(client, path)


def page(client: Client, path: str, before: Callable[[], object]) -> float:
    """The least seconds that the page takes, each time after something that is not counted."""
    taken = []
    for _round in range(7):
        before()
        if before is forget_facts:
            cache.clear()
        gc.collect()
        begun = spent()
        client.get(path)
        taken.append(spent() - begun)
    return min(taken[1:])


def change() -> None:
    """Change the theme of an audit of that year, as the office would."""
    audit = Audit.objects.in_fiscal_year(FiscalYear(FIRST + YEARS // 2)).last()
    audit.theme = official_number(len(audit.theme) % 10 + 1) + audit.theme
    with journal.change(actor="bench", reason="テーマの変更"):
        audit.save()


def profiled(client: Client, path: str) -> None:
    """Print where the time of the page goes after a change."""
    change()
    with cProfile.Profile() as profile:
        client.get(path)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    tell(measure())
