"""GET /healthz."""

import logging

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.urls import path

from jlis_gov.health import healthz

urlpatterns = [path("healthz", healthz)]
pytestmark = pytest.mark.urls(__name__)


def test_healthz_with_a_working_database_is_ok(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert response["Cache-Control"] == "no-store"
    assert not response.has_header("Vary")


def test_healthz_answers_head_and_refuses_post(client, db):
    head = client.head("/healthz")
    assert (head.status_code, head.content) == (200, b"")
    assert client.post("/healthz").status_code == 405


def test_healthz_without_a_database_is_unavailable(rf: RequestFactory, db, caplog):
    def refuse(*args):
        raise OperationalError("no such host: secret.example")

    with connection.execute_wrapper(refuse), caplog.at_level(logging.ERROR):
        response = healthz(rf.get("/healthz"))
    assert response.status_code == 503
    assert response.content == b'{"status": "error", "fault": "database"}'
    assert response["Cache-Control"] == "no-store"
    assert "cannot reach the database" in caplog.text
