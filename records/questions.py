"""Questions in SQL that readers ask again and again, by the shortest way to the database.

PostgreSQL plans one once for each connection, is not asked before whether it is still there, and
sends bytes as they are; through Django's cursor it does none of these.
"""

from collections.abc import Sequence
from typing import Any

from django.db import OperationalError, connection

Rows = list[tuple[Any, ...]]


def ask(sql: str, params: Sequence[Any]) -> Rows:
    """All rows that a question finds. `sql` must be the same text each time, but for few."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            return cursor.execute(sql, params).fetchall()
    try:
        return _ask_postgresql(sql, params)
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
    connection.close()  # the server was restarted, say
    return _ask_postgresql(sql, params)


def _ask_postgresql(sql: str, params: Sequence[Any]) -> Rows:
    from psycopg import Cursor  # a register on SQLite starts without the driver

    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        return cursor.execute(sql, params, binary=True).fetchall()
