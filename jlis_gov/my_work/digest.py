"""The daily mail to each person about what waits for them (docs/adr/0030-mails.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from jlis_gov.models import DigestChoice
from jlis_gov.my_work.page import Section, ahead, sections
from organization.contacts import name_of
from records import agency
from records.mail import Mail, Outcome, send_once

DIGEST = "digest"  # the kind of mail in the outbox


@dataclass(frozen=True, slots=True)
class Digest:
    """The mail to one person on one day; there is something that waits."""

    user: Any
    language: str
    sections: list[Section]
    day: date

    @property
    def number(self) -> int:
        """The number of records that wait."""
        return sum(one.number for one in self.sections)

    @property
    def about(self) -> str:
        """The part of the outbox's key that the digests of one person have in common."""
        return f"{DIGEST}:{self.user.pk}:"

    @property
    def key(self) -> str:
        """The key of the outbox: one mail a person and day."""
        return f"{self.about}{self.day}"

    def mail(self) -> EmailMessage:
        """The mail in the person's language, its subject on one line."""
        with translation.override(self.language):
            subject = ngettext(
                "[My work] %(count)d record waits for you",
                "[My work] %(count)d records wait for you",
                self.number,
            )
            context = {
                "name": name_of(self.user),
                "digest": self,
                "coming": ahead(self.user, self.day).coming,
                "site": settings.SITE_URL,
                "page": reverse("my_work"),
                "choice": reverse("digest"),
            }
            text = render_to_string("jlis_gov/mail/digest.txt", context)
        headers = {"Auto-Submitted": "auto-generated"}
        title = " ".join((subject % {"count": self.number}).split())
        return EmailMessage(title, text, agency.sender(), [self.user.email], headers=headers)


def digest_for(user: Any, day: date) -> Digest | None:
    """What waits for `user` on a day; None where nothing does."""
    choice = DigestChoice.objects.filter(user=user).first() or DigestChoice(user=user)
    with translation.override(choice.language):
        found = sections(user, day)
    return Digest(user, choice.language, found, day) if found else None


def digests(day: date) -> Iterator[Digest]:
    """The digests of a day, for all who want one then and have an address to send it to."""
    accounts = get_user_model().objects.filter(is_active=True).exclude(email="")
    choices = {one.user_id: one for one in DigestChoice.objects.all()}
    sent = Mail.objects.filter(kind=DIGEST, state=Mail.State.SENT, key__endswith=f":{day}")
    told = set(sent.values_list("user", flat=True))
    for user in accounts.order_by("username"):
        choice = choices.get(user.pk) or DigestChoice(user=user)
        if user.pk in told or not choice.includes(day):
            continue
        if found := digest_for(user, day):
            yield found


def send(digest: Digest, connection: Any) -> Outcome:
    """Send a digest over an open connection, unless one went out to its person that day."""
    return send_once(
        key=digest.key,
        about=digest.about,
        user=digest.user,
        compose=digest.mail,
        connection=connection,
    )


def send_again(mail: Mail, day: date, connection: Any) -> Outcome | None:
    """Send the digest of `day` in the place of one that failed; None where nothing waits now."""
    found = digest_for(mail.user, day)
    return send(found, connection) if found else None
