"""The conduct of an audit: its auditors, and the audits conducted together with it."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audits.models.audit import Audit
from organization.models import Department
from records.base import Part


class Auditor(Part):
    """A person or firm that audited."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead auditor")
        MEMBER = "member", _("team member")

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="auditors")
    name = models.CharField(
        _("person or firm"),
        max_length=100,
        help_text=_("A person, or the firm that audited: 監査 太郎, ○○監査法人"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="auditors",
        verbose_name=_("department"),
    )
    planned_days = models.DecimalField(
        _("planned person-days"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Half a day is 0.5: 2.5"),
    )
    person_days = models.DecimalField(
        _("person-days spent"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Half a day is 0.5: 2.5"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    part_of: ClassVar[str] = "audit"

    class Meta:
        verbose_name = _("auditor")
        verbose_name_plural = _("auditors")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class ConductedTogether(Part):
    """Two audits carried out at the same time (※監事監査と同時に実施); each keeps its targets."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="conducted_with")
    partner = models.ForeignKey(
        Audit,
        on_delete=models.PROTECT,
        related_name="conducted_for",
        verbose_name=_("conducted together with"),
        help_text=_("Name it in one of the two audits only: ※監事監査と同時に実施"),
    )

    part_of: ClassVar[str] = "audit"

    class Meta:
        verbose_name = _("audit conducted together")
        verbose_name_plural = _("audits conducted together")
        ordering = ["partner__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "partner"],
                name="audit_names_a_partner_once",
                violation_error_message=_("This audit is listed twice."),
            ),
            models.CheckConstraint(
                name="audit_is_not_its_own_partner",
                condition=~Q(audit=F("partner")),
                violation_error_message=_("An audit cannot be conducted together with itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.partner)

    def clean(self) -> None:
        super().clean()
        named_there = type(self).objects.filter(audit=self.partner_id, partner=self.audit_id)
        if self.partner_id and self.audit_id and named_there.exists():
            raise ValidationError({"partner": _("This audit is listed twice.")})
