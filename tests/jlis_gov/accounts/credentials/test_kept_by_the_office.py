"""Accounts as the office makes them and helps their holders in again."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from jlis_gov.accounts.roles import AUDIT_OFFICE, CONTACT, COUNCIL_MEMBER
from records.journal.models import JournalEntry
from records.papers import verify
from tests.factories import UserFactory
from tests.jlis_gov.accounts.credentials.test_passwords import FIRST
from tests.jlis_gov.accounts.credentials.test_second_factor import set_up
from tests.jlis_gov.accounts.credentials.ways_in import PASSWORD, make_somebody, sign_in

pytestmark = pytest.mark.django_db
LIST = "/admin/auth/user/"


@pytest.fixture
def office(client):
    call_command("sync_roles")
    user = UserFactory(username="office", is_staff=True)
    user.groups.set(Group.objects.filter(name=AUDIT_OFFICE))
    client.force_login(user)
    return client


def test_account_that_the_office_made_asks_for_a_password_of_its_own(office):
    fields = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    made = office.post(f"{LIST}add/", {"username": "somebody"} | fields)
    assert made.status_code == 302
    assert sign_in(Client())["Location"] == FIRST


def take_off(client, *accounts):
    keys = [one.pk for one in accounts]
    fields = {"action": "take_second_factor_off", "_selected_action": keys}
    return client.post(LIST, fields, follow=True)


def test_second_factor_of_who_lost_the_phone_is_taken_off_and_journalled(office):
    account = make_somebody()
    account.groups.set(Group.objects.filter(name=COUNCIL_MEMBER))
    set_up(account)
    assert "1件のアカウントの二要素認証を解除しました。" in take_off(office, account).text
    assert not Authenticator.objects.exists()
    last = JournalEntry.objects.filter(record_type="auth.User:second_factor").last()
    assert (last.actor, last.action, last.record_id) == ("office", "delete", account.pk)
    assert sign_in(Client())["Location"] == "/en/"
    assert verify().faults == []


def test_second_factor_of_who_may_do_more_stays(office):
    contact = make_somebody()
    contact.groups.set(Group.objects.filter(name=CONTACT))
    head = UserFactory(is_superuser=True)
    for account in (contact, head):
        set_up_for(account)
    assert "システム管理者が解除します" in take_off(office, contact, head).text
    assert Authenticator.objects.count() == 4


def set_up_for(account) -> None:
    account.set_password(PASSWORD)
    account.save()
    set_up(account)


def test_secrets_have_no_page_in_the_admin(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    for path in ("mfa/authenticator/", "account/emailaddress/", "account/emailconfirmation/"):
        assert client.get(f"/admin/{path}").status_code == 404
