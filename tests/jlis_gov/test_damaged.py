"""A damaged database ends every command in a sentence and an exit code of its own."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from tests.installations import Installation

COMMANDS = {
    "verify_journal": [],
    "verify_register": [],
    "backup": ["copy.zip"],
    "publish_calendar": [],
    "rebuild_derived": [],
}
pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(scope="module")
def sound(new_installation, django_db_setup, django_db_blocker) -> Installation:
    with django_db_blocker.unblock():
        installation = new_installation("loaded")
    installation.manage("publish_calendar")
    return installation


def not_a_database(path: Path) -> None:
    path.write_bytes(b"This is no database.\n" * 1000)


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def torn_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for start in range(4096 * 8, len(data), 4096 * 3):
        data[start : start + 2000] = b"\xa5" * 2000
    path.write_bytes(data)


# Each command meets the damage that lets a database open, one of them every damage.
DAMAGED = [
    *((command, torn_pages) for command in COMMANDS),
    ("verify_register", not_a_database),
    ("verify_register", truncated),
]


def end_of(installation: Installation, command: str) -> tuple[int, str]:
    """The exit code, and all that it said."""
    arguments = [str(installation.folder / name) for name in COMMANDS[command]]
    done = installation.run(command, *arguments)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file is what is damaged here")
@pytest.mark.parametrize(("command", "damage"), DAMAGED)
def test_damaged_file_is_told_in_a_sentence(sound, tmp_path, command, damage):
    path = tmp_path / "db.sqlite3"
    shutil.copy(sound.folder / "db.sqlite3", path)
    damage(path)
    code, said = end_of(replace(sound, folder=tmp_path, database=f"sqlite:///{path}"), command)
    assert (code, "Traceback" in said) == (3, False), said
    assert any(words in said for words in ("データベース", "読み出せ")), said


@pytest.mark.parametrize("command", ["verify_journal", "verify_register", "publish_calendar"])
def test_missing_table_is_told_in_a_sentence(sound, new_installation, tmp_path, command):
    broken = new_installation("migrated")
    table = "records_journalentry" if command == "verify_journal" else "calendars_publishedentry"
    cascade = "CASCADE" if connection.vendor == "postgresql" else ""
    drop = f"connection.cursor().execute('DROP TABLE {table} {cascade}')"
    broken.manage("shell", "--no-imports", "-c", f"from django.db import connection; {drop}")
    code, said = end_of(broken, command)
    told = (1, "calendars_publishedentry") if command == "verify_register" else (3, "必要な表")
    assert (code, "Traceback" in said) == (told[0], False), said
    assert told[1] in said


@pytest.mark.parametrize("command", COMMANDS)
def test_database_that_is_away_is_told_in_a_sentence(tmp_path, command):
    away = "postgres://nobody:secret@127.0.0.1:1/away"
    code, said = end_of(Installation(tmp_path, away), command)
    assert (code, "Traceback" in said) == (3, False), said
    assert "secret" not in said
    assert not (tmp_path / "copy.zip").exists()


def test_sound_register_is_called_so(sound):
    assert end_of(sound, "verify_register")[0] == 0
