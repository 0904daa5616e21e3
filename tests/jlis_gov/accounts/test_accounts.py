"""Signing in on the public site: for whoever has an account, no trace for anyone else."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from audits.models import InspectionScope
from jlis_gov.accounts.roles import CONTACT, INSPECTOR
from organization.models import Contact
from tests.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long password of somebody"


@pytest.fixture
def somebody():
    user = UserFactory(username="somebody")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, password: str = PASSWORD, query: str = "", prefix: str = "/en"):
    form = client.get(f"{prefix}/sign-in/{query}").text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    fields = hidden | {"username": "somebody", "password": password}
    return client.post(f"{prefix}/sign-in/", fields)


@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        ("", "/en/"),
        ("?next=/en/audits/%3Fq%3DISMS", "/en/audits/?q=ISMS"),
        ("?next=https://example.org/", "/en/"),
        ("?next=//example.org/", "/en/"),
        ("?next=javascript:alert(1)", "/en/"),
    ],
)
def test_sign_in_leads_back_but_never_away(somebody, query, leads_to):
    client = Client(enforce_csrf_checks=True)
    response = sign_in(client, query=query)
    assert (response.status_code, response["Location"]) == (302, leads_to)
    page = client.get("/en/")
    assert "Signed in: somebody" in page.text
    assert set(page["Cache-Control"].split(", ")) == {"private", "no-cache"}


def test_wrong_password_says_nothing_of_which_was_wrong(somebody):
    client = Client(enforce_csrf_checks=True)
    wrong = sign_in(client, "wrong")
    somebody.delete()
    unknown = sign_in(client, "wrong")
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert faults(wrong) == faults(unknown) != []


def faults(response: HttpResponse) -> list[str]:
    return re.findall(r'class="sign-in-fault"\s+role="alert">\s*([^<]+?)\s*<', response.text)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_sign_in_is_closed_after_five_wrong_passwords_in_the_sites_clothes(somebody, prefix):
    client = Client(enforce_csrf_checks=True)
    answers = [sign_in(client, f"wrong {n}", prefix=prefix) for n in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    closed = sign_in(client, PASSWORD, prefix=prefix)
    assert closed.status_code == 429
    assert 'class="site-header"' in closed.text
    minutes = {"": "15分後", "/en": "15 minutes"}[prefix]
    assert [minutes in fault for fault in faults(closed)] == [True]


def test_inactive_account_cannot_sign_in(somebody):
    somebody.is_active = False
    somebody.save()
    assert sign_in(Client()).status_code == 200


def test_sign_out_is_a_post_and_ends_the_session(client, somebody):
    client.force_login(somebody)
    assert client.get("/en/sign-out/").status_code == 405
    response = client.post("/en/sign-out/")
    assert (response.status_code, response["Location"]) == (302, "/en/")
    assert "somebody" not in client.get("/en/").text


def test_header_offers_to_sign_in_and_come_back(client):
    text = client.get("/en/audits/?q=ISMS").text
    assert 'href="/en/sign-in/?next=%2Fen%2Faudits%2F%3Fq%3DISMS"' in text
    assert 'href="/en/sign-in/"' in client.get("/en/sign-in/").text


def test_page_that_is_not_found_offers_to_sign_in_unless_one_has(client, somebody):
    offer = "Sign in if you may see more"
    assert offer in client.get("/en/nothing/").text
    client.force_login(somebody)
    assert offer not in client.get("/en/nothing/").text


def test_password_is_changed_by_who_knows_the_old_one(client, somebody):
    client.force_login(somebody)
    new = "another long password of one's own"
    fields = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    assert client.post("/en/account/password/", fields).status_code == 200
    response = client.post("/en/account/password/", fields | {"old_password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/en/account/")
    somebody.refresh_from_db()
    assert somebody.check_password(new)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", ["/account/", "/account/password/"])
def test_account_is_for_who_has_signed_in(client, prefix, path):
    response = client.get(prefix + path)
    leads_to = f"{prefix}/sign-in/?next={prefix}{path}"
    assert (response.status_code, response["Location"]) == (302, leads_to)


def test_account_tells_its_roles_departments_and_inspections(client, somebody, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2017, 3, 31))
    call_command("sync_roles")
    somebody.groups.set(Group.objects.filter(name__in=[CONTACT, INSPECTOR]))
    Contact.objects.create(user=somebody, department=DepartmentFactory(name="情報処理部"))
    years = {"first_fiscal_year": 2015, "last_fiscal_year": 2016}
    for until in (date(2017, 3, 31), date(2017, 3, 30)):
        InspectionScope.objects.create(user=somebody, expires_on=until, **years)
    client.force_login(somebody)
    response = client.get("/en/account/")
    assert "no-store" in response["Cache-Control"]
    assert (CONTACT in response.text, "情報処理部" in response.text) == (True, True)
    assert response.text.count("fiscal years 2015 to 2016") == 1
