"""The register in open formats is read back by a program that knows none of ours."""

import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from jlis_gov.accounts.tracked import mark_accounts
from records import journal
from records.backup import data_package
from records.journal import take_anchor
from tests.factories import AuditFactory, HandoutFactory, MeetingFactory, UserFactory
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.database
ROOT = Path(__file__).resolve().parents[3]
HOSTILE = '=1+1,"引用"; \\ 𠮷'
DOCUMENT = (ROOT / "docs" / "leaving.md").read_text()


def read_elsewhere(package: Path) -> subprocess.CompletedProcess:
    """Run the document's program on a package, with nothing of ours to import."""
    program = re.search(r"^```python\n(import .*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)[1]
    command = [sys.executable, "-I", "-c", program, str(package), str(package) + ".sqlite3"]
    return subprocess.run(command, cwd=package.parent, capture_output=True, text=True)


def tables(package: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{package}.sqlite3")
    database.row_factory = sqlite3.Row
    return database


@pytest.mark.django_db
def test_program_of_the_document_reads_every_row_with_its_links(tmp_path):
    load_record()
    made = data_package.write(tmp_path / "register.zip")
    done = read_elsewhere(made.path)
    *counts, (_word, head) = (line.split() for line in done.stdout.splitlines())
    assert done.stderr == ""
    assert sum(int(count) for _name, count in counts) == made.rows
    assert head == take_anchor().hash
    with closing(tables(made.path)) as database:
        found = database.execute(
            "SELECT a.schedule, d.name FROM 'audits.audit' a"
            " JOIN 'audits.audittarget' t ON t.audit = a.uid"
            " JOIN 'organization.department' d ON d.uid = t.department"
            " WHERE a.schedule_text = '平成28年５月23日～26日、31日'"
        ).fetchall()
    # The first row of table 9, by its source: four days in a row and one more.
    assert {row["schedule"] for row in found} == {
        "2016-05-23..2016-05-26 day\n2016-05-31..2016-05-31 day"
    }


@pytest.mark.django_db
def test_values_that_break_files_come_back_as_they_were(tmp_path):
    with journal.change(actor="test"):
        audit = AuditFactory(theme=HOSTILE)
    made = data_package.write(tmp_path / "register.zip")
    assert read_elsewhere(made.path).returncode == 0
    with closing(tables(made.path)) as database:
        (theme,) = database.execute(
            "SELECT theme FROM 'audits.audit' WHERE uid = ?", [str(audit.uid)]
        ).fetchone()
    assert theme == HOSTILE


@pytest.mark.django_db
def test_drafts_and_what_is_internal_are_in_it(tmp_path):
    with journal.change(actor="test"):
        draft = MeetingFactory(life="draft", visibility="internal")
    made = data_package.write(tmp_path / "register.zip")
    with zipfile.ZipFile(made.path) as package:
        assert str(draft.uid) in package.read("data/meetings.meeting.csv").decode()


@pytest.mark.django_db
def test_attachments_are_in_it_and_one_that_is_missing_is_told(tmp_path):
    with journal.change(actor="test"):
        handout = HandoutFactory(file=ContentFile(b"%PDF-1.4 \x00", name="議案.pdf"))
    whole = data_package.write(tmp_path / "whole.zip")
    with zipfile.ZipFile(whole.path) as package:
        assert package.read(f"media/{handout.file.name}") == b"%PDF-1.4 \x00"
    handout.file.storage.delete(handout.file.name)
    with pytest.raises(CommandError):
        call_command("export_register", str(tmp_path / "broken.zip"))
    assert [path.name for path in tmp_path.glob("broken*")] == ["broken.zip.incomplete"]


@pytest.mark.django_db
def test_no_password_nor_token_is_in_it(tmp_path):
    with journal.change(actor="test"):
        user = UserFactory(password="correct horse battery")
        mark_accounts(user.pk)
    made = data_package.write(tmp_path / "register.zip")
    with zipfile.ZipFile(made.path) as package:
        content = b"".join(package.read(name) for name in package.namelist())
    assert user.password.encode() not in content
    assert user.get_username().encode() in content


@pytest.mark.django_db
def test_file_that_exists_is_not_replaced(tmp_path):
    path = tmp_path / "register.zip"
    path.write_text("kept")
    with pytest.raises(CommandError):
        call_command("export_register", str(path))
    assert path.read_text() == "kept"


@pytest.mark.django_db
def test_changed_byte_is_found_by_the_program_of_the_document(tmp_path):
    with journal.change(actor="test"):
        AuditFactory()
    made = data_package.write(tmp_path / "register.zip")
    with zipfile.ZipFile(made.path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    members["data/audits.audit.csv"] += b" "
    with zipfile.ZipFile(made.path, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    assert read_elsewhere(made.path).stderr == "data/audits.audit.csv is damaged\n"
