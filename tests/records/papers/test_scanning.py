"""Files that a scanner refuses, or cannot look at, are not kept, and nothing else typed is lost."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import Handout
from records.papers import scanning
from tests.admin_forms import address_of, assert_accepted, complaints, rows, submit
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
# The test file of eicar.org, in two halves: whole, scanners would take this file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLEAN, BAD = b"%PDF-1.4 clean", b"%PDF-1.4 " + EICAR
CLAMD = shutil.which("clamd") or "/usr/sbin/clamd"


@pytest.fixture(scope="module")
def clamd(tmp_path_factory) -> Iterator[str]:
    """The socket of a real clamd that knows one signature, of the test file."""
    if not Path(CLAMD).exists():
        pytest.skip("clamd is not installed (Debian: clamav-daemon).")
    folder = tmp_path_factory.mktemp("av")
    (folder / "signatures").mkdir()
    (folder / "signatures" / "eicar.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    configuration = folder / "clamd.conf"
    configuration.write_text(
        f"DatabaseDirectory {folder}/signatures\nLocalSocket {folder}/socket\n"
        f"TemporaryDirectory {folder}\nForeground yes\n"
    )
    with subprocess.Popen(
        [CLAMD, "--config-file", configuration],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        until = time.monotonic() + 30
        while not (folder / "socket").exists() and time.monotonic() < until:
            assert process.poll() is None, "clamd ended"
            time.sleep(0.05)
        yield str(folder / "socket")
        process.terminate()


@pytest.fixture
def meeting():
    return SessionFactory(body__name="内部統制委員会", number=1).meeting


def sent(client, meeting, content: bytes):
    """The answer to a handout with a file of this content, handed in with another venue."""
    chosen = SimpleUploadedFile("資料.pdf", content)
    typed = rows("handouts", {"title": "資料", "file": chosen})
    return submit(client, address_of(meeting), typed | {"venue": "別室", "change_reason": "追加"})


def test_file_in_which_nothing_is_found_is_kept(admin_client, meeting, clamd, settings):
    settings.CLAMD = clamd
    assert_accepted(sent(admin_client, meeting, CLEAN))
    assert Handout.objects.get().size == len(CLEAN)


def test_file_in_which_something_is_found_is_refused_and_the_rest_stays(
    admin_client, meeting, clamd, settings
):
    settings.CLAMD = clamd
    refused = sent(admin_client, meeting, BAD)
    said = complaints(refused)
    assert "ウイルス検査" in said
    assert "Eicar-Test" in said
    assert "別室" in refused.text
    assert "file-kept" not in refused.text
    assert not Handout.objects.exists()
    assert not waiting()


def test_large_file_is_shown_to_the_scanner_to_its_end(admin_client, meeting, clamd, settings):
    settings.CLAMD = clamd
    large = b"%PDF-1.4 " + b"x" * 3_000_000 + EICAR
    assert "Eicar-Test" in complaints(sent(admin_client, meeting, large))


@pytest.mark.parametrize("place", ["/nowhere/clamd.sock", "127.0.0.1:1"])
def test_scanner_that_cannot_be_asked_refuses_every_file(
    admin_client, meeting, settings, place, caplog
):
    settings.CLAMD = place
    refused = sent(admin_client, meeting, CLEAN)
    assert "ウイルス検査ができなかった" in complaints(refused)
    assert "別室" in refused.text
    assert not Handout.objects.exists()
    assert not waiting()
    assert place in caplog.text


def test_table_to_bring_in_is_shown_to_the_scanner_too(admin_client, clamd, settings):
    settings.CLAMD = clamd
    table = SimpleUploadedFile("officers.csv", "役職,氏名\r\n".encode() + EICAR)
    given = {"table": "1", "fiscal_year": "2016", "status": "held", "file": table}
    answer = admin_client.post("/admin/import/", given)
    assert "Eicar-Test" in str(answer.context["form"].errors["file"])
    assert not waiting()


def test_without_a_scanner_none_is_asked(admin_client, meeting, settings):
    settings.CLAMD = ""
    assert_accepted(sent(admin_client, meeting, BAD))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("scanner.example.org:3310", ("scanner.example.org", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_place_of_the_scanner_is_a_path_or_a_host_with_its_port(settings, text, place):
    settings.CLAMD = text
    assert scanning.scanner_place() == place


@pytest.mark.parametrize("text", ["scanner", ":3310", "scanner:", "scanner:port"])
def test_place_that_is_neither_is_told(settings, text):
    settings.CLAMD = text
    with pytest.raises(ImproperlyConfigured, match="CLAMD"):
        scanning.scanner_place()


def waiting() -> list[str]:
    """The files that wait for a form."""
    return default_storage.listdir("waiting")[1] if default_storage.exists("waiting") else []
