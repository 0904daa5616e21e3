"""The holder confirms the address; nobody writes one down by which to take an account over."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import signing
from django.core.management import call_command
from django.test import Client

from jlis_gov.accounts.credentials import address_is_confirmed
from jlis_gov.accounts.roles import AUDIT_OFFICE, CONTACT, COUNCIL_MEMBER
from records.papers import verify
from tests.admin_forms import submit
from tests.factories import UserFactory
from tests.jlis_gov.accounts.credentials.ways_in import (
    NEW,
    link_in,
    mails,
    make_somebody,
    sign_in,
)

pytestmark = pytest.mark.django_db
MINE = "office@example.org"


@pytest.fixture
def somebody():
    return make_somebody(is_confirmed=False)


@pytest.fixture
def inside(client, somebody):
    sign_in(client)
    return client


def confirm(client) -> None:
    assert client.post("/en/account/address/").status_code == 302
    link = link_in(mails()[-1].body)
    assert client.get(link).status_code == 200
    assert client.post(link)["Location"] == "/en/account/"


def test_address_is_confirmed_by_the_link_that_was_mailed(inside, somebody):
    assert "not confirmed" in inside.get("/en/account/").text
    confirm(inside)
    assert address_is_confirmed(somebody)
    assert "not confirmed" not in inside.get("/en/account/").text
    assert verify().faults == []


def test_following_the_link_alone_confirms_nothing(inside, somebody):
    inside.post("/en/account/address/")
    inside.get(link_in(mails()[-1].body))
    assert not address_is_confirmed(somebody)


def test_link_is_for_its_own_account_its_address_and_an_hour(inside, somebody, monkeypatch):
    inside.post("/en/account/address/")
    link = link_in(mails()[-1].body)
    other = Client()
    assert other.post(link)["Location"].startswith("/en/sign-in/")
    other.force_login(UserFactory())
    assert other.post(link).status_code == 404
    get_user_model().objects.filter(pk=somebody.pk).update(email="new@example.org")
    assert inside.post(link).status_code == 404
    get_user_model().objects.filter(pk=somebody.pk).update(email="somebody@example.org")
    now = signing.time.time()
    later = now + timedelta(minutes=61).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert inside.post(link).status_code == 404
    assert inside.post(f"{link[:-2]}x/").status_code == 404
    assert not address_is_confirmed(somebody)


def test_mails_are_not_sent_without_end(inside):
    for _n in range(7):
        inside.post("/en/account/address/")
    assert len(mails()) == 5


# What the audit office may not do.


def member(*names: str, **facts):
    user = make_somebody(**facts)
    user.groups.set(Group.objects.filter(name__in=names))
    return user


@pytest.fixture
def office(client):
    call_command("sync_roles")
    user = UserFactory(username="office", is_staff=True)
    user.groups.set(Group.objects.filter(name=AUDIT_OFFICE))
    client.force_login(user)
    return client


def page(account) -> str:
    return f"/admin/auth/user/{account.pk}/change/"


def roles(*names: str) -> list[str]:
    return [str(pk) for pk in Group.objects.filter(name__in=names).values_list("pk", flat=True)]


def reset_mails(who: str = "somebody") -> list:
    Client().post("/en/sign-in/reset/", {"who": who})
    return mails()


def test_office_cannot_have_the_link_of_a_contact_mailed_to_itself(office):
    account = member(CONTACT)
    changed = {"email": MINE, "groups": roles(CONTACT)}
    assert submit(office, page(account), changed).status_code == 302
    account.refresh_from_db()
    assert account.email == MINE
    assert not address_is_confirmed(account)
    assert reset_mails() == []
    assert verify().faults == []


def test_office_cannot_do_so_by_taking_the_role_away_for_a_while(office):
    account = member(CONTACT)
    assert submit(office, page(account), {"email": MINE, "groups": []}).status_code == 302
    account.refresh_from_db()
    assert address_is_confirmed(account)  # the office may do all that the account may now
    link = link_in(reset_mails()[-1].body)
    thief = Client()
    path = thief.get(link, follow=True).request["PATH_INFO"]
    assert thief.post(path, {"new_password1": NEW, "new_password2": NEW}).status_code == 302
    assert submit(office, page(account), {"groups": roles(CONTACT)}).status_code == 302
    account.refresh_from_db()
    assert not account.has_usable_password()
    assert not address_is_confirmed(account)
    assert verify().faults == []


def test_confirmed_address_of_a_contact_stays_while_other_things_change(office):
    account = member(CONTACT)
    changed = {"last_name": "山田", "groups": roles(CONTACT)}
    assert submit(office, page(account), changed).status_code == 302
    assert address_is_confirmed(account)
    assert len(reset_mails()) == 1


def test_address_is_good_at_once_where_the_office_may_act_as_the_account(office):
    account = member(COUNCIL_MEMBER, is_confirmed=False)
    changed = {"email": "new@example.org", "groups": roles(COUNCIL_MEMBER)}
    assert submit(office, page(account), changed).status_code == 302
    assert EmailAddress.objects.get(user=account).email == "new@example.org"
    assert len(reset_mails()) == 1


def test_rights_that_grow_ask_the_holder_to_confirm_anew(office):
    account = member(COUNCIL_MEMBER)
    assert submit(office, page(account), {"groups": roles(CONTACT)}).status_code == 302
    assert not address_is_confirmed(account)


def test_password_given_again_after_that_opens_and_stays(office):
    account = member(COUNCIL_MEMBER)
    submit(office, page(account), {"email": MINE, "groups": roles(COUNCIL_MEMBER)})
    submit(office, page(account), {"groups": roles(CONTACT)})
    head = Client()
    head.force_login(UserFactory(is_staff=True, is_superuser=True))
    typed = {"usable_password": "true", "password1": NEW, "password2": NEW, "set-password": ""}
    password = f"/admin/auth/user/{account.pk}/password/"
    assert head.post(password, typed).status_code == 302
    submit(office, page(account), {"last_name": "山田", "groups": roles(CONTACT)})
    account.refresh_from_db()
    assert account.check_password(NEW)
