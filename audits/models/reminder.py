"""Reminders that were sent, and the accounts that want none."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audits.models.finding import Finding


class ReminderOptOut(models.Model):
    """Somebody who wants no reminders by e-mail."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminder_opt_out"
    )
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("refusal of reminders")
        verbose_name_plural = _("refusals of reminders")

    def __str__(self) -> str:
        return str(self.user)


class ReminderQuerySet(models.QuerySet):
    def unconfirmed(self, since: datetime) -> Self:
        """Claimed since then, and nobody knows whether they went out."""
        return self.filter(sent_at=None, claimed_at__gte=since)


class Reminder(models.Model):
    """One mail to one person on one occasion; without a finding it is the week's summary.

    The row is written before the mail goes out and says afterwards that it did. So no mail is ever
    sent twice; one that was claimed and not confirmed may have been lost, and is reported.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, verbose_name=_("to")
    )
    finding = models.ForeignKey(
        Finding, on_delete=models.CASCADE, null=True, verbose_name=_("finding")
    )
    due_on = models.DateField(_("due on"), null=True)
    occasion = models.DateField(_("occasion"))
    claimed_at = models.DateTimeField(_("claimed at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-claimed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "finding", "due_on", "occasion"],
                name="reminder_of_a_finding_is_sent_once",
                condition=Q(finding__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user", "occasion"],
                name="summary_of_a_week_is_sent_once",
                condition=Q(finding=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.occasion}"
