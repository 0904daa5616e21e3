"""The outbox: a row for each mail that was to go out, without its text."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SENDING_TAKES = timedelta(hours=1)  # after which nobody knows whether a mail went out
KEPT_FOR = timedelta(days=400)


class MailQuerySet(models.QuerySet["Mail"]):
    def failed(self, at: datetime) -> Self:
        """Refused, or begun before and never confirmed."""
        unknown = Q(state=Mail.State.SENDING, changed_at__lt=at - SENDING_TAKES)
        return self.filter(unknown | Q(state=Mail.State.REFUSED))

    def outdated(self, at: datetime) -> Self:
        """Those of which nothing need be known any more."""
        return self.filter(changed_at__lt=at - KEPT_FOR)


class Mail(models.Model):
    """One mail to one person; `key` names it, so that it is never sent twice.

    The row is written before the mail goes out and says afterwards what became of it. `kind` is the
    first part of the key. The text is not kept: it is worded anew where it is sent again.
    """

    class State(models.TextChoices):
        SENDING = "sending", _("not known whether it arrived")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused")

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="mails",
        verbose_name=_("to"),
    )
    address = models.CharField(_("address"), max_length=254)
    subject = models.CharField(_("subject of the mail"), max_length=300)
    state = models.CharField(_("sending"), max_length=10, choices=State, default=State.SENDING)
    failure = models.CharField(_("what the mail server said"), max_length=300, blank=True)
    changed_at = models.DateTimeField(_("time"), auto_now=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-changed_at", "-id"]
        default_permissions = ("view", "change", "delete")
        indexes = [models.Index(fields=["state", "changed_at"], name="mail_by_state")]

    def __str__(self) -> str:
        return self.subject or self.key
