"""Which requests open the journal's door."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from organization.models import Department
from records import change
from records.journal.middleware import REASON_FIELD, JournalMiddleware
from records.journal.models import JournalEntry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def department(request) -> HttpResponse:
    Department(slug="audit-office", name="監査室").save()
    return HttpResponse("saved")


def ask(
    method="post", path="/admin/", user=None, view=department, headers=None, **data
) -> HttpResponse | None:
    request = getattr(RequestFactory(), method)(path, data, headers=headers)
    request.user = user or UserFactory(username="suzuki")
    request.resolver_match = resolve(path)
    return JournalMiddleware(lambda request: None).process_view(request, view, (), {})


def test_writing_in_the_admin_opens_the_door():
    assert ask(**{REASON_FIELD: " 組織規程\r\nの改正 "}).content == b"saved"
    entry = JournalEntry.objects.get()
    assert (entry.actor, entry.reason) == ("suzuki", "組織規程\nの改正")


def test_writing_without_a_reason_is_journalled_without():
    ask()
    assert JournalEntry.objects.get().reason == ""


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\u2028"], ids=ascii)
def test_reason_that_no_form_takes_is_left_out(char):
    ask(**{REASON_FIELD: f"理{char}由"})
    assert JournalEntry.objects.get().reason == ""


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_reading_leaves_the_door_closed(method):
    assert ask(method) is None


def test_visitor_leaves_the_door_closed():
    assert ask(user=AnonymousUser()) is None


def test_page_outside_the_admin_leaves_the_door_closed():
    assert ask(path="/healthz") is None


def test_door_is_closed_after_the_request():
    ask()
    with pytest.raises(change.OutsideChangeError):
        department(None)


def test_failure_of_the_view_undoes_what_it_wrote():
    def fails(request) -> HttpResponse:
        department(request)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(view=fails)
    assert not Department.objects.exists()
    assert not JournalEntry.objects.exists()


def test_request_is_named_alike_in_the_journal_and_to_the_visitor():
    answer = ask(headers={"X-Request-ID": "of-the-visitor"})
    entry = JournalEntry.objects.get()
    assert answer.headers["X-Request-ID"] == entry.request
    assert len(entry.request) == 32
    assert entry.request != "of-the-visitor"


def test_request_named_by_our_proxy_keeps_its_name(settings):
    settings.PROXY_COUNT = 1
    ask(headers={"X-Request-ID": "7d3e-proxy:1"})
    assert JournalEntry.objects.get().request == "7d3e-proxy:1"


@pytest.mark.parametrize("name", ["", "short", "x" * 65, "with space", 'a"quote12'])
def test_name_that_is_none_is_replaced(settings, name):
    settings.PROXY_COUNT = 1
    ask(headers={"X-Request-ID": name})
    assert len(JournalEntry.objects.get().request) == 32
