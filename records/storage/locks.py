"""A write transaction that begins at once or not at all, for work that others may do as well."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import OperationalError, connection, transaction

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class LockedError(RuntimeError):
    """Somebody else holds the lock: another worker at this work or, on SQLite, any writer."""


@contextmanager
def try_lock(number: int) -> Iterator[None]:
    """A transaction that no other of the same `number` runs beside, without waiting for it.

    SQLite has one lock for all writers. Raises `LockedError`.
    """
    with ExitStack() as stack:
        try:
            with _impatient():
                stack.enter_context(transaction.atomic())
        except OperationalError as error:
            cause = error.__cause__
            if (
                isinstance(cause, sqlite3.OperationalError)
                and cause.sqlite_errorcode & 0xFF in _BUSY
            ):
                raise LockedError from error
            raise
        if connection.vendor == "postgresql" and not _advisory("try_", number):
            raise LockedError
        yield


@contextmanager
def lock(number: int) -> Iterator[None]:
    """As `try_lock`, but it waits for its turn, on SQLite as long as any writer does."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            _advisory("", number)
        yield


def _advisory(how: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_{how}advisory_xact_lock(%s)", [number])
        return cursor.fetchone()[0] is not False


@contextmanager
def _impatient() -> Iterator[None]:
    """Inside, SQLite does not wait for a lock."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        [patience] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience:d}")
