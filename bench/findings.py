"""The cost of lists of findings, procedures and requests as they grow: `python -m bench.findings`.

It makes a database of its own, as `bench.pages` does, and counts processor time the same way. It
exits with 1 if a limit is missed.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import fetch, make_database, seconds
from bench.my_work import A_YEAR, FIRST_YEAR, YEARS, fill
from bench.pages import queries, signed_in
from bench.table import Row, tell
from records.base import Life, Visibility

LISTS = {"findings": "記録", "procedures": "照合", "requests": "台帳"}  # and what is searched for
PAGE_LIMIT, FILE_LIMIT = 2, 1.5  # times the cost with a twentieth; of a file, for each of its rows
INTERNAL = {"life": Life.REGISTERED, "visibility": Visibility.INTERNAL}


def fill_lists(year: int) -> None:
    """Add a year of audits, nearly each with a finding, a procedure and a request that was sent."""
    fill(year)
    names = ("Procedure", "DocumentRequest", "RequestStep")
    procedure, request, step = (apps.get_model("audits", name) for name in names)
    departments = register.audited_departments()
    audits = list(QuerySet(register.Audit).filter(fiscal_year=year, life=Life.REGISTERED))
    QuerySet(procedure).bulk_create(
        procedure(audit=audit, number=1, procedure="入退室記録を申請書と照合する。", **INTERNAL)
        for audit in audits
    )
    requests = QuerySet(request).bulk_create(
        request(
            audit=audit,
            title="入退室の台帳",
            department=departments[place % len(departments)],
            due_on=audit.starts_on,
            **INTERNAL,
        )
        for place, audit in enumerate(audits)
    )
    QuerySet(step).bulk_create(
        step(request=one, kind="sent", taken_on=one.due_on, taken_by="監査 太郎")
        for one in requests
    )


def pages(name: str) -> dict[str, str]:
    """The addresses of a list, its search and its file for machines."""
    return {
        "list": f"/{name}/?per_page=50",
        "search": f"/{name}/?per_page=50&q={LISTS[name]}",
        "file": f"/{name}/?_export=csv&_shape=machine",
    }


def measure() -> Iterator[Row]:
    """Every row of the table, the register growing meanwhile."""
    make_database()
    cookie = signed_in()
    addresses = {(name, what): path for name in LISTS for what, path in pages(name).items()}
    ways = [lambda path=path: fetch(path, Cookie=cookie) for path in addresses.values()]
    fill_lists(FIRST_YEAR)
    register.analyse()
    before = seconds(*ways, rounds=3)
    asked = [len(queries(path, Cookie=cookie)) for path in addresses.values()]
    for year in range(FIRST_YEAR + 1, FIRST_YEAR + YEARS):
        fill_lists(year)
    register.analyse()
    now = seconds(*ways, rounds=3)
    for (name, what), one, many, questions in zip(addresses, before, now, asked, strict=True):
        is_file = what == "file"
        growth = many / one / (YEARS if is_file else 1)
        limit = FILE_LIMIT if is_file else PAGE_LIMIT
        figure = f"{one * 1000:.0f} → {many * 1000:.0f} ms; {growth:.2f}×; {questions} questions"
        told = f"{name}, {what}: {A_YEAR:,} → {YEARS * A_YEAR:,} audits"
        yield Row(told, figure, f"≤ {limit}×{' a row' if is_file else ''}", growth <= limit)


if __name__ == "__main__":
    tell(measure(), connection.vendor)
