"""SQL that is asked or told again and again, by the shortest way to the database.

PostgreSQL plans it once for each connection, is not asked before whether it is still there, and
takes bytes as they are; through Django's cursor it does none of these.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection
from django.db.models import Field, Model

from records.storage.rows import PLAIN

if TYPE_CHECKING:
    from psycopg import Cursor

Rows = list[tuple[Any, ...]]


def fetch_all(sql: str, params: Sequence[Any]) -> Rows:
    """All rows that a question finds. `sql` must be the same text each time, but for few."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            return cursor.execute(sql, params).fetchall()
    try:
        return _fetch_all_postgresql(sql, params)
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
    connection.close()  # the server was restarted, say
    return _fetch_all_postgresql(sql, params)


def write_all(rows: Sequence[Model]) -> None:
    """Write rows of one kind, the new ones (whose keys they are not told) and the changed ones.

    `bulk_create` and `bulk_update` do the same, and take longer over it. Needs an open transaction.
    """
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key]
    table, columns = rows[0]._meta.db_table, [field.column for field in fields]
    insert_all(table, columns, [_values(row, fields) for row in rows if row.pk is None])
    changed = [[*_values(row, fields), row.pk] for row in rows if row.pk is not None]
    places = ", ".join(f"{connection.ops.quote_name(column)} = %s" for column in columns)
    _for_each(f"UPDATE {table} SET {places} WHERE id = %s", changed)  # noqa: S608 (only names)


def insert_all(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write new rows; needs an open transaction."""
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    if connection.vendor == "postgresql":
        with _postgresql() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        places = ", ".join("%s" for _column in columns)
        _for_each(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608 (as above)


def _values(row: Model, fields: Iterable[Field]) -> list[Any]:
    return [
        getattr(row, field.attname)
        if isinstance(field, PLAIN)
        else field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in fields
    ]


def _for_each(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    if connection.vendor == "postgresql":
        with _postgresql() as cursor:
            cursor.executemany(sql, rows)
    else:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _fetch_all_postgresql(sql: str, params: Sequence[Any]) -> Rows:
    with _postgresql() as cursor:
        return cursor.execute(sql, params, binary=True).fetchall()


@contextmanager
def _postgresql() -> Iterator["Cursor"]:
    from psycopg import Cursor  # a register on SQLite starts without the driver

    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        yield cursor
