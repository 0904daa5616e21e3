"""Passkeys that are forged or not of this session open nothing."""

import json

import pytest

from tests.jlis_gov.accounts.credentials.ways_in import is_in, make_somebody

pytestmark = pytest.mark.django_db
PAGE = "/en/sign-in/passkey/"


def test_challenge_is_of_one_session_and_asks_the_owner_to_unlock(client):
    asked = client.get(PAGE)["Content-Type"], client.get(PAGE).json()["publicKey"]
    kind, options = asked
    assert kind == "application/json"
    assert options["userVerification"] == "required"
    assert client.get(PAGE).json()["publicKey"]["challenge"] != options["challenge"]
    assert client.session["mfa.webauthn.state"]["challenge"]


def test_answer_of_nonsense_is_refused_calmly(client):
    somebody = make_somebody()
    client.get(PAGE)
    answers = ["", "x", "null", "[]", "{}", json.dumps({"id": "AA", "response": {}})]
    handle = {"userHandle": "MQ", "clientDataJSON": "e30", "authenticatorData": "AA"}
    answers.append(
        json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": handle})
    )
    for answer in answers:
        response = client.post(PAGE, {"credential": answer}, follow=True)
        assert "This passkey was not accepted" in response.text
    assert not is_in(client, somebody.get_username())
