"""What readers ask most is answered by the shortest way, and by any."""

import pytest
from django.db import OperationalError, connection

from records.backup import databases
from records.storage.sql import fetch_all

pytestmark = pytest.mark.django_db


def test_question_is_answered_with_its_rows_and_bytes_as_they_are():
    assert fetch_all("SELECT 1 AS one UNION SELECT %s ORDER BY one", [2]) == [(1,), (2,)]
    cast = "BYTEA" if connection.vendor == "postgresql" else "BLOB"
    [(found,)] = fetch_all(f"SELECT CAST(%s AS {cast})", [b"\x00\xff"])
    assert bytes(found) == b"\x00\xff"


def test_fault_is_one_of_the_database():
    with pytest.raises(OperationalError if connection.vendor == "sqlite" else Exception) as caught:
        fetch_all("SELECT nothing FROM nowhere", [])
    assert caught.type.__module__ == "django.db.utils"


@pytest.mark.django_db(transaction=True)
def test_question_outlives_a_restart_of_the_server():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    import psycopg

    [(process,)] = fetch_all("SELECT pg_backend_pid()", [])
    with psycopg.connect(**databases.server() | {"dbname": "postgres"}, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    [(another,)] = fetch_all("SELECT pg_backend_pid()", [])
    assert another != process
