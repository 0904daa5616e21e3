"""A password given by somebody else is replaced at the first sign-in; a new one ends sessions."""

import pytest
from django.test import Client

from jlis_gov.accounts.tracked import mark_password
from records import journal
from records.journal.models import JournalEntry
from records.papers import verify
from tests.factories import UserFactory
from tests.jlis_gov.accounts.credentials.test_second_factor import CODE, set_up
from tests.jlis_gov.accounts.credentials.ways_in import (
    NEW,
    PASSWORD,
    code,
    is_in,
    make_somebody,
    sign_in,
)

pytestmark = pytest.mark.django_db
FIRST = "/en/sign-in/first-password/"
TYPED = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def somebody():
    return make_somebody()


def given(account, by) -> None:
    with journal.change(actor="test"):
        mark_password(account, by)


def test_given_password_is_replaced_before_anything_else(somebody):
    given(somebody, UserFactory(username="office"))
    client = Client()
    assert sign_in(client, query="?next=/en/audits/")["Location"] == FIRST
    assert not is_in(client)
    assert client.get("/en/account/").status_code == 302
    assert "Somebody else gave you" in client.get(FIRST).text
    response = client.post(FIRST, TYPED)
    assert (response.status_code, response["Location"]) == (302, "/en/audits/")
    assert is_in(client)
    assert sign_in(Client(), PASSWORD).status_code == 200
    assert sign_in(Client(), NEW)["Location"] == "/en/"
    assert JournalEntry.objects.order_by("sequence").last().actor == "somebody"
    assert verify().faults == []


@pytest.mark.parametrize("typed", [PASSWORD, "short", "somebody"])
def test_given_password_itself_or_a_weak_one_is_refused(somebody, typed):
    given(somebody, UserFactory())
    client = Client()
    sign_in(client)
    assert client.post(FIRST, {"new_password1": typed, "new_password2": typed}).status_code == 200
    assert not is_in(client)


def test_password_of_ones_own_or_of_a_command_is_kept(somebody):
    for by in (None, somebody):
        given(somebody, by)
        assert sign_in(Client())["Location"] == "/en/"


def test_page_of_the_first_password_needs_the_given_one(client):
    assert client.get(FIRST)["Location"] == "/en/sign-in/"
    assert client.post(FIRST, TYPED)["Location"] == "/en/sign-in/"


def test_second_factor_comes_before_the_first_password(somebody):
    set_up(somebody)
    given(somebody, UserFactory())
    client = Client()
    assert sign_in(client)["Location"] == CODE
    assert client.get(FIRST).status_code == 302
    assert client.post(FIRST, TYPED).status_code == 302
    somebody.refresh_from_db()
    assert somebody.check_password(PASSWORD)
    assert client.post(CODE, {"code": code(somebody, 1)})["Location"] == FIRST
    assert client.post(FIRST, TYPED).status_code == 302
    assert is_in(client)


def test_new_password_ends_the_other_sessions(somebody):
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client)
    typed = {"old_password": PASSWORD} | TYPED
    assert here.post("/en/account/password/", typed).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)
