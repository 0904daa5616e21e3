"""One moment of the database, for whoever reads long while others write."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Inside, every query sees the database as at the first one; nobody who writes has to wait.

    Only to read in, without `transaction.atomic` inside; an open transaction is used as it is.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Django tries this once, in a transaction of its own, which cannot be had inside.
        _ = connection.features.supports_json_field
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # atomic() would take the lock that writers need
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        usual = connection.settings_dict  # a transaction holds cursors, behind a pooler too
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            connection.settings_dict = usual | {"DISABLE_SERVER_SIDE_CURSORS": False}
            try:
                yield
            finally:
                connection.settings_dict = usual
