"""The table of readings: one row for a person, a record and a day."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_TITLE = 300


class ReadingQuerySet(models.QuerySet["Reading"]):
    def of(self, user: object) -> Self:
        """The readings of one person, the newest first."""
        return self.filter(user=user).order_by("-first_at", "-id")

    def outdated(self, at: date, years: int) -> Self:
        """Those whose years were over before `at`; they run from the April after the reading."""
        fiscal_year = at.year if at.month >= 4 else at.year - 1
        return self.filter(day__lt=date(fiscal_year - years, 4, 1))


class Reading(models.Model):
    """A day on which somebody opened an internal record: its page, its past, its form or a file.

    `reader` and `title` are what they were called then, for neither an account nor a record need
    be there any more.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="readings",
        verbose_name=_("account"),
    )
    reader = models.CharField(_("reader"), max_length=150)
    record_type = models.CharField(_("kind of record"), max_length=100)
    record_uid = models.UUIDField(_("record's ID"))
    title = models.CharField(_("record"), max_length=LONGEST_TITLE)
    day = models.DateField(_("day"))
    first_at = models.DateTimeField(_("first opened at"))

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-first_at", "-id"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "record_uid", "record_type", "day"], name="reading_once_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["day"], name="reading_by_day"),
            models.Index(fields=["user", "-first_at"], name="reading_by_user"),
        ]

    def __str__(self) -> str:
        return self.title
