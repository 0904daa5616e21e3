"""SQL that is asked or told again and again, by the shortest way to the database.

PostgreSQL plans it once for each connection, is not asked before whether it is still there, and
takes bytes as they are; through Django's cursor it does none of these.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection
from django.db.models import Field, Model

if TYPE_CHECKING:
    from psycopg import Cursor

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


def tell_all(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    """Have a statement done with each of these rows; needs an open transaction."""
    if connection.vendor == "postgresql":
        with _postgresql() as cursor:
            cursor.executemany(sql, rows)
    else:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def write_all(rows: Sequence[Model], unique: Sequence[str]) -> None:
    """Write rows of one kind, each in the place of the one that has the same `unique` columns.

    `bulk_create` does the same and tells their keys, in three times the time. Needs an open
    transaction.
    """
    if not rows:
        return
    table, quoted = rows[0]._meta, connection.ops.quote_name
    fields = [field for field in table.concrete_fields if not field.primary_key]
    columns = [quoted(field.column) for field in fields]
    known = [quoted(table.get_field(name).column) for name in unique]
    replaced = [f"{column} = excluded.{column}" for column in columns if column not in known]
    sql = (
        f"INSERT INTO {quoted(table.db_table)} ({', '.join(columns)})"  # noqa: S608 (only names)
        f" VALUES ({', '.join('%s' for _column in columns)})"
        f" ON CONFLICT ({', '.join(known)}) DO UPDATE SET {', '.join(replaced)}"
    )
    tell_all(sql, [[_value(field, row) for field in fields] for row in rows])


def _value(field: Field, row: Model) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def _ask_postgresql(sql: str, params: Sequence[Any]) -> Rows:
    with _postgresql() as cursor:
        return cursor.execute(sql, params, binary=True).fetchall()


@contextmanager
def _postgresql() -> Iterator["Cursor"]:
    from psycopg import Cursor  # a register on SQLite starts without the driver

    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        yield cursor
