"""Signing in step by step, mails that were sent, codes of an app."""

import re
import threading
import time

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from jlis_gov.accounts.credentials.mails import THREAD
from tests.factories import UserFactory

PASSWORD = "a long password of somebody"
NEW = "another long password of theirs"
HOME = "192.0.2.1"


def make_somebody(**facts):
    """An account with a password and a confirmed address."""
    facts = {"username": "somebody", "email": "somebody@example.org"} | facts
    is_confirmed = facts.pop("is_confirmed", True)
    user = UserFactory(**facts)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=is_confirmed, primary=True)
    return user


def sign_in(client: Client, password: str = PASSWORD, query: str = "", **extra) -> HttpResponse:
    fields = {"username": "somebody", "password": password}
    return client.post(f"/en/sign-in/{query}", fields, **extra)


def is_in(client: Client, name: str = "somebody") -> bool:
    return f"Signed in: {name}" in client.get("/en/").text


def mails() -> list:
    """The mails that were sent, once the threads that send them have ended."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join()
    return mail.outbox


def link_in(text: str) -> str:
    """The path of the link in a mail."""
    [link] = re.findall(r"https://register\.example\.org(/\S+)", text)
    return link


def code(user, steps: int = 0) -> str:
    """The code that the app of `user` shows so many steps of time from now."""
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return code_of(decrypt(factor.data["secret"]), steps)


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))
