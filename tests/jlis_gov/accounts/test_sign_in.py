"""Guessing passwords takes ever longer, and locks nobody out who has signed in there before."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from jlis_gov.accounts.roles import AUDIT_OFFICE
from jlis_gov.accounts.sign_in import LONGEST_WAIT, PER_ACCOUNT, PER_ADDRESS, counted_address
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long password of somebody"
HOME, STRANGE = "192.0.2.1", "198.51.100.1"


@pytest.fixture(autouse=True)
def somebody():
    user = UserFactory(username="somebody")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(name: str = "somebody", password: str = "wrong", address: str = HOME) -> HttpResponse:
    fields = {"username": name, "password": password}
    return Client().post("/en/sign-in/", fields, REMOTE_ADDR=address)


def pass_by(wait: timedelta) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - wait)


def seconds(answer: HttpResponse) -> int:
    assert answer.status_code == 429
    return int(answer["Retry-After"])


def test_each_failure_makes_the_wait_twice_as_long_up_to_its_limit():
    assert [sign_in().status_code for _n in range(4)] == [200] * 4
    waits = []
    for _n in range(8):
        waits.append(seconds(sign_in()))
        pass_by(LONGEST_WAIT)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]
    assert sign_in(password=PASSWORD).status_code == 302


def test_who_has_to_wait_cannot_make_it_longer():
    for _n in range(5):
        sign_in()
    count = AccessAttempt.objects.get().failures_since_start
    assert seconds(sign_in(password=PASSWORD)) <= 30
    assert AccessAttempt.objects.get().failures_since_start == count
    pass_by(timedelta(seconds=31))
    assert sign_in(password=PASSWORD).status_code == 302


def test_account_that_does_not_exist_is_answered_alike():
    known = [sign_in() for _n in range(6)]
    unknown = [sign_in("nobody") for _n in range(6)]
    for one, other in zip(known, unknown, strict=True):
        assert one.status_code == other.status_code
    assert known[5].content == unknown[5].content


def test_account_is_throttled_over_many_addresses_but_not_where_its_owner_is_known():
    assert sign_in(password=PASSWORD, address=HOME).status_code == 302
    for n in range(PER_ACCOUNT):
        answer = sign_in(address=f"203.0.113.{n}")
    assert seconds(answer) <= LONGEST_WAIT.total_seconds()
    assert sign_in(password=PASSWORD, address=STRANGE).status_code == 429
    assert sign_in(password=PASSWORD, address=HOME).status_code == 302
    assert sign_in(password=PASSWORD, address=STRANGE).status_code == 429


def test_address_is_throttled_over_many_accounts_but_not_who_is_known_there():
    assert sign_in(password=PASSWORD).status_code == 302
    for n in range(PER_ADDRESS):
        answer = sign_in(f"name-{n}")
    assert seconds(answer) <= LONGEST_WAIT.total_seconds()
    assert sign_in("another").status_code == 429
    assert sign_in("another", address=STRANGE).status_code == 200
    assert sign_in(password=PASSWORD).status_code == 302
    assert sign_in("another").status_code == 429  # whoever signs in frees that account alone


@pytest.fixture
def office() -> Client:
    call_command("sync_roles")
    user = UserFactory(is_staff=True)
    user.groups.set(Group.objects.filter(name=AUDIT_OFFICE))
    client = Client()
    client.force_login(user)
    return client


def test_audit_office_ends_the_wait_and_the_account_tells_it(office, somebody):
    for _n in range(6):
        sign_in()
    fields = {"action": "unlock", "_selected_action": [somebody.pk]}
    answer = office.post(reverse("admin:auth_user_changelist"), fields, follow=True)
    assert "1件のアカウントのサインイン待ちを解きました。" in answer.text
    assert LogEntry.objects.filter(
        object_id=str(somebody.pk), change_message__contains="待ち"
    ).exists()
    assert sign_in(password=PASSWORD).status_code == 302


def test_nobody_without_the_right_ends_a_wait(somebody):
    staff = Client()
    staff.force_login(UserFactory(is_staff=True))
    for _n in range(6):
        sign_in()
    fields = {"action": "unlock", "_selected_action": [somebody.pk]}
    assert staff.post(reverse("admin:auth_user_changelist"), fields).status_code == 403
    assert sign_in(password=PASSWORD).status_code == 429


def test_password_that_is_set_anew_ends_the_wait(office, somebody):
    for _n in range(6):
        sign_in()
    new = "another long password of one's own"
    url = reverse("admin:auth_user_password_change", args=[somebody.pk])
    fields = {"password1": new, "password2": new, "usable_password": "true"}
    assert office.post(url, fields).status_code == 302
    assert sign_in(password=new).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1, 203.0.113.9, 192.0.2.7", "203.0.113.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "unknown", None),
        (1, "'; --", None),
    ],
)
def test_failures_are_counted_by_the_address_that_our_proxies_saw(
    settings, rf, proxies, forwarded, counted
):
    settings.PROXY_COUNT = proxies
    request = rf.get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="192.0.2.1")
    assert counted_address(request) == counted
