"""An unchanged public page costs one query, and its ETag tells nothing but that it changed."""

from datetime import date

import pytest
from django.core.cache import cache
from django.utils import timezone

from audits.models import Audit
from records import journal
from tests import factories
from tests.jlis_gov.test_pages import PAGES, make_one_of_each

TODAY = date(2016, 11, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def paths(client, monkeypatch):
    """Every public page, of a register whose changes subscribers were told of."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)
    cache.clear()
    meeting, audit, drill, department = make_one_of_each()
    records = (meeting, audit, drill, department, meeting.sessions.get().body)
    client.get("/")
    return [*PAGES, "/audits/?q=ISMS", *(record.get_absolute_url() for record in records)]


def again(client, path, etag, **headers):
    return client.get(path, headers={"If-None-Match": etag, **headers})


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_unchanged_page_is_told_from_one_query(client, paths, prefix, django_assert_num_queries):
    for path in paths:
        first = client.get(f"{prefix}{path}")
        with django_assert_num_queries(1):
            second = again(client, f"{prefix}{path}", first["ETag"])
        assert (second.status_code, second.content) == (304, b""), path
        assert second["ETag"] == first["ETag"]
        assert second["Cache-Control"] == first["Cache-Control"] == "public, no-cache"


def test_head_is_told_as_well(client, paths):
    etag = client.head("/audits/")["ETag"]
    assert client.head("/audits/", headers={"If-None-Match": etag}).status_code == 304


def test_public_change_is_seen_at_once(client, paths):
    etag = client.get("/audits/")["ETag"]
    factories.AuditFactory(subject="新しい監査")
    response = again(client, "/audits/", etag)
    assert response.status_code == 200
    assert "新しい監査" in response.text
    assert response["ETag"] != etag


def test_what_turns_internal_vanishes_at_once(client, paths):
    audit = factories.AuditFactory(subject="取り下げる監査")
    path = audit.get_absolute_url()
    etag = client.get(path)["ETag"]
    listed = client.get("/audits/")["ETag"]
    with journal.change(actor="test", reason="誤って公表した"):
        audit = Audit.objects.get(pk=audit.pk)
        audit.visibility = "internal"
        audit.save()
    assert again(client, path, etag).status_code == 404
    assert "取り下げる監査" not in again(client, "/audits/", listed).text


def test_internal_change_moves_no_etag(client, paths):
    before = {path: client.get(path)["ETag"] for path in paths}
    audit = factories.AuditFactory(internal=True)
    factories.FindingFactory(audit=audit, internal=True)
    for path, etag in before.items():
        response = again(client, path, etag)
        assert (response.status_code, response["ETag"]) == (304, etag), path


def test_next_day_is_another_page(client, paths, monkeypatch):
    etag = client.get("/calendar/2016-11/")["ETag"]
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2016, 11, 2))
    response = again(client, "/calendar/2016-11/", etag)
    assert response.status_code == 200
    assert response["ETag"] != etag


def test_page_under_another_name_is_another_page(client, paths):
    etag = client.get("/subscribe/")["ETag"]  # it shows the address of the feed
    assert again(client, "/subscribe/", etag, host="localhost").status_code == 200
    assert again(client, "/en/subscribe/", etag).status_code == 200


def test_page_is_not_remembered_while_news_may_still_change(client, paths):
    client.get("/audits/")
    factories.AuditFactory(subject="まだ知らせていない監査")
    etag = client.get("/audits/")["ETag"]  # a list tells no news and publishes nothing
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "set", lambda *args: pytest.fail("remembered"))
        assert again(client, "/audits/", etag).status_code == 304


def test_page_of_somebody_signed_in_is_his_alone(client, paths):
    etag = client.get("/audits/")["ETag"]
    client.force_login(factories.UserFactory(staff=True))
    response = again(client, "/audits/", etag)
    assert response.status_code == 200
    assert not response.has_header("ETag")
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/sign-in/", "/nothing/", "/audits/?sort=nothing"])
def test_page_that_is_not_anybodys_has_no_etag(client, paths, path):
    assert not client.get(path).has_header("ETag")
