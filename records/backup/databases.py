"""The whole database as one file, taken while others write, and back into an empty one."""

import os
import re
import sqlite3
import subprocess
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from records.journal import chain
from records.storage import snapshot

# Tables that `migrate` and `sync_roles` fill by themselves.
_FURNISHED = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
}
# Connection parameters that psycopg keeps to itself.
_OF_THE_DRIVER = {"context", "cursor_factory", "prepare_threshold"}


class DumpError(RuntimeError):
    """A dump cannot be made or loaded; the message says why in the active language."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of a dump: the journal's head, and the migrations applied, by app."""

    sequence: int
    hash: str
    migrations: dict[str, list[str]]


def member_name() -> str:
    """The name of a dump of this kind of database in a backup."""
    return "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"


def dump(path: Path) -> Contents:
    """Write one moment of the database to `path`, which must not exist; nobody has to wait.

    Must not be called within a transaction. Raises `DumpError`.
    """
    try:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(path)])
            with closing(_opened(path)) as copy:
                return _contents(copy.cursor())
        with snapshot(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            [name] = cursor.fetchone()
            options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={path}"]
            _run("pg_dump", *options, f"--snapshot={name}")
            return _contents(cursor)
    except (DatabaseError, sqlite3.Error) as error:
        raise DumpError(str(error)) from error


def load(path: Path) -> None:
    """Load a dump into this installation's empty database, whole or not at all.

    Raises `DumpError`.
    """
    if connection.vendor != "sqlite":
        options = ["--clean", "--if-exists", "--single-transaction", "--exit-on-error"]
        _run("pg_restore", *options, "--no-owner", "--no-privileges", str(path))
        return
    try:
        with closing(_opened(path)) as source:
            if source.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise DumpError(_("%(name)s is damaged.") % {"name": member_name()})
            connection.ensure_connection()
            source.backup(connection.connection)
    except sqlite3.Error as error:
        raise DumpError(str(error)) from error


def table_in_use() -> str:
    """The name of a table that holds anything but what `migrate` puts there; empty if none does."""
    for table in sorted(set(connection.introspection.table_names()) - _FURNISHED):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                return table
    return ""


def _contents(cursor: Any) -> Contents:
    """Read them where `cursor`, SQLite's own or one of Django, leads."""
    cursor.execute("SELECT sequence, hash FROM records_journalhead WHERE id = 1")
    head = cursor.fetchone()
    cursor.execute("SELECT sequence, hash FROM records_journalentry ORDER BY sequence DESC LIMIT 1")
    last = cursor.fetchone()
    if last and head != last:
        raise DumpError(_("The journal's head is not its last entry. Run verify_journal."))
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    migrations = defaultdict(list)
    for app, name in cursor.fetchall():
        migrations[app].append(name)
    sequence, hash_ = last or (0, chain.GENESIS)
    return Contents(sequence, hash_, dict(migrations))


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def server() -> dict[str, str]:
    """The parameters by which libpq finds PostgreSQL itself, whatever pooler stands before it."""
    direct = connection.copy()
    if settings.DIRECT_DATABASE_URL:
        direct.settings_dict |= environ.Env.db_url_config(settings.DIRECT_DATABASE_URL)
    params = direct.get_connection_params()
    return {name: str(value) for name, value in params.items() if name not in _OF_THE_DRIVER}


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on this installation's database."""
    params = server()
    # Another user of this machine can read the arguments, but not the environment.
    environment = os.environ | {"PGPASSWORD": params.pop("password", "")}
    quoted = {name: re.sub(r"(['\\])", r"\\\1", value) for name, value in params.items()}
    server_text = " ".join(f"{name}='{value}'" for name, value in quoted.items())
    command = [program, f"--dbname={server_text}", *arguments]
    try:
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 (our own arguments)
    except FileNotFoundError as error:
        message = _("%(program)s is not installed; it comes with PostgreSQL's client programs.")
        raise DumpError(message % {"program": program}) from error
    except subprocess.CalledProcessError as error:
        raise DumpError(f"{program}: {error.stderr.strip()}") from error
