"""Certifications that are kept, and when their renewal is due."""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dates import months_after
from organization.models import Department
from records.base import Record, RecordQuerySet

PRIVACY_MARK = "プライバシーマーク"
AHEAD = 8  # months before the end from which a renewal is prepared; the Privacy Mark's window opens


class CertificationQuerySet(RecordQuerySet):
    def expiring(self, at: date) -> Self:
        """Certifications that end within eight months of `at` or have ended, the first first."""
        last = months_after(at, AHEAD)
        return self.filter(valid_until__lte=last).order_by("valid_until", "order", "id")


class Certification(Record):
    """A certification the agency keeps: ISMS, Privacy Mark, WebTrust for CA."""

    name = models.CharField(
        _("name"),
        max_length=100,
        help_text=_(
            "Renewal of a プライバシーマーク of exactly this name is reckoned for you: ISMS認証"
        ),
    )
    standard = models.CharField(
        _("standard"),
        max_length=200,
        blank=True,
        help_text=_("For example JIS Q 27001, JIS Q 15001"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certifications",
        verbose_name=_("department"),
        help_text=_("Empty where the agency as a whole is certified."),
    )
    cycle_months = models.PositiveSmallIntegerField(
        _("cycle in months"),
        null=True,
        blank=True,
        help_text=_("ISMS 36, Privacy Mark 24, WebTrust 12"),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects: ClassVar = CertificationQuerySet.as_manager()

    names: ClassVar[tuple[str, ...]] = ("department",)

    class Meta(Record.Meta):
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        ordering = ["order", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="certification_ends_after_it_begins",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("A certification cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_privacy_mark(self) -> bool:
        """True for the Privacy Mark: its renewal is applied for in a window of months."""
        return self.name == PRIVACY_MARK

    def apply_between(self) -> tuple[date, date] | None:
        """The first and last day on which its renewal is applied for; None where nothing says.

        From the day after that which is eight months before its end, to that four months before it.
        """
        if self.valid_until is None or not self.is_privacy_mark:
            return None
        opens = months_after(self.valid_until, -8) + timedelta(days=1)
        return opens, months_after(self.valid_until, -4)
