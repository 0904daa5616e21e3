"""GET /healthz is alive whatever fails; GET /readyz says what keeps it from serving."""

import logging
import sqlite3
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, RequestFactory
from django.utils import timezone

from calendars.feeds.models import Publication
from calendars.feeds.publishing import publish
from jlis_gov import readiness
from jlis_gov.composition import FEEDS
from jlis_gov.health import readyz
from tests.factories import HandoutFactory, MeetingFactory


@contextmanager
def without_database():
    def refuse(*args):
        cause = sqlite3.OperationalError()
        cause.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise OperationalError("no such host: secret.example") from cause

    with connection.execute_wrapper(refuse):
        yield


def ask(client: Client) -> tuple[int, list[str]]:
    response = client.get("/readyz")
    assert response["Cache-Control"] == "no-store"
    assert not response.has_header("Vary")
    return response.status_code, response.json()["faults"]


def test_healthz_asks_for_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0), without_database():
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"
    assert not response.has_header("Vary")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_answers_head_and_refuses_post(client, db, path):
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(path).status_code == 405


def test_register_that_can_serve_is_ready(client, db, django_assert_max_num_queries):
    MeetingFactory()
    publish(FEEDS, now=timezone.now())
    with django_assert_max_num_queries(25):
        assert ask(client) == (200, [])


def test_database_that_is_away_is_told_without_its_name(rf: RequestFactory, db, caplog):
    with without_database(), caplog.at_level(logging.WARNING):
        response = readyz(rf.get("/readyz"))
    assert response.status_code == 503
    assert response.content == b'{"status": "error", "faults": ["database: unreachable"]}'
    assert "Not ready: database: unreachable" in caplog.text


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is read-only by its server")
def test_database_that_cannot_be_written_is_told(client, transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        found = ask(client)
        cursor.execute("PRAGMA query_only = OFF")
    assert found == (503, ["database: read_only"])
    assert ask(client) == (200, [])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="as above")
def test_server_that_is_read_only_is_told(client, db):
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")  # a session is not ours behind a pooler
    assert ask(client) == (503, ["database: read_only"])


def test_missing_table_is_told(client, db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE axes_accesslog RENAME TO gone")
    assert ask(client) == (503, ["database"])


def test_missing_migration_is_told(client, db):
    MigrationRecorder.Migration.objects.filter(app="audits").last().delete()
    assert ask(client) == (503, ["migrations"])


def test_attachments_that_are_away_are_told(client, db):
    handout = HandoutFactory(file=ContentFile(b"x", name="a.pdf"))
    publish(FEEDS, now=timezone.now())
    assert ask(client) == (200, [])
    default_storage.delete(handout.file.name)
    assert ask(client) == (503, ["attachments"])


def test_publication_that_fails_for_long_is_told(client, db, monkeypatch):
    MeetingFactory()
    later = timezone.now() + readiness.LATE + timedelta(minutes=1)
    assert list(readiness.faults(timezone.now())) == []

    def broken(*args, **kwargs):
        raise RuntimeError("no source")

    with monkeypatch.context() as patch:
        patch.setattr("calendars.feeds.publishing.publish", broken)
        assert list(readiness.faults(later)) == ["publication"]
    Publication.objects.update(failed_at=None)
    assert list(readiness.faults(later)) == []  # nobody had read a feed: it is published now
