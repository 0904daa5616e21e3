"""The cost of changing 500 records at once: `python -m bench.bulk`.

It makes a database of its own, as `bench.pages` does, and counts processor time the same way: a
whole request through the middleware, journal entries included. It exits with 1 if a limit is
missed.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench import ready, register  # noqa: F401 (ready comes first)
from bench.feed import make_database, seconds
from bench.pages import settle
from bench.register import Audit, AuditClassification, AuditTarget, Regime
from bench.table import Row, tell
from records import journal
from records.base import Life, Visibility
from records.journal import JournalEntry

AT_ONCE = 500
LIMIT = 3  # seconds
HIDDEN = re.compile(r'<input type="hidden"\s+name="(rows|others|seen)"\s+value="([^"]*)"')
PUBLISH = reverse("admin:audits_audit_bulk", args=["publish"]) + "?waiting=publication"
STATUS = reverse("admin:audits_audit_bulk", args=["set-status"]) + "?regime=internal"


def make_audits() -> None:
    """Approved audits of one type and three targets each, through the journal."""
    kinds, departments = register.audit_types(), register.audited_departments()
    with journal.change(actor="bench"):
        for number in range(AT_ONCE):
            day = date(2016, 4, 1) + timedelta(days=number % 364)
            audit = Audit(fiscal_year=2016, regime=Regime.INTERNAL, subject=f"業務{number}")
            audit.schedule_text, audit.life = day.isoformat(), Life.REGISTERED
            audit.full_clean()
            audit.save()
            AuditClassification(audit=audit, type=kinds[number % len(kinds)]).save()
            for place in range(3):
                department = departments[(number + place) % len(departments)]
                AuditTarget(audit=audit, department=department, order=place).save()


def measure() -> Iterator[Row]:
    """Every row of the table, each act on all of the audits."""
    make_database()
    make_audits()
    settle()
    client = Client(headers={"Host": "localhost"})
    client.force_login(get_user_model().objects.create_superuser("bench"))
    page: dict[str, Any] = {}

    def look(address: str, **typed: str) -> None:
        response = client.post(address, typed) if typed else client.get(address)
        page.update(HIDDEN.findall(response.text))

    def confirm(address: str, **typed: str) -> None:
        before = JournalEntry.objects.count()
        response = client.post(address, page | {"confirm": "1", "change_reason": "試験"} | typed)
        done = JournalEntry.objects.count() - before
        if (response.status_code, done) != (302, AT_ONCE):
            raise RuntimeError(f"{address}: {response.status_code}, {done} records")

    yield _timed("preview of publishing", lambda: look(PUBLISH))
    yield _timed("publish", lambda: confirm(PUBLISH))
    if Audit.objects.filter(visibility=Visibility.PUBLIC).count() != AT_ONCE:
        raise RuntimeError("not all are public")
    undo = reverse("admin:records_journalentry_undo", args=[JournalEntry.objects.last().request])
    yield _timed("preview of taking it back", lambda: look(undo))
    yield _timed("take it back", lambda: confirm(undo))
    look(STATUS)
    typed = {"status": "postponed", "status_reason": "台風のため"}
    again = page | {"again": "1"} | typed
    yield _timed("preview of a field", lambda: look(STATUS, **again))
    yield _timed("set a field", lambda: confirm(STATUS, **typed))


def _timed(what: str, act: Callable[[], object]) -> Row:
    [taken] = seconds(act, rounds=1)
    return Row(f"{what}: {AT_ONCE} records", f"{taken:.2f} s", f"≤ {LIMIT} s", taken <= LIMIT)


if __name__ == "__main__":
    tell(measure(), connection.vendor)
