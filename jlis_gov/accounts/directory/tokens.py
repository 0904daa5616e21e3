"""What the directory publishes of itself, and which of its tokens are believed.

OpenID Connect Core 1.0, 3.1.3.7; Discovery 1.0, 4.3; Back-Channel Logout 1.0, 2.6. django-allauth
believes what came over TLS; here each token has to bear a signature by a key of the directory.
"""

from collections.abc import Sequence
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import constant_time_compare

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LEEWAY = 60  # seconds by which two clocks may differ
KEPT_FOR = 5 * 60  # seconds for which what the directory publishes is remembered
PAUSE = 30  # seconds between two looks for a key that was not there
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_SUBJECT = 191  # characters


class NotBelievedError(Exception):
    """A token, or what the directory says of itself, is not what it has to be."""


def metadata() -> dict[str, Any]:
    """The directory's description of itself. Raises `requests.RequestException`."""
    issuer = settings.DIRECTORY["issuer"]
    found: dict[str, Any] = _published(f"{issuer}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != issuer:
        raise NotBelievedError("the directory names another issuer")
    return found


def id_token(text: str, *, nonce: str) -> dict[str, Any]:
    """The claims of a token that was made for us, of the sign-in that has this nonce.

    Raises `NotBelievedError` and `requests.RequestException`.
    """
    claims = _decoded(text, require=("sub",))
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise NotBelievedError("the token is of another sign-in")
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    client = settings.DIRECTORY["client_id"]
    if ("azp" in claims or several) and claims.get("azp") != client:
        raise NotBelievedError("the token was made for somebody else")
    return claims


def logout_token(text: str) -> dict[str, Any]:
    """The claims of a token by which the directory ends the sessions of its `sub`.

    Raises `NotBelievedError` and `requests.RequestException`.
    """
    claims = _decoded(text, require=("sub", "jti"))
    events = claims.get("events")
    if not isinstance(events, dict) or LOGOUT not in events or "nonce" in claims:
        raise NotBelievedError("this is no token of a logout")
    return claims


def _decoded(text: str, require: Sequence[str]) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(text)
        if header.get("alg") not in ALGORITHMS:
            raise NotBelievedError("the token is not signed as it has to be")
        claims: dict[str, Any] = jwt.decode(
            text,
            key=_key(header.get("kid")).key,
            algorithms=list(ALGORITHMS),
            audience=settings.DIRECTORY["client_id"],
            issuer=metadata()["issuer"],
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "exp", "iat", *require]},
        )
    except jwt.PyJWTError as error:
        raise NotBelievedError(type(error).__name__) from error
    subject = claims["sub"]
    if not (isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT):
        raise NotBelievedError("the token names nobody")
    return claims


def _key(name: str | None) -> jwt.PyJWK:
    """The directory's key of this name; a new one is looked for, not more often than `PAUSE`."""
    address = metadata()["jwks_uri"]
    for is_fresh in (False, True):
        if is_fresh and not cache.add(f"directory:pause:{address}", True, PAUSE):
            break
        keys = jwt.PyJWKSet.from_dict(_published(address, is_fresh=is_fresh)).keys
        found = [key for key in keys if name in (None, key.key_id)]
        if len(found) == 1:
            return found[0]
    raise NotBelievedError("the directory has no such key")


def _published(address: str, *, is_fresh: bool = False) -> Any:
    kept = None if is_fresh else cache.get(f"directory:{address}")
    if kept is None:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            kept = answer.json()
        cache.set(f"directory:{address}", kept, KEPT_FOR)
    return kept
