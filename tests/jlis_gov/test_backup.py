"""Backups taken while others write are whole, and nothing else is ever restored.

Every backup is restored into an installation of its own. CI takes two under writes;
`BACKUPS=20 .venv/bin/pytest tests/jlis_gov/test_backup.py` takes as many as the record was once
proven with.
"""

import hashlib
import json
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.installations import Installation

BACKUPS = int(os.environ.get("BACKUPS", "2"))
WRITER = """
import os, sys, time
import django
django.setup()
from django.core.files.base import ContentFile
from meetings.models import Handout, Meeting
from organization.models import Department
from records import journal
name = sys.argv[1]
with journal.change(actor=name):
    office = Department(slug=name, name=name)
    office.save()
print("ready", flush=True)
for n in range(100_000):
    time.sleep(0.02)  # SQLite's lock is not fair to one who waits while another never rests
    with journal.change(actor=name, reason=f"変更{n}", request=f"{name}-{n}"):
        office.name = f"{name}{n}"
        office.save()
        if n % 5 == 0:
            meeting = Meeting.objects.filter(sessions__number=12).first()
            handout = Handout(meeting=meeting, title=f"資料{n}", order=n)
            handout.file.save(f"資料{name}{n}.txt", ContentFile(f"{n}" * 1000), save=False)
            handout.save()
"""
# Each file that a row names is there: run in a restored installation.
FILES_ARE_THERE = """
from meetings.models import Handout
rows = Handout.objects.exclude(file="")
assert all(row.file.storage.exists(row.file.name) for row in rows)
print(rows.count())
"""


@pytest.fixture(scope="module")
def office(new_installation) -> Installation:
    """An installation with the record of fiscal 2016 and one attachment."""
    made = new_installation("loaded")
    folder = made.folder / "media" / "documents" / "2016"
    folder.mkdir(parents=True)
    (folder / "議案　第１号.pdf").write_bytes(b"%PDF-1.4 \x00\xff")
    return made


@pytest.fixture(scope="module")
def backup(office) -> Path:
    path = office.folder / "backup.zip"
    office.manage("backup", str(path))
    return path


def test_backup_is_one_file_with_a_manifest_of_hashes(backup):
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert set(archive.namelist()) == {*manifest["members"], "manifest.json"}
        for name, said in manifest["members"].items():
            content = archive.read(name)
            assert said == {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        head = json.loads(archive.read("journal.json"))
    assert "media/documents/2016/議案　第１号.pdf" in manifest["members"]
    assert (manifest["kind"], manifest["format"]) == ("jlis-gov backup", 1)
    assert manifest["register"] == head["register"] == "register.example.org"
    assert manifest["migrations"]["records"][0] == "0001_initial"


def test_backup_is_for_its_owner_alone_and_leaves_nothing_beside_it(backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path for path in backup.parent.iterdir() if path.name.startswith(".")] == []


def test_backup_never_replaces_a_file(office, backup):
    before = backup.read_bytes()
    assert office.run("backup", str(backup)).returncode == 1
    assert backup.read_bytes() == before


def test_backup_into_a_folder_that_is_not_there_says_so(office):
    done = office.run("backup", str(office.folder / "missing" / "backup.zip"))
    assert (done.returncode, "missing" in done.stderr) == (1, True)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("migrated", [False, True])
def test_restored_register_is_the_one_backed_up(office, backup, new_installation, migrated):
    other = new_installation("migrated" if migrated else "")
    if migrated:
        other.manage("sync_roles")
    anchors = office.folder / f"anchors-{migrated}.jsonl"
    office.manage("anchor_journal", "--to", str(anchors))
    other.manage("restore", str(backup), "--anchor", str(anchors))
    report = ["annual_report", "2016"]
    assert other.manage(*report) == office.manage(*report)
    attachment = other.folder / "media" / "documents" / "2016" / "議案　第１号.pdf"
    assert attachment.read_bytes() == b"%PDF-1.4 \x00\xff"
    other.manage("verify_journal", "--anchor", str(anchors))


def test_restored_journal_is_as_hard_to_alter(backup, new_installation):
    other = new_installation()
    other.manage("restore", str(backup))
    code = (
        "from records.journal.models import JournalEntry; JournalEntry.objects.update(reason='x')"
    )
    done = other.run("shell", "-c", code)
    assert done.returncode == 1
    assert "IntegrityError" in done.stderr


def test_installation_that_holds_anything_is_left_alone(office, backup):
    done = office.run("restore", str(backup))
    assert done.returncode == 1
    assert "audits_audit" in done.stderr
    office.manage("verify_journal")


def test_installation_with_attachments_is_left_alone(backup, new_installation):
    other = new_installation()
    kept = other.folder / "media" / "kept.txt"
    kept.parent.mkdir()
    kept.write_text("kept")
    done = other.run("restore", str(backup))
    assert (done.returncode, "kept.txt" in done.stderr) == (1, True)
    assert [path.name for path in kept.parent.iterdir()] == ["kept.txt"]


Members = dict[str, bytes]


def forged(backup: Path, path: Path, forge: Callable[[Members, dict], None]) -> Path:
    """A copy of a backup, altered by `forge`, which may alter members and manifest alike."""
    with zipfile.ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    forge(members, manifest)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", json.dumps(manifest))
    return path


def said_of(content: bytes) -> dict:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def put(name: str) -> Callable[[Members, dict], None]:
    def forge(members: Members, manifest: dict) -> None:
        members[name] = b"x"
        manifest["members"][name] = said_of(b"x")

    return forge


def flip_a_byte(members: Members, manifest: dict) -> None:
    name = next(name for name in members if name.startswith("media/"))
    members[name] = b"?" + members[name][1:]


def drop_a_member(members: Members, manifest: dict) -> None:
    del members[next(name for name in members if name.startswith("media/"))]


def add_unlisted(members: Members, manifest: dict) -> None:
    members["media/extra.txt"] = b"x"


def swell(members: Members, manifest: dict) -> None:
    members["journal.json"] += b" " * 10_000_000


def know_more(members: Members, manifest: dict) -> None:
    manifest["migrations"]["records"].append("0999_from_the_future")


def be_newer(members: Members, manifest: dict) -> None:
    manifest["format"] = 2


def be_foreign(members: Members, manifest: dict) -> None:
    manifest["kind"] = "something else"


def lose_the_head(members: Members, manifest: dict) -> None:
    members["journal.json"] = b"{}"
    manifest["members"]["journal.json"] = said_of(b"{}")


def change_engine(members: Members, manifest: dict) -> None:
    manifest["engine"] = "oracle"


def spoil_the_database(members: Members, manifest: dict) -> None:
    name = next(name for name in members if name.startswith("database."))
    members[name] = members[name][:1000] + b"\x00" * 5000
    manifest["members"][name] = said_of(members[name])


@pytest.fixture(scope="module")
def empty(new_installation) -> Installation:
    """An installation into which every refused restore is tried."""
    return new_installation()


FORGERIES = (
    *(flip_a_byte, drop_a_member, add_unlisted, swell, know_more, be_newer, be_foreign),
    *(lose_the_head, change_engine, spoil_the_database),
    *(put("../outside.txt"), put("media/../../outside.txt"), put("/tmp/outside.txt")),
    *(put("media/..\\outside.txt"), put("elsewhere.txt")),
)
# Tries to restore each file, in one process: what each was refused with.
TRY_ALL = """
import json, sys
import django
django.setup()
from django.core.management import CommandError, call_command
said = {}
for path in sys.argv[1:]:
    try:
        call_command("restore", path)
    except CommandError as error:
        said[path] = str(error)
print(json.dumps(said))
"""


def assert_refused(empty: Installation, paths: list[Path]) -> None:
    """Require that each is refused with words that name it, and that nothing comes of it."""
    printed = empty.start(TRY_ALL, *map(str, paths)).communicate()[0]
    said = json.loads(printed.splitlines()[-1])
    assert list(said) == [str(path) for path in paths], printed
    assert [path for path in paths if path.name not in said[str(path)]] == []
    assert not list((empty.folder / "media").rglob("*.*"))
    assert not list(empty.folder.rglob("outside*"))


def test_backup_that_is_damaged_or_foreign_is_refused(backup, empty, tmp_path):
    paths = [tmp_path / f"{n}-{forge.__name__}.zip" for n, forge in enumerate(FORGERIES)]
    for path, forge in zip(paths, FORGERIES, strict=True):
        forged(backup, path, forge)
    assert_refused(empty, paths)


def test_file_that_is_no_archive_or_was_cut_or_spoilt_on_its_way_is_refused(
    backup, empty, tmp_path
):
    content, wrong = backup.read_bytes(), [b"", b"no archive", b"PK\x03\x04" + b"\x00" * 100]
    for share in (0.2, 0.5):  # within the database; nearly all of the file
        place = int(len(content) * share)
        spoilt = bytes([content[place] ^ 0xFF])
        wrong += [content[:place], content[:place] + spoilt + content[place + 1 :]]
    paths = [tmp_path / f"wrong{n}.zip" for n in range(len(wrong))]
    for path, written in zip(paths, wrong, strict=True):
        path.write_bytes(written)
    assert_refused(empty, paths)


def test_backup_of_a_forged_register_is_restored_and_told(office, backup, new_installation):
    other, third = new_installation(), new_installation()
    other.manage("restore", str(backup))
    code = (
        "from django.db import connection; "
        "connection.cursor().execute(\"UPDATE organization_department SET name = 'forged'\")"
    )
    other.manage("shell", "-c", code)
    path = other.folder / "backup.zip"
    other.manage("backup", str(path))
    done = third.run("restore", str(path))
    assert done.returncode == 1
    assert "organization.Department" in done.stderr


def test_backups_taken_under_writes_are_each_whole(office, new_installation, tmp_path):
    writers = [office.start(WRITER, name) for name in ("one", "two")]
    try:
        assert [writer.stdout.readline() for writer in writers] == ["ready\n"] * 2
        paths = [tmp_path / f"{number}.zip" for number in range(BACKUPS)]
        for path in paths:
            office.manage("backup", str(path))
            time.sleep(0.1)
    finally:
        for writer in writers:
            writer.terminate()
        said = [writer.communicate()[0] for writer in writers]
    assert said == ["", ""]  # nobody failed meanwhile
    heads, attachments = [], []
    for path in paths:
        other = new_installation()
        other.manage("restore", str(path))
        with zipfile.ZipFile(path) as archive:
            heads.append(json.loads(archive.read("journal.json"))["sequence"])
        attachments.append(int(other.manage("shell", "--verbosity", "0", "-c", FILES_ARE_THERE)))
    assert heads == sorted(set(heads))
    assert attachments == sorted(attachments)
    assert attachments[-1] > 0
    office.manage("verify_journal")


WITH_A_FILE = """
from django.core.files.base import ContentFile
from meetings.models import Handout, Meeting
from records import journal
with journal.change(actor="clerk"):
    row = Handout(meeting=Meeting.objects.first(), title="資料", order=99)
    row.file.save("kept.txt", ContentFile(b"1234567890"), save=False)
    row.save()
print(row.file.name)
"""


@pytest.fixture(scope="module")
def with_a_file(new_installation) -> tuple[Installation, Path]:
    """An installation with one attachment that a record names, and where that stands."""
    made = new_installation("loaded")
    name = made.manage("shell", "--verbosity", "0", "-c", WITH_A_FILE).strip()
    return made, made.folder / "media" / name


def harmed(path: Path, harm: str) -> Callable[[], None]:
    """Harm the attachment; what is returned heals it."""
    content, media = path.read_bytes(), path.parents[2]
    if harm == "no folder at all":
        media.rename(media.with_name("away"))
        return lambda: media.with_name("away").rename(media)
    path.unlink()
    if harm == "changed":
        path.write_bytes(b"?" * len(content))
    elif harm == "unreadable":
        path.mkdir()
        return lambda: (path.rmdir(), path.write_bytes(content))
    return lambda: path.write_bytes(content)


@pytest.mark.parametrize("harm", ["no folder at all", "missing", "changed", "unreadable"])
def test_copy_without_a_file_is_not_called_a_backup(with_a_file, tmp_path, new_installation, harm):
    office, attachment = with_a_file
    heal = harmed(attachment, harm)
    try:
        done = office.run("backup", str(tmp_path / "backup.zip"))
    finally:
        heal()
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert attachment.name in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["backup.zip.incomplete"]
    other = new_installation()
    restored = other.run("restore", str(tmp_path / "backup.zip.incomplete"))
    assert restored.returncode == 1
    assert attachment.name in restored.stderr


def test_folder_of_attachments_that_is_gone_is_told_though_no_record_names_a_file(
    new_installation, tmp_path
):
    office = new_installation("migrated")
    office.manage("backup", str(tmp_path / "whole.zip"))
    (office.folder / "media").rmdir()
    assert office.run("backup", str(tmp_path / "backup.zip")).returncode == 1
    assert office.run("verify_journal").returncode == 1


def test_file_that_waits_for_a_form_is_in_no_backup(with_a_file, tmp_path):
    office, attachment = with_a_file
    waiting = attachment.parents[2] / "waiting"
    waiting.mkdir()
    (waiting / "key").write_text("x")
    office.manage("backup", str(tmp_path / "backup.zip"))
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        names = [name for name in archive.namelist() if name.startswith("media/")]
    assert names == [f"media/{attachment.relative_to(attachment.parents[2])}"]
