"""A database or a disk that fails: a readable 503, what was typed kept, one line in the log."""

import errno
import html
import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils.log import configure_logging

from jlis_gov.errors import bad_request
from jlis_gov.logs import WithoutTrace
from tests.admin_forms import page_forms, shown
from tests.factories import DepartmentFactory, UserFactory

HIDDEN = re.compile(r'type="hidden" name="([^"]*)" value="([^"]*)"')
REASONS = {
    "full": ("ディスクに空きがありません。", "There is no room left on the disk."),
    "read only": ("書込みができません。", "Nothing can be written."),
}


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite finds no room for another page; PostgreSQL says what it says then."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA max_page_count = 1")  # it takes no less than there are
            yield
            cursor.execute("PRAGMA max_page_count = 1073741823")
        return

    def refuse(execute, sql, *rest):
        if sql.startswith(("INSERT", "UPDATE")):
            raise OperationalError("could not extend file") from psycopg.errors.DiskFull()
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield


@contextmanager
def read_only() -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
            yield
            cursor.execute("PRAGMA query_only = OFF")
        else:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
            yield
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")


FAULTS = {"full": full_disk, "read only": read_only}
LONG = "（長い説明）" * 20_000  # no page of a table has room for it


@pytest.fixture
def client(transactional_db) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def typed(client: Client, url: str, **values: str) -> dict[str, str]:
    """The form at `url` filled in."""
    forms = page_forms(client.get(url))
    return {name: value for form in forms for name, value in shown(form).items()} | values


def held(page: str) -> dict[str, str]:
    return {html.unescape(name): html.unescape(value) for name, value in HIDDEN.findall(page)}


@pytest.mark.parametrize("fault", FAULTS)
def test_form_is_kept_and_can_be_sent_again_once_there_is_room(client, fault):
    department = DepartmentFactory(name="古い名")
    url = reverse("admin:organization_department_change", args=[department.pk])
    sent = typed(client, url, name='新しい"名"', duties=LONG, change_reason="改称")
    with FAULTS[fault]():
        refused = client.post(url, sent)
    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert "no-store" in refused["Cache-Control"]
    assert REASONS[fault][0] in refused.text
    assert f'action="{url}"' in refused.text
    department.refresh_from_db()
    assert department.name == "古い名"
    again = held(refused.text)
    assert again == {name: str(value) for name, value in sent.items()}
    assert client.post(url, again).status_code == 302
    department.refresh_from_db()
    assert (department.name, department.duties) == ('新しい"名"', LONG)


def test_reason_is_in_the_language_of_the_office(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    url = reverse("admin:organization_department_add")
    with full_disk():
        refused = client.post(url, typed(client, url, name="x", slug="x", duties=LONG))
    assert refused.status_code == 503
    assert REASONS["full"][1] in refused.text


def test_page_of_a_failing_disk_holds_no_password_and_makes_no_token(client):
    fields = {"username": "office", "password": "a long secret", "next": "/"}
    for path in ("/sign-in/", "/en/sign-in/"):
        with read_only():
            refused = Client(raise_request_exception=False).post(path, fields)
        assert refused.status_code == 503
        assert "a long secret" not in refused.text
        assert held(refused.text) == {}


@contextmanager
def broken_connection() -> Iterator[None]:
    def refuse(*_query):
        cause = sqlite3.OperationalError()
        cause.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise OperationalError("connection to secret.example failed:\n  no route") from cause

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize(
    ("path", "words"),
    [("/", "現在利用できません"), ("/en/", "Not available"), ("/audits/", "現在利用できません")],
)
@pytest.mark.parametrize("cookie", [False, True])
def test_page_without_a_database_says_so_in_its_language(client, path, words, cookie):
    visitor = client if cookie else Client(raise_request_exception=False)
    with broken_connection():
        answer = visitor.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer["Content-Type"].startswith("text/html")
    assert words in answer.text
    assert "secret.example" not in answer.text


def test_fault_of_a_database_is_one_line_in_the_log(transactional_db, capsys):
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)  # on the captured stderr
    with read_only():
        Client(raise_request_exception=False).post("/sign-in/", {"username": "a", "password": "b"})
    [line] = capsys.readouterr().err.splitlines()
    assert "Service Unavailable: /sign-in/" in line


def test_mistake_of_ours_keeps_its_stack_trace(caplog):
    try:
        raise ValueError("ours")
    except ValueError as error:
        record = logging.LogRecord("x", 40, "x.py", 1, "%s", ("said",), (None, error, None))
    assert WithoutTrace().filter(record)
    assert record.exc_info is not None


@pytest.mark.parametrize("path", ["/", "/en/audits/", "/feeds/all.ics", "/admin/", "/healthz"])
def test_wrong_host_is_one_line_in_the_log(transactional_db, capsys, path):
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    answer = Client(raise_request_exception=False).get(path, HTTP_HOST="evil.example")
    assert answer.status_code == 400
    [line] = capsys.readouterr().err.splitlines()
    assert "evil.example" in line
    assert len(line) < 600


@pytest.mark.parametrize("key", ["abc\\000defgh", "\\377" * 9, "x" * 5000, "' OR 1=1 --"])
@pytest.mark.parametrize("path", ["/", "/account/", "/admin/", "/feeds/all.ics"])
def test_session_key_that_nobody_was_given_is_none(transactional_db, path, key):
    stranger = Client(raise_request_exception=False)
    answer = stranger.get(path, headers={"cookie": f'sessionid="{key}"'})
    assert answer.status_code == Client().get(path).status_code < 400


def test_wrong_host_in_english_is_told_in_english(transactional_db):
    assert "could not be understood" in Client().get("/en/", HTTP_HOST="evil.example").text
    assert "理解できません" not in Client().get("/en/", HTTP_HOST="evil.example").text


def test_form_of_too_many_fields_is_400_and_one_line(transactional_db, capsys):
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    many = "&".join("f=" for _ in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    client = Client(raise_request_exception=False)
    answer = client.post("/sign-in/", many, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_file_that_finds_no_room_leaves_the_form_at_hand(client, monkeypatch, tmp_path: Path):
    def refuse(*_chunk):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", refuse)
    path = tmp_path / "表.csv"
    path.write_bytes(b"x" * 3_000_000)
    with path.open("rb") as file:
        refused = client.post("/admin/import/", {"a": "前", "file": file, "z": "後"})
    assert refused.status_code == 503
    assert held(refused.text) == {"a": "前", "z": "後"}
    assert 'type="file" name="file"' in refused.text
    assert "表.csv" in refused.text


def test_session_that_a_full_disk_cannot_keep_is_no_bad_request(rf, db):
    """Django calls it interrupted, as one that was deleted meanwhile."""
    session = SessionStore()
    session.create()
    with broken_connection(), pytest.raises(UpdateError) as caught:
        session.save()
    interrupted = SessionInterrupted()
    interrupted.__context__ = caught.value  # Django's middleware raises it from that
    assert bad_request(rf.get("/"), interrupted).status_code == 503
    assert bad_request(rf.get("/"), SessionInterrupted()).status_code == 400
