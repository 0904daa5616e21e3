"""A handed-out document is there for those who may see it, and never runs in a browser."""

import pytest
from django.core.files.base import ContentFile

from records import journal
from records.base import Visibility
from tests.factories import HandoutFactory, MeetingFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db
WORDS = "<script>事業報告書</script>".encode()


@pytest.fixture
def handout_of(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def make(meeting=None, **facts):
        meeting = meeting or SessionFactory().meeting
        file = ContentFile(WORDS, name="事業報告書 (案).html")
        return HandoutFactory(meeting=meeting, file=file, **facts)

    return make


def test_public_document_is_linked_and_downloaded(client, handout_of):
    handout = handout_of(visibility=Visibility.PUBLIC)
    page = client.get(handout.meeting.get_absolute_url())
    assert f'href="{handout.file.url}"' in page.text
    response = client.get(handout.file.url)
    assert response.getvalue() == WORDS
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.has_header("Vary")
    assert client.head(handout.file.url).status_code == 200


def test_public_document_is_kept_as_pages_are_and_asked_for_again(client, handout_of):
    handout = handout_of(visibility=Visibility.PUBLIC)
    response = client.get(handout.file.url)
    assert response.getvalue() == WORDS
    assert response["Cache-Control"] == "public, no-cache"
    assert response["ETag"] == f'"{handout.sha256}"'
    known = {"If-None-Match": response["ETag"]}
    again = client.get(handout.file.url, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert (again["Cache-Control"], again["ETag"]) == ("public, no-cache", response["ETag"])
    with journal.change(actor="clerk"):
        handout.visibility = Visibility.INTERNAL
        handout.save()
    assert client.get(handout.file.url, headers=known).status_code == 404
    client.force_login(UserFactory(staff=True))
    private = client.get(handout.file.url, headers=known)
    assert private.status_code == 304
    assert "private" in private["Cache-Control"]


def test_document_is_downloaded_under_the_name_that_it_came_with(client, handout_of):
    response = client.get(handout_of(visibility=Visibility.PUBLIC).file.url)
    assert response.getvalue() == WORDS
    assert "%28%E6%A1%88%29" in response["Content-Disposition"]  # (案)


@pytest.mark.parametrize("whole", ["public", "internal"])
def test_internal_document_is_for_those_who_may(client, handout_of, whole):
    meeting = SessionFactory(meeting=MeetingFactory(internal=whole == "internal")).meeting
    handout = handout_of(meeting, visibility=Visibility.INTERNAL)
    for somebody in (None, UserFactory(), UserFactory(is_staff=True)):
        if somebody:
            client.force_login(somebody)
        assert client.get(handout.file.url).status_code == 404
    client.force_login(UserFactory(staff=True))
    response = client.get(handout.file.url)
    assert response.getvalue() == WORDS
    assert "private" in response["Cache-Control"]


def test_document_that_is_named_only_is_not_linked(client):
    handout = HandoutFactory(meeting=SessionFactory().meeting, visibility=Visibility.PUBLIC)
    page = client.get(handout.meeting.get_absolute_url())
    assert handout.title in page.text
    assert "/documents/" not in page.text


@pytest.mark.parametrize("name", ["none.pdf", "%00", "..%2f..%2fmanage.py", "a/b", ""])
def test_unknown_document_is_not_found(client, name):
    assert client.get(f"/documents/2026/{name}").status_code == 404


def test_document_whose_file_is_gone_is_not_found(client, handout_of):
    handout = handout_of(visibility=Visibility.PUBLIC)
    handout.file.storage.delete(handout.file.name)
    assert client.get(handout.file.url).status_code == 404
