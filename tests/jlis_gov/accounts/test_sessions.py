"""Sessions: their two ends, their list, and that their owner ends them."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from jlis_gov.accounts import sessions
from jlis_gov.accounts.session_pages import device
from tests.jlis_gov.accounts.credentials.ways_in import (
    NEW,
    PASSWORD,
    is_in,
    make_somebody,
    sign_in,
)

pytestmark = pytest.mark.django_db
PAGE = "/en/account/sessions/"
HOUR = 60 * 60
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


@pytest.fixture
def clock(monkeypatch):
    """Lets hours pass for sessions."""

    class Clock:
        passed = 0.0

    found = Clock()
    seconds_now = sessions.seconds_now
    monkeypatch.setattr(sessions, "seconds_now", lambda: seconds_now() + found.passed)
    return found


@pytest.fixture
def somebody():
    return make_somebody()


def test_session_ends_when_nobody_was_there_for_two_hours(client, somebody, clock):
    sign_in(client)
    for hours in (1.9, 3.7):
        clock.passed = hours * HOUR
        assert is_in(client)
    clock.passed = 5.8 * HOUR
    assert not is_in(client)
    clock.passed = 0
    assert not is_in(client)
    assert not UserSession.objects.exists()


def test_session_ends_after_twelve_hours_whatever_is_done(client, somebody, clock):
    sign_in(client)
    for hours in range(1, 12):
        clock.passed = hours * HOUR
        assert is_in(client)
    clock.passed = 12 * HOUR
    assert not is_in(client)


def test_session_without_an_idle_end_lasts_its_hours(client, somebody, clock, settings):
    settings.SESSION_IDLE = 0
    sign_in(client)
    clock.passed = 11.9 * HOUR
    assert is_in(client)


def test_owner_sees_sessions_and_ends_one_or_all_others(somebody):
    desk, phone, tablet, stranger = (Client(headers={"user-agent": EDGE}) for _n in range(4))
    for client in (desk, phone, tablet):
        sign_in(client)
    make_somebody(username="stranger")
    stranger.post("/en/sign-in/", {"username": "stranger", "password": PASSWORD})
    page = desk.get(PAGE).text
    assert (page.count("Edge / Windows"), page.count("This is where you are now.")) == (3, 1)
    keys = dict(UserSession.objects.values_list("session_key", "pk"))
    of = {one: keys[one.session.session_key] for one in (desk, phone, stranger)}
    for number in (of[stranger], of[desk], "x"):
        desk.post(PAGE, {"session": number})
    assert is_in(stranger, "stranger")
    assert is_in(desk)
    desk.post(PAGE, {"session": of[phone]})
    assert [is_in(one) for one in (phone, tablet)] == [False, True]
    assert "1 session was ended." in desk.post(PAGE, follow=True).text
    assert [is_in(one) for one in (desk, tablet)] == [True, False]


def test_session_is_listed_still_after_the_password_was_changed(client, somebody):
    sign_in(client)
    fields = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post("/en/account/password/", fields).status_code == 302
    assert client.get(PAGE).text.count("This is where you are now.") == 1


def test_sessions_are_for_who_has_signed_in(client):
    assert client.get(PAGE).status_code == client.post(PAGE).status_code == 302


def test_device_is_told_by_browser_and_system():
    assert [device(one) for one in (EDGE, PHONE)] == ["Edge / Windows", "Safari / iPhone"]
    assert device("curl/8") == "不明なプログラム"
