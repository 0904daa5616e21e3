"""Sign-ins by the directory that are replayed, forged, downgraded or somebody else's: refused."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.jlis_gov.accounts.credentials.ways_in import is_in
from tests.jlis_gov.accounts.directory.conftest import START, path_of

pytestmark = pytest.mark.django_db
TANAKA = "tanaka@example.go.jp"


def assert_refused(answer, client):
    assert (answer.status_code, "うまくいきませんでした" in answer.text) == (403, True)
    assert not is_in(client, TANAKA)


def test_way_there_asks_for_a_code_with_a_challenge_a_state_and_a_nonce(provider, client):
    asked = parse_qs(
        urlsplit(client.get(f"{START}?scope=admin&auth_params=x%3Dy")["Location"]).query
    )
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 16
    assert "x" not in asked


FORGED = [
    {"alg": "none"},
    {"alg": "HS256"},
    {"stranger": True},
    {"claims": {"nonce": "of another sign-in"}},
    {"claims": {"nonce": None}},
    {"claims": {"iss": "https://elsewhere.example"}},
    {"claims": {"aud": "somebody else"}},
    {"claims": {"aud": ["register", "somebody else"]}},
    {"claims": {"azp": "somebody else"}},
    {"claims": {"exp": 1}},
    {"claims": {"sub": ""}},
    {"claims": {"sub": 7}},
    {"claims": {"_claim_names": {"groups": "src1"}}},  # the groups are elsewhere
    {"refuse": True},
]


def test_token_that_is_not_of_this_sign_in_opens_nothing(provider, client):
    for forged in FORGED:
        assert_refused(provider.sign_in(client, "1", ["kansa"], **forged), client)
    assert not get_user_model().objects.exists()
    assert provider.sign_in(client, "1", ["kansa"]).status_code == 302


def test_answer_opens_once_and_in_its_own_session_alone(provider, client):
    provider.expect("1", ["kansa"])
    back = path_of(provider.back(client.get(START)["Location"]))
    thief = Client()
    thief.get(START)
    assert_refused(thief.get(back), thief)
    assert client.get(back).status_code == 302
    assert is_in(client, TANAKA)
    other = Client()
    assert_refused(other.get(back), other)
    assert client.get(back).status_code == 403  # replayed where it was good


def test_code_of_somebody_else_is_refused_for_want_of_its_verifier(provider, client):
    provider.expect("1", ["kansa"])
    victim = parse_qs(urlsplit(provider.back(client.get(START)["Location"])).query)
    attacker = Client()
    own = parse_qs(urlsplit(provider.back(attacker.get(START)["Location"])).query)
    crossed = {"code": victim["code"][0], "state": own["state"][0]}
    assert_refused(attacker.get(f"{START}callback/", crossed), attacker)


def test_sign_in_without_its_verifier_is_refused(provider, client):
    provider.expect("1", ["kansa"])
    back = path_of(provider.back(client.get(START)["Location"]))
    session = client.session
    for state, _at, _provider in session["socialaccount_states"].values():
        state["pkce_code_verifier"] = None
    session.save()
    assert_refused(client.get(back), client)


def test_way_back_that_nobody_went_there_for_is_refused(provider, client):
    for query in ("", "code=x", "state=x", "code=x&state=x", "error=access_denied&state=x"):
        assert_refused(client.get(f"{START}callback/?{query}"), client)


def test_answer_that_names_another_issuer_is_refused(provider, client):
    provider.expect("1", ["kansa"])
    back = path_of(provider.back(client.get(START)["Location"]))
    named = back.replace("iss=", "iss=https%3A%2F%2Felsewhere.example&was=")
    assert_refused(client.get(named), client)


def test_directory_that_is_not_there_is_told_calmly(provider, settings, client):
    settings.DIRECTORY |= {"issuer": "http://127.0.0.1:9"}
    assert_refused(client.get(START), client)


def test_directory_leads_nowhere_else(provider):
    for away in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        answer = provider.sign_in(Client(), "1", ["yakuin"], f"?next={away}")
        assert answer["Location"] == "/"


def test_logout_takes_a_signed_token_of_a_logout_alone(provider, client):
    provider.sign_in(client, "1", ["kansa"])
    event = {"http://schemas.openid.net/event/backchannel-logout": {}}
    now = int(time.time())
    good = {
        "iss": provider.issuer,
        "aud": "register",
        "sub": "1",
        "jti": "a",
        "iat": now,
        "exp": now + 60,
        "events": event,
    }
    forged = [
        good | {"events": {}},
        good | {"nonce": "x"},
        good | {"iss": "https://elsewhere.example"},
        good | {"aud": "somebody else"},
        good | {"exp": now - 600},
        {name: value for name, value in good.items() if name != "jti"},
    ]
    tokens = ["", "x", *(provider.control(sign=claims) for claims in forged)]
    tokens.append(provider.control(sign=good, alg="none"))
    for token in tokens:
        assert Client().post(f"{START}logout/", {"logout_token": token}).status_code == 400
    assert is_in(client, TANAKA)
    token = provider.control(sign=good)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"{START}logout/", {"logout_token": token}).status_code == 200
    assert not is_in(client, TANAKA)
