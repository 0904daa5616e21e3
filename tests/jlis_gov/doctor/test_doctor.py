"""The doctor: each ailment is named, with what mends it; a sound subject is left alone."""

import json
import os
import socket
import ssl
import threading
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.checks import ERROR, WARNING
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from jlis_gov.doctor import installation, jobs, surroundings
from records.evidence import keys
from records.jobs import JobRun
from tests.factories import MeetingFactory

NOW = datetime(2016, 11, 22, 3, 0, tzinfo=UTC)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def told(found) -> list[tuple[int, str, str]]:
    return [(each.level, str(each.msg), str(each.hint)) for each in found]


def test_site_without_https_and_mail_is_unusual(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    found = told(installation.settings_amiss(NOW))
    assert [level for level, _text, _hint in found] == [WARNING, WARNING]
    assert "PLAIN_HTTP" in found[0][1]
    assert "EMAIL_URL" in found[1][2]


def test_what_keeps_from_serving_is_told_with_what_mends_it(db):
    MigrationRecorder.Migration.objects.filter(app="audits").last().delete()
    [(level, text, hint)] = told(installation.database_amiss(timezone.now()))
    assert (level, text) == (ERROR, "サービスを提供できません：migrations")
    assert "`migrate`" in hint


def test_clock_behind_the_journal_is_told(db):
    MeetingFactory()
    now = timezone.now()
    assert list(installation.clock_amiss(now)) == []
    journal, *server = told(installation.clock_amiss(now - timedelta(minutes=2)))
    assert len(server) == (connection.vendor == "postgresql")  # which has a clock of its own
    for level, _text, hint in (journal, *server):
        assert level == ERROR
        assert "NTP" in hint


def test_every_job_of_a_timer_is_known():
    day = timedelta(days=1)
    daily = "anchor_journal", "backup", "remove_unused_files", "send_digest", "send_reminders"
    longer = {"dispose_payloads": timedelta(days=31), "verify_register": timedelta(days=7)}
    assert jobs.due() == dict.fromkeys(daily, day) | longer


def test_job_that_is_late_is_told(db):
    for name in jobs.due():
        JobRun.note(name, NOW)
    assert list(jobs.late(NOW + timedelta(hours=30))) == []
    JobRun.objects.filter(name="send_digest").delete()
    JobRun.note("backup", NOW - timedelta(minutes=1))
    found = told(jobs.late(NOW + timedelta(hours=30)))
    assert [(level, text) for level, text, _hint in found] == [
        (ERROR, "`backup`が最後に成功したのは 2016-11-22 11:59 です。"),
        (WARNING, "`send_digest`が一度も成功していません。"),
    ]


def test_mail_server_that_answers_is_sound_and_one_that_does_not_is_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    [(level, _text, _hint)] = told(surroundings.mail_amiss(NOW))
    assert level == ERROR
    server = Controller(object(), hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    assert list(surroundings.mail_amiss(NOW)) == []
    server.stop()


def test_full_disk_is_told(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    usage = namedtuple("usage", "free")
    monkeypatch.setattr("shutil.disk_usage", lambda place: usage(1024**3))
    assert list(surroundings.disk_amiss(NOW)) == []
    room = {tmp_path: 1024**3 - 1}
    monkeypatch.setattr("shutil.disk_usage", lambda place: usage(room.get(place, 1024**3)))
    [(level, text, _hint)] = told(surroundings.disk_amiss(NOW))
    assert (level, text) == (ERROR, "MEDIA_ROOTのディスクの空きが1 GiB未満です。")


def test_scanner_that_does_not_answer_is_told(settings, tmp_path):
    settings.CLAMD = ""
    assert list(surroundings.scanner_amiss(NOW)) == []
    settings.CLAMD = str(tmp_path / "clamd.ctl")
    [(level, _text, hint)] = told(surroundings.scanner_amiss(NOW))
    assert level == ERROR
    assert "clamd" in hint


def test_key_that_others_may_read_is_told(settings, tmp_path):
    settings.EVIDENCE_KEY_FILE = ""
    assert [each.level for each in surroundings.evidence_key_amiss(NOW)] == [WARNING]
    settings.EVIDENCE_KEY_FILE = str(tmp_path / "key.pem")
    keys.make(tmp_path / "key.pem")
    assert list(surroundings.evidence_key_amiss(NOW)) == []
    (tmp_path / "key.pem").chmod(0o640)
    [(level, _text, hint)] = told(surroundings.evidence_key_amiss(NOW))
    assert (level, hint) == (ERROR, "ファイルに`chmod 600`を実行してください。")


def test_demonstration_key_is_told(settings, tmp_path):
    settings.EVIDENCE_DEMONSTRATION_KEY_FILE = str(tmp_path / "key.pem")
    keys.make(tmp_path / "key.pem", is_demonstration=True)
    [(level, text, _hint)] = told(surroundings.evidence_key_amiss(NOW))
    assert (level, text) == (WARNING, "証拠資料に、見本用の鍵で署名しています。")


@pytest.fixture
def certified(tmp_path, settings, monkeypatch):
    """A server with a certificate that ends on a day and that this process trusts, or not."""
    listening = socket.create_server(("127.0.0.1", 0))
    settings.SITE_URL = f"https://localhost:{listening.getsockname()[1]}"

    def serve(end: datetime, *, trusted: bool = True) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        certificate = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(datetime(2016, 1, 1))  # noqa: DTZ001 (X.509 has UTC)
            .not_valid_after(end)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
            .sign(key, hashes.SHA256())
        )
        pem = tmp_path / "server.pem"
        pem.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        if trusted:
            monkeypatch.setitem(os.environ, "SSL_CERT_FILE", str(pem))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pem)

        def answer() -> None:
            connection, _address = listening.accept()
            try:
                context.wrap_socket(connection, server_side=True).close()
            except ssl.SSLError:
                connection.close()

        threading.Thread(target=answer, daemon=True).start()

    yield serve
    listening.close()


def test_certificate_that_ends_soon_is_told(certified):
    now = timezone.now()
    certified(now + timedelta(days=22))
    assert list(surroundings.certificate_amiss(now)) == []
    certified(end := now + timedelta(days=20))
    [(level, text, _hint)] = told(surroundings.certificate_amiss(now))
    assert level == ERROR
    assert end.date().isoformat() in text


def test_certificate_of_nobody_known_is_told(certified):
    certified(timezone.now() + timedelta(days=90), trusted=False)
    [(level, text, _hint)] = told(surroundings.certificate_amiss(timezone.now()))
    assert level == ERROR
    assert "CERTIFICATE_VERIFY_FAILED" in text


def test_site_that_cannot_be_reached_is_unusual(settings):
    settings.SITE_URL = f"https://localhost:{free_port()}"
    [(level, _text, hint)] = told(surroundings.certificate_amiss(NOW))
    assert (level, "SITE_URL" in hint) == (WARNING, True)


@pytest.fixture
def sound(settings, tmp_path):
    """An installation with nothing amiss but what tests lack: HTTPS, a key, runs of timers."""
    settings.SITE_URL, settings.CLAMD = "http://localhost", ""
    for name in jobs.due():
        JobRun.note(name, timezone.now())


def test_doctor_that_finds_nothing_broken_succeeds(db, sound, settings):
    output = StringIO()
    call_command("doctor", stdout=output)
    assert "✘" not in output.getvalue()
    assert "✔ 定時処理" in output.getvalue()


def test_doctor_that_finds_something_broken_says_so_and_fails(db, sound, settings, tmp_path):
    settings.CLAMD = str(tmp_path / "clamd.ctl")
    output = StringIO()
    with pytest.raises(CommandError, match="1 is to be mended"):
        call_command("doctor", format="json", language="en", stdout=output)
    found = json.loads(output.getvalue())
    assert [
        subject for subject, amiss in found.items() if any(each["broken"] for each in amiss)
    ] == ["scanner"]
    assert found["scanner"][0]["mending"] == "Start clamd, or mend the address in CLAMD."
