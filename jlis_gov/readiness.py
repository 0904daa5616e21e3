"""Checks of what keeps the register from serving, by a few questions of bounded length."""

import errno
import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField
from django.utils import timezone

from calendars.feeds import Publication, publishing
from jlis_gov.composition import FEEDS
from records.journal import JournalEntry, JournalHead
from records.storage import Fault, fault_of

LATE = timedelta(minutes=15)  # after which what was journalled should have been published
LOOK = 0.1  # seconds that SQLite may look for torn pages
_NEWEST = 5  # attachments looked for; one may have been lost, all are on a disk that is away
_MORE_THAN_FITS = """
    SELECT sum(n) FROM (SELECT n FROM generate_series(1, 5000) n ORDER BY -n OFFSET 1) sorted
"""
_log = logging.getLogger(__name__)


def faults(now: datetime) -> Iterator[str]:
    """Say what is wrong: "database: full", "migrations", "attachments", "publication".

    Where the database cannot be read, the rest of what is kept in it is not asked for.
    """
    for name, is_faulty in (
        ("database", _read_and_write),
        ("migrations", _is_unmigrated),
        ("attachments", _are_attachments_away),
        ("publication", lambda: _is_publication_late(now)),
    ):
        try:
            if is_faulty():
                yield name
        except (DatabaseError, OSError) as error:
            _log.warning("Not ready: %s (%s)", name, " ".join(str(error).split()))
            yield f"{name}: {fault_of(error) or Fault.DAMAGED}"
            if isinstance(error, DatabaseError):
                return


def _read_and_write() -> bool:
    """Raises `DatabaseError` where the database cannot be read or written.

    PostgreSQL sorts more than fits into memory, too, which needs room on the disk.
    """
    if connection.vendor == "sqlite":
        _check_sqlite()
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '2s'")
            cursor.execute("SET LOCAL work_mem = '64kB'")
            cursor.execute("SELECT count(*) FROM records_journalhead")
            cursor.execute(_MORE_THAN_FITS)
            cursor.execute("SELECT pg_logical_emit_message(true, 'readyz', '')")
            cursor.execute("SELECT current_setting('transaction_read_only'), pg_is_in_recovery()")
            if cursor.fetchone() != ("off", False):
                raise OSError(errno.EROFS, "read-only")
    missing = {model._meta.db_table for model in apps.get_models()}
    return bool(missing - set(connection.introspection.table_names()))


def _check_sqlite() -> None:
    with connection.cursor() as cursor:
        driver, end = connection.connection, time.monotonic() + LOOK
        driver.set_progress_handler(lambda: time.monotonic() > end, 10_000)
        try:
            [(state,)] = cursor.execute("PRAGMA quick_check(1)").fetchall()
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlite_errorcode", 0) != sqlite3.SQLITE_INTERRUPT:
                raise
            state = "ok"  # as far as it looked
        finally:
            driver.set_progress_handler(None, 0)
        if state != "ok":
            raise DatabaseError("malformed") from sqlite3.DatabaseError(f"malformed: {state}")
        # It writes a page, with what stood there: only a real write meets a disk that is full.
        [version] = cursor.execute("PRAGMA user_version").fetchone()
        [patience] = cursor.execute("PRAGMA busy_timeout").fetchone()
        try:
            cursor.execute("PRAGMA busy_timeout = 0")
            cursor.execute(f"PRAGMA user_version = {version:d}")
        except DatabaseError as error:
            if fault_of(error) != Fault.BUSY:  # somebody else writes, so one can
                raise
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience:d}")


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _is_unmigrated() -> bool:
    return bool(_migrations() - set(MigrationRecorder(connection).applied_migrations()))


def _are_attachments_away() -> bool:
    """Return True if their folder cannot be written to, or the newest of them are all gone."""
    folder = Path(getattr(default_storage, "location", ""))
    if folder.is_dir() and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return True
    newest: list[str] = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                named = model._base_manager.exclude(**{field.name: ""}).order_by("-pk")
                newest += named.values_list(field.name, flat=True)[:_NEWEST]
    return bool(newest) and not any(default_storage.exists(name) for name in newest)


def _is_publication_late(now: datetime) -> bool:
    """Return True if what was journalled long ago is not published, nor can be now.

    Readers publish; where nobody has read a feed since, it is published here.
    """
    state = Publication.current()
    if not _waits_since(state, now - LATE):
        return False
    publishing.publish_if_stale(FEEDS, now)
    return _waits_since(Publication.current(), now - LATE)


def _waits_since(state: Publication, before: datetime) -> bool:
    if state.journal_sequence == JournalHead.current().sequence:
        return state.expires_on is not None and state.expires_on <= timezone.localdate(before)
    waiting = JournalEntry.objects.filter(sequence__gt=state.journal_sequence)
    first = waiting.order_by("sequence").values_list("at", flat=True).first()
    return first is not None and first < before
