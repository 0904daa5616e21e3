"""docs/journal.md tells a stranger enough: its program, run alone, agrees with ours."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from records.base import Record

ROOT = Path(__file__).resolve().parents[3]
DOCUMENT = (ROOT / "docs" / "journal.md").read_text()


def strangers(path: Path) -> subprocess.CompletedProcess:
    """Run the document's program on a database, with nothing of ours to import."""
    program = re.search(r"^```python\n(import .*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)[1]
    command = [sys.executable, "-I", "-c", program, str(path)]
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True)


def test_program_of_the_document_finds_what_the_anchor_says(new_installation):
    if connection.vendor != "sqlite":
        pytest.skip("the document's program reads SQLite")
    office = new_installation("loaded")
    path = office.folder / "db.sqlite3"
    anchor = json.loads(office.manage("anchor_journal"))
    assert strangers(path).stdout == f"{anchor['sequence']} {anchor['hash']}\n"
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TRIGGER records_journalentry_UPDATE")
        database.execute("UPDATE records_journalentry SET actor = 'x' WHERE sequence = 7")
        database.commit()
    assert strangers(path).stderr == "entry 7 does not continue the chain\n"


def test_retention_that_the_document_names_is_the_one_of_the_class():
    years = int(re.search(r"`retention_years` of its class, (\d+) unless", DOCUMENT)[1])
    assert Record.retention_years == years
