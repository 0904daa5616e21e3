"""A second factor: set up, asked for at the sign-in, each code good once, guessing slowed down."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from records.journal.models import JournalEntry
from records.papers import verify
from tests.jlis_gov.accounts.credentials.ways_in import (
    PASSWORD,
    code,
    code_of,
    is_in,
    make_somebody,
    sign_in,
)

pytestmark = pytest.mark.django_db
PAGE = "/en/account/second-factor/"
CODE = "/en/sign-in/code/"


@pytest.fixture
def somebody():
    return make_somebody()


@pytest.fixture
def inside(client, somebody):
    assert sign_in(client).status_code == 302
    return client


def confirm(client, password=PASSWORD):
    query = f"?next={PAGE}set-up/"
    return client.post(f"/en/account/confirm/{query}", {"password": password})


def set_up(user):
    """Give `user` a second factor through the pages; the codes come with it."""
    client = Client()
    client.force_login(user)
    assert confirm(client).status_code == 302
    secret = client.get(f"{PAGE}set-up/").context["form"].secret
    response = client.post(f"{PAGE}set-up/", {"code": code_of(secret)})
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}codes/")
    return re.findall(r"<code>(\d{8})</code>", client.get(f"{PAGE}codes/").text)


def test_second_factor_is_set_up_and_journalled_without_its_secret(inside, somebody):
    assert inside.get(f"{PAGE}set-up/")["Location"].startswith("/en/account/confirm/?next=")
    assert "not your password" in confirm(inside, "wrong").text
    codes = set_up(somebody)
    assert len(codes) == len(set(codes)) == 10
    entry = JournalEntry.objects.with_payloads().get(record_type="auth.User:second_factor")
    assert (entry.actor, entry.record_id) == ("somebody", somebody.pk)
    assert json.loads(entry.payload) == {"types": ["recovery_codes", "totp"]}
    assert "set up" in inside.get("/en/account/").text
    assert verify().faults == []


def test_secrets_are_encrypted_at_rest(somebody):
    codes = set_up(somebody)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    factor = Authenticator.objects.get(type="totp")
    assert factor.data["secret"].startswith("gAAAA")  # a token of Fernet
    assert not any(one in kept for one in codes)


def test_key_that_was_changed_still_reads_what_the_old_one_wrote(somebody, settings):
    set_up(somebody)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "new" * 20
    assert code(somebody).isdigit()


def test_recovery_codes_are_shown_once(inside, somebody):
    set_up(somebody)
    confirm(inside)
    assert re.findall(r"<code>\d{8}</code>", inside.get(f"{PAGE}codes/").text) == []


def test_sign_in_asks_for_a_code_and_leads_where_it_was_going(somebody):
    set_up(somebody)
    client = Client()
    response = sign_in(client, query="?next=/en/audits/%3Fq%3DISMS")
    assert response["Location"] == CODE
    assert not is_in(client)
    assert client.get("/en/account/").status_code == 302
    response = client.post(CODE, {"code": code(somebody, 1)})
    assert (response.status_code, response["Location"]) == (302, "/en/audits/?q=ISMS")
    assert is_in(client)


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_code_leads_nowhere_else(somebody, away):
    set_up(somebody)
    client = Client()
    sign_in(client, query=f"?next={away}")
    response = client.post(f"{CODE}?next={away}", {"code": code(somebody, 1)})
    assert response["Location"] in ("/en/", "/en/my-work/")


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org/"])
def test_confirmation_leads_nowhere_else(inside, away):
    response = inside.post(f"/en/account/confirm/?next={away}", {"password": PASSWORD})
    assert response["Location"].startswith("/en/")


def test_code_in_full_width_digits_is_read(somebody):
    set_up(somebody)
    client = Client()
    sign_in(client)
    wide = code(somebody, 1).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert client.post(CODE, {"code": f"{wide[:3]}　{wide[3:]}"}).status_code == 302


def test_code_opens_once_in_every_process(somebody):
    set_up(somebody)
    first, second = Client(), Client()
    sign_in(first)
    sign_in(second)
    used = code(somebody, 1)
    assert first.post(CODE, {"code": used}).status_code == 302
    assert second.post(CODE, {"code": used}).status_code == 200
    assert second.post(CODE, {"code": code(somebody)}).status_code == 200  # of the setting up
    assert not is_in(second)


def test_recovery_code_opens_once(somebody):
    [used, other, *_rest] = set_up(somebody)
    for typed, status in ((used, 302), (used, 200), (other, 302)):
        client = Client()
        sign_in(client)
        assert client.post(CODE, {"code": typed}).status_code == status
    assert verify().faults == []


def test_guessing_codes_takes_ever_longer_and_the_office_ends_it(somebody):
    set_up(somebody)
    client = Client()
    sign_in(client)
    answers = [client.post(CODE, {"code": "000000"}) for _n in range(6)]
    assert [one.status_code for one in answers] == [200] * 4 + [429] * 2
    assert int(answers[-1]["Retry-After"]) <= 31
    right = code(somebody, 1)
    assert client.post(CODE, {"code": right}).status_code == 429
    again = Client()  # another session is no way around it
    sign_in(again)
    assert again.post(CODE, {"code": right}).status_code == 429
    assert AccessAttempt.objects.filter(username="code:somebody").count() == 1
    from jlis_gov.accounts.sign_in import unlock

    assert unlock("somebody")
    assert again.post(CODE, {"code": right}).status_code == 302


def test_right_password_alone_does_not_take_back_wrong_ones(somebody):
    set_up(somebody)
    client = Client()
    for _n in range(3):
        sign_in(client, "wrong")
    sign_in(client)
    assert AccessAttempt.objects.get(username="somebody").failures_since_start == 3


def test_code_page_without_a_password_before_it_leads_to_the_sign_in(client):
    assert client.get(CODE)["Location"] == "/en/sign-in/"
    assert client.post(CODE, {"code": "123456"})["Location"] == "/en/sign-in/"


def test_account_that_is_closed_between_password_and_code_stays_out(somebody):
    set_up(somebody)
    client = Client()
    sign_in(client)
    get_user_model().objects.update(is_active=False)
    client.post(CODE, {"code": code(somebody, 1)})
    assert client.get("/en/account/").status_code == 302


@pytest.mark.parametrize("data", [{}, {"code": ""}, {"code": "x" * 5000}, {"code": "1\x002"}])
def test_code_of_nonsense_is_refused(somebody, data):
    set_up(somebody)
    client = Client()
    sign_in(client)
    assert client.post(CODE, data).status_code == 200


def test_taking_it_off_needs_the_password_and_is_journalled(inside, somebody):
    set_up(somebody)
    assert inside.post(f"{PAGE}remove/").status_code == 302
    assert Authenticator.objects.count() == 2
    confirm(inside)
    response = inside.post(f"{PAGE}remove/")
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert not Authenticator.objects.exists()
    last = JournalEntry.objects.order_by("sequence").last()
    assert (last.record_type, last.action) == ("auth.User:second_factor", "delete")
    assert sign_in(Client())["Location"] == "/en/"
    assert verify().faults == []


def test_new_recovery_codes_void_the_old_ones(inside, somebody):
    [old, *_rest] = set_up(somebody)
    confirm(inside)
    assert inside.post(f"{PAGE}codes/new/").status_code == 302
    client = Client()
    sign_in(client)
    assert client.post(CODE, {"code": old}).status_code == 200


def test_recovery_codes_are_not_for_who_has_no_second_factor(inside):
    confirm(inside)
    assert inside.post(f"{PAGE}codes/new/").status_code == 403
    assert inside.get(f"{PAGE}codes/").status_code == 404
    assert not Authenticator.objects.exists()


def test_factor_taken_off_behind_the_programs_back_is_found(somebody):
    set_up(somebody)
    Authenticator.objects.all().delete()
    assert len(verify().faults) == 1


def test_role_that_needs_a_second_factor_sets_it_up_before_there_is_a_session(somebody, settings):
    settings.SECOND_FACTOR_ROLES = ["監査室"]
    client, page = Client(), "/en/sign-in/second-factor/"
    assert client.get(page)["Location"] == "/en/sign-in/"
    assert sign_in(client)["Location"] == "/en/"
    somebody.groups.add(Group.objects.create(name="監査室"))
    client = Client()
    assert sign_in(client)["Location"] == page
    secret = client.get(page).context["form"].secret
    assert client.post(page, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    answer = client.post(page, {"code": code_of(secret)})
    assert (answer["Location"], is_in(client)) == (f"{PAGE}codes/", True)
    assert len(re.findall(r"<code>(\d{8})</code>", client.get(f"{PAGE}codes/").text)) == 10
    entry = JournalEntry.objects.with_payloads().get(record_type="auth.User:second_factor")
    assert json.loads(entry.payload) == {"types": ["recovery_codes", "totp"]}
    again = Client()
    assert sign_in(again)["Location"] == CODE
    assert again.post(CODE, {"code": code_of(secret)}).status_code == 200  # used already
    assert again.post(CODE, {"code": code(somebody, 1)})["Location"] == "/en/"


def test_guessing_the_password_at_the_confirmation_is_slowed_down(inside):
    answers = [confirm(inside, f"wrong {n}").status_code for n in range(6)]
    assert answers[-1] == 429
