"""Installations of their own, for tests that run the product's commands as an operator does."""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from records.backup import databases

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Installation:
    """A database and a folder of attachments of their own, empty at first."""

    folder: Path
    database: str
    direct: str = ""  # past the pooler, if there is one

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


@pytest.fixture(scope="module")
def new_installation(tmp_path_factory) -> Iterator[Callable[[], Installation]]:
    """Makes installations on the kind of database that the tests run on."""
    numbers = itertools.count(1)
    made = []

    def make() -> Installation:
        folder = tmp_path_factory.mktemp("installation")
        if connection.vendor == "sqlite":
            return Installation(folder, f"sqlite:///{folder}/db.sqlite3")
        made.append(f"backup_{os.getpid()}_{next(numbers)}")
        _on_server(f"CREATE DATABASE {made[-1]}")
        urls = os.environ["DATABASE_URL"], os.environ.get("DIRECT_DATABASE_URL", "")
        return Installation(folder, *(url and _named(url, made[-1]) for url in urls))

    yield make
    for name in made:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _named(url: str, name: str) -> str:
    """The URL of another database on the same server."""
    address, _, query = url.partition("?")
    return f"{address.rpartition('/')[0]}/{name}?{query}"


def _on_server(sql: str) -> None:
    with psycopg.connect(**databases.server() | {"dbname": "postgres"}, autocommit=True) as server:
        server.execute(sql)
