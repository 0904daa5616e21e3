"""The cost of the count of one's own work in every header: `python -m bench.my_work`.

It makes a database of its own, as `bench.pages` does, and counts processor time the same way. It
exits with 1 if a limit is missed.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import make_database, seconds
from bench.pages import FIRST_YEAR
from bench.register import Audit
from bench.table import Row, tell
from jlis_gov.accounts import roles
from jlis_gov.my_work import number_waiting
from records.base import Life, Visibility

TODAY = date(2036, 3, 15)  # in the last of the years
A_YEAR, YEARS = 1_000, 20  # records
LIMIT, KEPT_LIMIT = 50, 10  # milliseconds
WAITING = 100  # drafts a year, and open findings; the other findings are closed


def fill(year: int, number: int = A_YEAR) -> None:
    """Add a year of so many audits, the first of them drafts, each other one with a finding."""
    register.fill_audits(year, number)
    of_year = QuerySet(Audit).filter(fiscal_year=year).order_by("pk")
    drafts = of_year.values_list("pk", flat=True)[:WAITING]
    draft = {"life": Life.DRAFT, "visibility": Visibility.INTERNAL}
    QuerySet(Audit).filter(pk__in=list(drafts)).update(**draft)
    departments = register.audited_departments()
    finding = apps.get_model("audits", "Finding")
    QuerySet(finding).bulk_create(
        finding(
            audit=audit,
            department=departments[place % len(departments)],
            grade=finding.Grade.MINOR,
            summary="承認の記録がない。",
            life=Life.REGISTERED,
            visibility=Visibility.INTERNAL,
            found_on=audit.starts_on,
            due_on=audit.starts_on + timedelta(days=60),
            closed_on=None if place < WAITING else audit.starts_on + timedelta(days=50),
            closing_reason="" if place < WAITING else "処置を確認した。",
        )
        for place, audit in enumerate(of_year[WAITING:])
    )


def somebody(role: str) -> Any:
    """The key of an account in this role; a contact's department is one of twenty."""
    user = get_user_model().objects.create_user(role, is_staff=role == roles.AUDIT_OFFICE)
    user.groups.add(apps.get_model("auth", "Group").objects.get(name=role))
    if role == roles.CONTACT:
        department = register.audited_departments()[0]
        user.contacts.create(department=department)
    return user.pk


def kept(key: Any) -> int:
    """The number of what waits for an account, as each request asks for it."""
    return number_waiting(get_user_model().objects.get(pk=key), TODAY)


def count(key: Any) -> int:
    """The same where something was journalled since: then nothing is kept of it."""
    cache.clear()
    return kept(key)


def measure() -> Iterator[Row]:
    """Every row of the table, the register growing meanwhile."""
    make_database()
    call_command("sync_roles", stdout=StringIO())
    names = (roles.AUDIT_OFFICE, roles.CONTACT, roles.SECRETARIAT, roles.EXECUTIVE)
    keys = {name: somebody(name) for name in names}
    ways = [lambda key=key: count(key) for key in keys.values()]
    fill(FIRST_YEAR)
    register.analyse()
    before = seconds(*ways, times=5)
    for year in range(FIRST_YEAR + 1, FIRST_YEAR + YEARS):
        fill(year)
    register.analyse()
    for name, was, now in zip(names, before, seconds(*ways, times=5), strict=True):
        with CaptureQueriesContext(connection) as asked:
            number = count(keys[name])
        figure = (
            f"{was * 1000:.1f} → {now * 1000:.1f} ms; {len(asked) - 1} questions, {number} wait"
        )
        what = f"{name}: {A_YEAR:,} → {YEARS * A_YEAR:,} audits, as many findings"
        yield Row(what, figure, f"≤ {LIMIT} ms", now * 1000 <= LIMIT)
    again = seconds(*(lambda key=key: kept(key) for key in keys.values()), times=20)
    for name, took in zip(names, again, strict=True):
        what, figure = f"{name}: kept since", f"{took * 1000:.1f} ms"
        yield Row(what, figure, f"≤ {KEPT_LIMIT} ms", took * 1000 <= KEPT_LIMIT)


if __name__ == "__main__":
    tell(measure(), connection.vendor)
