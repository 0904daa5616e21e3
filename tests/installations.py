"""Installations of their own, for tests that run the product's commands as an operator does."""

import fcntl
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from records.backup import databases

ROOT = Path(__file__).resolve().parents[1]
FILE = "db.sqlite3"


@dataclass(frozen=True)
class Installation:
    """A database and a folder of attachments of their own, empty at first."""

    folder: Path
    database: str
    direct: str = ""  # past the pooler, if there is one

    @property
    def name(self) -> str:
        """The name of its database on the server."""
        return self.database.partition("?")[0].rpartition("/")[2]

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "jlis_gov.settings",
            "DATABASE_URL": self.database,
            "DIRECT_DATABASE_URL": self.direct,
            "MEDIA_ROOT": str(self.folder / "media"),
            "ALLOWED_HOSTS": "register.example.org",
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run a command of manage.py."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True
        )

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py that must succeed; return what it prints."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, code: str, *arguments: str) -> subprocess.Popen:
        """Start a Python program of the installation; standard error goes to its output."""
        pipe, out = subprocess.PIPE, subprocess.STDOUT
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=pipe, stderr=out, text=True
        )


class Installations:
    """Installations on the kind of database that the tests run on.

    To migrate takes ten seconds: it is done once for all processes, below `cache`, and copied.
    """

    def __init__(self, folders: pytest.TempPathFactory, cache: Path) -> None:
        self.folders, self.cache, self.numbers = folders, cache, itertools.count(1)
        self.names: list[str] = []

    def new(self, beginning: str = "") -> Installation:
        """An installation that is empty, "migrated", or "loaded" with the record of 2016, too."""
        folder = self.folders.mktemp("installation")
        template: Installation | None = getattr(self, beginning) if beginning else None
        if template:
            shutil.copytree(template.folder, folder, dirs_exist_ok=True)
        if connection.vendor == "sqlite":
            return _of_file(folder)
        name = f"installation_{os.getpid()}_{next(self.numbers)}"
        self.names.append(name)
        _on_server(f"CREATE DATABASE {name}{_copied(template)}")
        urls = os.environ["DATABASE_URL"], os.environ.get("DIRECT_DATABASE_URL", "")
        return Installation(folder, *(url and _named(url, name) for url in urls))

    @cached_property
    def migrated(self) -> Installation:
        """An installation that was migrated, which others are copied from."""
        name = f"migrated_{_digest_of_migrations()}"
        folder = self.cache / f"{name}_{connection.vendor}"
        with (self.cache / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if connection.vendor == "sqlite":
                return _migrated_file(folder)
            return _migrated_database(folder, name)

    @cached_property
    def loaded(self) -> Installation:
        """An installation with the record of fiscal 2016, which others are copied from."""
        made = self.new("migrated")
        made.manage("load_record")
        return made

    def drop(self) -> None:
        """Drop the databases of all of them."""
        for name in self.names:
            _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def installations(tmp_path_factory, pytestconfig) -> Iterator[Installations]:
    """The installations of all tests of a process."""
    made = Installations(tmp_path_factory, pytestconfig.cache.mkdir("migrated"))
    yield made
    made.drop()


@pytest.fixture(scope="session")
def new_installation(installations) -> Callable[..., Installation]:
    """Makes an installation."""
    return installations.new


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, installations, django_db_blocker
) -> Iterator[None]:
    """Let the tests' own database begin as a copy of one that was migrated, too."""
    with django_db_blocker.unblock():
        template = installations.migrated
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = template.name
        yield
        return
    # A database in memory lasts as long as somebody is connected to it.
    memory = sqlite3.connect(connection.creation._get_test_db_name(), uri=True)
    with closing(memory), closing(sqlite3.connect(template.folder / FILE)) as file:
        file.backup(memory)
        yield


def _of_file(folder: Path) -> Installation:
    return Installation(folder, f"sqlite:///{folder / FILE}")


def _migrated_file(folder: Path) -> Installation:
    if not folder.exists():
        making = folder.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        _of_file(making).manage("migrate", "--verbosity", "0")
        making.rename(folder)
    return _of_file(folder)


def _migrated_database(folder: Path, name: str) -> Installation:
    """As above, past the pooler, which stays connected for a while: what is copied has nobody."""
    url = os.environ.get("DIRECT_DATABASE_URL") or os.environ["DATABASE_URL"]
    if not _on_server(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
        _on_server(f"DROP DATABASE IF EXISTS {name}_making")
        _on_server(f"CREATE DATABASE {name}_making")
        folder.mkdir(exist_ok=True)
        making = Installation(folder, _named(url, f"{name}_making"))
        making.manage("migrate", "--verbosity", "0")
        _on_server(f"ALTER DATABASE {name}_making RENAME TO {name}")
    return Installation(folder, _named(url, name))


def _digest_of_migrations() -> str:
    """Tells apart the states of what migrating depends on: migrations, and rooms they import."""
    digest = sha256((ROOT / "requirements.lock").read_bytes())
    wanted = "*/migrations/*.py", "records/**/*.py", "calendars/**/*.py", "dates/**/*.py"
    for file in sorted({file for pattern in wanted for file in ROOT.glob(pattern)}):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _copied(template: Installation | None) -> str:
    """The words that copy a database, once nobody is connected to it; a pooler may still be."""
    if template is None:
        return ""
    ended = (
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template.name}'"
    )
    _on_server(ended)
    return f" TEMPLATE {template.name}"


def _named(url: str, name: str) -> str:
    """The URL of another database on the same server."""
    address, _, query = url.partition("?")
    return f"{address.rpartition('/')[0]}/{name}?{query}"


def _on_server(sql: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(**databases.server() | {"dbname": "postgres"}, autocommit=True) as server:
        cursor = server.execute(sql)
        return cursor.fetchall() if cursor.description else []
