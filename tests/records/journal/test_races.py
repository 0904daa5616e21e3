"""Two people save the same version of a record at the same moment: one of them is told."""

import threading
from time import monotonic

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from organization.models import Department
from records.journal.models import JournalEntry
from tests.admin_forms import address_of, filled, page_forms, shown
from tests.factories import DepartmentFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="writers wait for one another from the beginning"
    ),
]
WAITERS = "SELECT count(*) FROM pg_locks WHERE NOT granted"
PATIENCE = 30  # seconds, after which nobody is coming


def clerk(name: str) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(get_user_model().objects.create_superuser(name))
    return client


def wait_for_a_waiter() -> None:
    """Return once another transaction waits for a lock."""
    until = monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while cursor.execute(WAITERS).fetchone() == (0,):
            assert monotonic() < until, "nobody waits"


def test_two_saves_of_one_version_at_the_same_moment():
    office = DepartmentFactory(name="旧")
    address = address_of(office)
    first, second = clerk("first"), clerk("second")
    typed = {"change_reason": "reason"}
    ours = filled(first, address, typed | {"name": "先"})
    theirs = filled(second, address, typed | {"duties": "職務"})
    answers = []

    def save() -> None:
        try:
            answers.append(second.post(address, theirs))
        finally:
            connection.close()

    rivals, started = [threading.Thread(target=save)], []

    def let_him_try(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "organization_department" in sql and rivals:
            started.append(rivals.pop())
            started[0].start()
            wait_for_a_waiter()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(let_him_try):
        assert first.post(address, ours).status_code == 302
    started[0].join(PATIENCE)
    [answer] = answers
    assert answer.status_code == 200
    assert "Not saved" in str(answer.context["adminform"].form.non_field_errors())
    office.refresh_from_db()
    assert (office.name, office.duties) == ("先", "")
    assert JournalEntry.objects.count() == 2

    again = {}
    for form in page_forms(answer):
        again |= shown(form)
    assert second.post(address, again).status_code == 302
    kept = Department.objects.get()
    assert (kept.name, kept.duties, kept.version) == ("先", "職務", 3)
