"""Calendars of one's own, by an address that only the owner knows.

Why a secret stands in a URL: docs/adr/0011-personal-feeds.md.
"""

import base64
import hashlib
import json
import re
import secrets
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import DatabaseError, models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from calendars.ical import Variant
from records import change, journal
from records.storage import LockedError, try_lock

TOKEN_BYTES = 32
NOTED_EVERY = timedelta(hours=1)
LONGEST_PROGRAM = 100

_LOCK = 0x7375627363  # any number, the same in every worker
_NOT_SHOWN = re.compile(r"[^\x20-\x7e]+")


def digest(token: str) -> str:
    """The hash by which a token is kept. Tokens are random: no guessing turns it back."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_for(*facts: object) -> str:
    """The 256 bits that these facts make with the site's secret, the same each time.

    One of the facts must be random, or who knows the secret can guess the others.
    """
    mac = salted_hmac(__name__, json.dumps(facts), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


class SubscriptionQuerySet(models.QuerySet):
    def known(self, token: str) -> "Subscription | None":
        """The one with this token, given out or not, with its owner."""
        return self.filter(token_hash=digest(token)).select_related("user").first()

    def given_out(self, at: date) -> Self:
        """Subscriptions that are neither revoked nor over on the day `at`."""
        return self.filter(revoked_at=None, expires_on__gte=at)


class Subscription(models.Model):
    """A personal calendar: its keys, its expiry, and the program that fetched it last.

    It holds every entry that its owner may see and that carries one of `keys`, all of them where
    there is none. `told_digest` is that of what it held when last asked for, `told_at` since when.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="subscriptions",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("name"), max_length=60)
    keys = models.TextField(_("made of"), blank=True)
    long = models.CharField(
        max_length=10, choices=[(one, one) for one in Variant], default=Variant.SPAN
    )
    is_public_only = models.BooleanField(_("only what is published"), default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"))
    expires_on = models.DateField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_fetched_at = models.DateTimeField(_("last fetched"), null=True, blank=True)
    last_program = models.CharField(_("by the program"), max_length=LONGEST_PROGRAM, blank=True)
    told_digest = models.CharField(max_length=64, blank=True)
    told_at = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal calendar")
        verbose_name_plural = _("personal calendars")
        ordering = ["-created_at", "-id"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(revoked_at=None),
                name="subscription_has_a_name_of_its_own",
                violation_error_message=_("You already have a calendar of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def new_token(self) -> str:
        """Give it a token, of which only the hash is kept; it cannot be shown again."""
        token = new_token()
        self.token_hash = digest(token)
        return token

    def is_given_out(self, at: date) -> bool:
        """True where it is neither revoked nor over on the day `at`, and its owner is active."""
        return self.revoked_at is None and self.expires_on >= at and self.user.is_active

    def revoke(self, at: datetime) -> None:
        """Give it out no more; one that was revoked stays so since then.

        It is its owner's doing, unless a change is open that says whose.
        """
        with journal.change(actor=self.user.get_username()):
            change.mark_row(self._meta.label, self.pk)
            type(self).objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=at)

    def note(self, told: str, program: str, now: datetime) -> None:
        """Remember what it holds and, once an hour, by what program it was asked for.

        Nobody waits for this and nothing fails with it: what cannot be noted is noted next time.
        """
        noted: dict[str, Any] = {}
        if self.last_fetched_at is None or now - self.last_fetched_at >= NOTED_EVERY:
            noted |= {"last_fetched_at": now, "last_program": cleaned(program)}
        if told != self.told_digest:
            second = now.replace(microsecond=0)
            if self.told_at:  # HTTP knows no finer, and two states must not share a time
                second = max(second, self.told_at + timedelta(seconds=1))
            noted |= {"told_digest": told, "told_at": second}
        if not noted:
            return
        try:
            with try_lock(_LOCK):
                type(self).objects.filter(pk=self.pk).update(**noted)
        except (DatabaseError, LockedError):
            return
        for name, value in noted.items():
            setattr(self, name, value)


def cleaned(program: str) -> str:
    """A program's User-Agent as one short line that is safe to show."""
    return _NOT_SHOWN.sub(" ", program).strip()[:LONGEST_PROGRAM]
