"""One moment of the database, for whoever reads long."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from records.storage.snapshots import snapshot


@pytest.mark.django_db(transaction=True)
def test_database_is_known_to_take_json_whoever_asks_first():
    """Django tries it in a transaction of its own, and remembers for good that it failed."""
    connection.features.__dict__.pop("supports_json_field", None)
    with snapshot():
        assert connection.features.supports_json_field


@pytest.mark.django_db(transaction=True)
def test_rows_are_fetched_as_they_are_read_behind_a_pooler_too():
    """There cursors of the server's hold within a transaction, which a snapshot is."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no cursors of a server's")
    names = "SELECT name FROM pg_cursors WHERE name <> ''"
    with snapshot(), connection.cursor() as cursor:
        rows = Permission.objects.iterator(chunk_size=2)
        next(rows)
        assert len(cursor.execute(names).fetchall()) == 1
        rows.close()
