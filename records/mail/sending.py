"""Sending a mail at most once, whoever tries and however often."""

from collections.abc import Callable
from enum import Enum, auto
from smtplib import (
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from typing import Any

from django.core.mail import EmailMessage
from django.utils import timezone

from records.mail.models import Mail

# The server said no, or the message could not even be put together: nothing went out.
NOT_SENT = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError, ValueError)
LONGEST = 300  # characters of what is kept of an answer


class Outcome(Enum):
    """The outcome of sending a mail."""

    SENT = auto()
    ALREADY = auto()  # it went out before, may have, or is being sent
    REFUSED = auto()  # nothing went out; it may be tried again
    UNKNOWN = auto()  # the connection broke; it may have gone out, and is not tried again


def send_once(
    *, key: str, about: str, user: Any, compose: Callable[[], EmailMessage], connection: Any
) -> Outcome:
    """Send the mail of this key to `user` over an open connection unless it went out before.

    `about` is the part of the key that mails on the same matter have in common: once one of them
    has gone out, nothing is left to do about those that the server had refused. Call it outside a
    transaction: the claim must be on record before the mail leaves. One that was refused before is
    tried again.
    """
    claim = _claim(key, user)
    if claim is None:
        return Outcome.ALREADY
    try:
        message = compose()
        claim.subject = message.subject[:LONGEST]
        message.connection = connection
        message.send()
    except NOT_SENT as error:
        _note(claim, Mail.State.REFUSED, reason_of(error))
        return Outcome.REFUSED
    except (OSError, SMTPException) as error:
        _note(claim, Mail.State.SENDING, reason_of(error))
        return Outcome.UNKNOWN
    _note(claim, Mail.State.SENT)
    Mail.objects.filter(key__startswith=about, state=Mail.State.REFUSED).delete()
    return Outcome.SENT


def _claim(key: str, user: Any) -> Mail | None:
    facts = {"kind": key.partition(":")[0], "user": user, "address": user.email}
    claim, is_new = Mail.objects.get_or_create(key=key, defaults=facts)
    if is_new:
        return claim
    again = {"state": Mail.State.SENDING, "address": user.email, "changed_at": timezone.now()}
    refused = Mail.objects.filter(pk=claim.pk, state=Mail.State.REFUSED)
    if not refused.update(**again):  # sent, or another run was faster
        return None
    claim.refresh_from_db()
    return claim


def _note(claim: Mail, state: str, failure: str = "") -> None:
    claim.state, claim.failure = state, failure[:LONGEST]
    claim.save(update_fields=["state", "failure", "subject", "changed_at"])


def reason_of(error: Exception) -> str:
    """The answer of the server in one line: 550 No such user."""
    if isinstance(error, SMTPRecipientsRefused):
        answers = [f"{code} {_text(said)}" for code, said in error.recipients.values()]
        return " ".join("; ".join(answers).split())
    if isinstance(error, SMTPResponseException):
        return " ".join(f"{error.smtp_code} {_text(error.smtp_error)}".split())
    return " ".join(str(error).split()) or type(error).__name__


def _text(said: Any) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
