"""Feeds as the site serves them, through every middleware."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from jlis_gov.middleware import LanguageFromPath

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["all.ics", "meetings.ics", "audits.ics", "drills.ics"])
@pytest.mark.parametrize("year", ["", "fy2016/"])
def test_feed_needs_nobody_and_sets_nothing(client, path, year):
    response = client.get(f"/feeds/{year}{path}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.has_header("Vary")
    assert not response.has_header("Content-Encoding")
    assert not response.cookies


def test_feed_is_the_same_for_somebody_signed_in(client):
    anyone = client.get("/feeds/all.ics")
    client.force_login(get_user_model().objects.create_superuser("head"))
    head = client.get("/feeds/all.ics")
    assert head.getvalue() == anyone.getvalue()
    assert head["Cache-Control"] == "public, no-cache"
    assert not head.has_header("Vary")


def test_feed_refetched_is_304_without_vary(client):
    etag = client.get("/feeds/all.ics")["ETag"]
    response = client.get("/feeds/all.ics", headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert not response.has_header("Vary")


def test_feed_head_has_no_body(client):
    response = client.head("/feeds/all.ics")
    assert response.status_code == 200
    assert response.getvalue() == b""
    assert int(response["Content-Length"]) == len(client.get("/feeds/all.ics").getvalue())


@pytest.mark.parametrize(
    "path",
    [
        "none.ics",
        "body/none.ics",
        "fy1999/all.ics",
        "all",
        "",
        "body/a%00b.ics",
        "department/%00.ics",
        "%00.ics",
    ],
)
def test_unknown_feed_is_never_html(client, path):
    response = client.get(f"/feeds/{path}")
    assert response.status_code == 404
    assert "html" not in response["Content-Type"]
    assert b"<" not in response.content


@pytest.mark.parametrize("path", ["all.ics", "none"])
@pytest.mark.parametrize("method", ["POST", "PROPFIND"])
def test_feed_refuses_other_methods_in_plain_text(path, method):
    response = Client(enforce_csrf_checks=True).generic(method, f"/feeds/{path}")
    assert response.status_code == (404 if path == "none" else 405)
    assert "html" not in response["Content-Type"]


def test_host_that_is_not_ours_is_told_so_without_html(client):
    stranger = {"host": "another.example"}
    response = client.get("/feeds/all.ics", headers=stranger)
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "<!DOCTYPE html>" in client.get("/meetings/", headers=stranger).text


def test_fault_before_any_view_is_503_without_html(monkeypatch):
    monkeypatch.setattr(LanguageFromPath, "__call__", None)  # what cannot be called
    client = Client(raise_request_exception=False)
    response = client.get("/feeds/all.ics")
    assert response.status_code == 503
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get("/meetings/").status_code == 500
