"""Public pages travel compressed; feeds, files and what only some may read do not."""

import gzip

import pytest

from tests import factories
from tests.jlis_gov.test_pages import make_one_of_each

pytestmark = pytest.mark.django_db
ACCEPTED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture(autouse=True)
def record():
    make_one_of_each()


@pytest.mark.parametrize("path", ["/", "/en/audits/?q=1", "/calendar/fy2016/"])
def test_public_page_is_the_same_page_in_fewer_bytes(client, path):
    plain, small = client.get(path), client.get(path, headers=ACCEPTED)
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert int(small["Content-Length"]) == len(small.content) < len(plain.content) / 2
    assert not plain.has_header("Content-Encoding")
    assert "Accept-Encoding" in plain["Vary"]
    assert client.get(path, headers=ACCEPTED).content == small.content


def test_unchanged_page_is_known_by_one_tag_compressed_or_not(client, django_assert_num_queries):
    client.get("/")  # publishes
    plain, small = client.get("/audits/"), client.get("/audits/", headers=ACCEPTED)
    assert small["ETag"] == plain["ETag"]
    assert small["ETag"].startswith('W/"')
    for headers in ({}, ACCEPTED):
        with django_assert_num_queries(1):
            known = client.get("/audits/", headers=headers | {"If-None-Match": small["ETag"]})
        assert (known.status_code, known.content) == (304, b"")
        for name in ("ETag", "Vary", "Cache-Control"):
            assert known[name] == small[name]
        assert not known.has_header("Content-Encoding")


def test_what_only_some_may_read_is_not_compressed(client):
    client.force_login(factories.UserFactory(is_staff=True, is_superuser=True))
    for path in ("/", "/audits/?q=secret", "/admin/", "/admin/audits/audit/add/"):
        response = client.get(path, headers=ACCEPTED)
        assert response.status_code == 200
        assert not response.has_header("Content-Encoding"), path


@pytest.mark.parametrize(
    "path", ["/feeds/all.ics", "/sign-in/?next=/audits/", "/audits/?_export=csv", "/nothing/"]
)
def test_feed_file_and_form_with_a_token_are_not_compressed(client, path):
    response = client.get(path, headers=ACCEPTED)
    assert response.status_code in (200, 404)
    assert not response.has_header("Content-Encoding")
