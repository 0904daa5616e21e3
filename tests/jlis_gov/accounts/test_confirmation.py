"""Before internal records are handed over and accounts change, who it is is asked once more."""

import re
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from records.journal.models import JournalEntry
from tests.factories import AuditFactory, MeetingFactory
from tests.jlis_gov.accounts.credentials.ways_in import PASSWORD, make_somebody, sign_in

pytestmark = pytest.mark.django_db
FILE = "/en/audits/?_export=csv"
CONFIRM = "/en/account/confirm/"


@pytest.fixture
def long_ago(settings):
    """Whoever signed in did so too long ago; `now` lets what is shown from then on count."""
    usual, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT, 0
    return lambda: setattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", usual)


@pytest.fixture
def inside(client):
    make_somebody(is_superuser=True, is_staff=True)
    sign_in(client)
    return client


def test_internal_records_are_handed_over_after_a_confirmation(inside, long_ago):
    AuditFactory(visibility="internal", subject="内部の監査")
    answer = inside.get(FILE)
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{CONFIRM}?next=%2Fen%2Faudits%2F%3F_export%3Dcsv",
    )
    assert not JournalEntry.objects.filter(action="export").exists()
    address = answer["Location"]
    assert "not your password" in inside.post(address, {"password": "wrong"}).text
    long_ago()
    answer = inside.post(address, {"password": PASSWORD})
    assert answer["Location"] == FILE
    assert "内部の監査" in b"".join(inside.get(FILE)).decode()
    assert JournalEntry.objects.filter(action="export").count() == 1


def test_sign_in_of_late_and_public_records_need_no_confirmation(inside, long_ago):
    MeetingFactory(visibility="public")
    file = "/en/meetings/?_export=csv"
    for client in (inside, Client()):
        assert client.get(file).status_code == 200
    MeetingFactory(visibility="internal")
    assert (Client().get(file).status_code, inside.get(file).status_code) == (200, 302)
    long_ago()
    assert inside.get(file).status_code == 200


def test_change_of_an_account_waits_for_the_confirmation_and_loses_nothing(inside, long_ago):
    page = "/admin/auth/user/add/"
    new = {
        "username": "newcomer",
        "usable_password": "true",
        "password1": "a password of a newcomer",
        "password2": "a password of a newcomer",
        "change_reason": "着任のため",
    }
    answer = inside.post(page, new)
    assert answer["Location"].startswith("/account/confirm/?next=%2Faccount%2Fconfirm%2Fgo-on%2F")
    assert not get_user_model().objects.filter(username="newcomer").exists()
    assert "newcomer" not in str(dict(inside.session))
    long_ago()
    answer = inside.post(answer["Location"], {"password": PASSWORD})
    assert answer["Location"] == "/account/confirm/go-on/"
    form = inside.get(answer["Location"]).text
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    kept = {name: unescape(value) for name, value in fields}
    assert {name: kept.get(name) for name in new} == new
    assert f'action="{page}"' in form
    assert inside.post(page, kept).status_code == 302
    entry = JournalEntry.objects.filter(record_type="auth.User:person").last()
    assert (entry.actor, entry.reason) == ("somebody", "着任のため")
    assert inside.get("/account/confirm/go-on/")["Location"] == "/account/"


def test_what_was_typed_is_for_who_has_signed_in(client):
    assert client.get("/account/confirm/go-on/").status_code == 302
