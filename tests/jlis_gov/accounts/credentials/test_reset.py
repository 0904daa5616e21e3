"""A forgotten password is replaced by a link to the confirmed address, once, within the hour."""

from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone
from django.utils.http import int_to_base36

from records.journal.models import JournalEntry
from records.papers import verify
from tests.jlis_gov.accounts.credentials.ways_in import (
    NEW,
    PASSWORD,
    is_in,
    link_in,
    mails,
    make_somebody,
    sign_in,
)

pytestmark = pytest.mark.django_db
TYPED = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def somebody():
    return make_somebody()


def ask(who: str = "somebody", prefix: str = "/en", **extra):
    return Client().post(f"{prefix}/sign-in/reset/", {"who": who}, **extra)


def asked_link(who: str = "somebody") -> str:
    assert ask(who).status_code == 302
    return link_in(mails()[-1].body)


def opened(client: Client, link: str):
    """The form behind a link."""
    return client.get(link, follow=True)


def use(client: Client, link: str, typed=TYPED):
    response = opened(client, link)
    return client.post(response.request["PATH_INFO"], typed)


@pytest.mark.parametrize("who", ["somebody", "somebody@example.org", "Somebody@Example.org"])
def test_link_in_the_mail_sets_a_new_password_which_is_journalled(somebody, who):
    client = Client()
    response = use(client, asked_link(who))
    assert (response.status_code, response["Location"]) == (302, "/en/sign-in/")
    [sent] = mails()
    assert sent.to == ["somebody@example.org"]
    assert "register.example.org/en/sign-in/reset/" in sent.body
    assert sign_in(client, PASSWORD).status_code == 200
    assert sign_in(client, NEW).status_code == 302
    assert is_in(client)
    entry = JournalEntry.objects.with_payloads().get(record_type="auth.User:password")
    assert (entry.actor, entry.record_id) == ("somebody", somebody.pk)
    assert NEW not in entry.payload
    assert verify().faults == []


def test_mail_is_in_the_language_of_the_page(somebody):
    ask(prefix="")
    [sent] = mails()
    assert "パスワード" in sent.subject
    assert "1時間" in sent.body.replace("１", "1")


def test_any_name_is_answered_alike(somebody):
    known, unknown = ask(), ask("nobody")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mails()) == 1


@pytest.mark.parametrize("facts", [{"is_active": False}, {"email": ""}, {"is_confirmed": False}])
def test_account_that_is_closed_or_has_no_confirmed_address_gets_no_mail(facts):
    make_somebody(**facts)
    assert ask().status_code == 302
    assert mails() == []


def test_address_that_was_changed_since_it_was_confirmed_gets_no_mail(somebody):
    somebody.email = "stranger@example.org"
    somebody.save()
    ask()
    assert mails() == []


def test_link_opens_once(somebody):
    link = asked_link()
    assert use(Client(), link).status_code == 302
    replayed = opened(Client(), link)
    assert "not good any more" in replayed.text
    assert Client().post(replayed.request["PATH_INFO"], TYPED).status_code == 200
    somebody.refresh_from_db()
    assert somebody.check_password(NEW)


def test_form_that_was_open_when_the_link_was_used_sets_nothing(somebody):
    link, other = asked_link(), Client()
    path = opened(other, link).request["PATH_INFO"]
    assert use(Client(), link).status_code == 302
    third = "a third password, of a thief"
    response = other.post(path, {"new_password1": third, "new_password2": third})
    assert "not good any more" in response.text
    somebody.refresh_from_db()
    assert somebody.check_password(NEW)


def test_link_is_good_for_an_hour(somebody, monkeypatch):
    link = asked_link()
    now = default_token_generator._now()
    for minutes, is_good in ((59, True), (61, False)):
        later = now + timedelta(minutes=minutes)
        monkeypatch.setattr(
            "django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda self, at=later: at
        )
        assert ("not good any more" in opened(Client(), link).text) is not is_good


def test_link_of_an_account_that_is_closed_now_opens_nothing(somebody):
    link = asked_link()
    somebody.is_active = False
    somebody.save()
    assert "not good any more" in opened(Client(), link).text


def test_link_of_another_account_opens_nothing(somebody):
    link = asked_link()
    other = make_somebody(username="other", email="other@example.org")
    mine, theirs = (f"/{int_to_base36(one.pk)}-" for one in (somebody, other))
    assert mine in link
    for forged in (link.replace(mine, theirs), link.replace(mine, "/zzzzzzzzzzzzz-")):
        assert "not good any more" in opened(Client(), forged).text


def test_weak_password_is_refused_and_the_link_stays_good(somebody):
    client, link = Client(), asked_link()
    weak = {"new_password1": "somebody", "new_password2": "somebody"}
    assert use(client, link, weak).status_code == 200
    assert use(client, link).status_code == 302


def test_link_never_leads_where_the_request_claims_to_come_from(somebody, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(headers={"host": "evil.example.org"})
    assert "evil" not in mails()[-1].body


def test_reset_ends_the_wait_of_a_locked_out_colleague(somebody):
    client = Client()
    for _n in range(6):
        locked = sign_in(client, "wrong")
    assert locked.status_code == 429
    assert "/en/sign-in/reset/" in locked.text
    assert use(client, asked_link()).status_code == 302
    assert sign_in(client, NEW).status_code == 302


def test_asking_again_and_again_is_slowed_down_for_any_name(somebody):
    for who in ("somebody", "nobody"):
        answers = [ask(who).status_code for _n in range(6)]
        assert answers == [302] * 5 + [429]
    assert len(mails()) == 5
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert ask().status_code == 302


def test_reset_does_not_go_around_the_second_factor(somebody):
    from tests.jlis_gov.accounts.credentials.test_second_factor import set_up

    set_up(somebody)
    client = Client()
    assert use(client, asked_link()).status_code == 302
    response = sign_in(client, NEW)
    assert response["Location"] == "/en/sign-in/code/"
    assert not is_in(client)


def test_who_shares_a_mailbox_gets_a_link_for_each_account(somebody):
    make_somebody(username="other")
    ask("somebody@example.org")
    assert sorted("other" in one.body for one in mails()) == [False, True]


def test_page_of_the_link_hides_the_key(somebody):
    link = asked_link()
    response = opened(Client(), link)
    assert response.redirect_chain[0][0].endswith("-set-password/")
    assert link.strip("/").rpartition("-")[2] not in response.text
    assert "no-store" in response["Cache-Control"]


def test_link_after_the_address_was_confirmed_anew_is_void(somebody):
    link = asked_link()
    EmailAddress.objects.update(verified=False)
    assert "not good any more" in opened(Client(), link).text
