"""Mails that open something: sent beside the answer, which then takes as long for any name."""

import logging
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from organization.contacts import name_of

THREAD = "mail"
_log = logging.getLogger(__name__)


def mail(template: str, subject: str, user: Any, path: str) -> EmailMessage:
    """The mail to `user` with a link to `path`, never of the host that the request names."""
    context = {
        "name": name_of(user),
        "username": user.get_username(),
        "link": f"{settings.SITE_URL}{path}",
    }
    text = render_to_string(f"jlis_gov/mail/{template}.txt", context)
    return EmailMessage(" ".join(subject.split()), text, to=[user.email])


def send_later(*mails: EmailMessage) -> None:
    """Send these mails in a thread of their own; what fails is logged without its text."""
    if mails:
        Thread(target=_send, args=(mails,), name=THREAD).start()


def _send(mails: tuple[EmailMessage, ...]) -> None:
    for one in mails:
        try:
            one.send()
        except OSError as error:  # SMTP errors are such, too
            _log.error("A mail was not sent: %s", type(error).__name__)
