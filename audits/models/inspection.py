"""What an inspector's account may look into, and until when."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audits.models.kinds import Regime
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR

_YEARS = [MinValueValidator(FIRST_FISCAL_YEAR), MaxValueValidator(LAST_FISCAL_YEAR)]


class InspectionScopeQuerySet(models.QuerySet):
    def in_force(self, user: Any, at: date) -> Self:
        """What `user` may look into on the day `at`."""
        return self.filter(user=user, expires_on__gte=at)


class InspectionScope(models.Model):
    """Opens the audits of a regime and of some fiscal years to an inspector (検査者)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inspection_scopes"
    )
    regime = models.CharField(
        _("regime"),
        max_length=10,
        choices=Regime,
        blank=True,
        help_text=_("Empty for audits of every regime."),
    )
    first_fiscal_year = models.PositiveSmallIntegerField(
        _("from fiscal year"), validators=_YEARS, help_text=_("In Western years: 2016.")
    )
    last_fiscal_year = models.PositiveSmallIntegerField(
        _("until fiscal year"), validators=_YEARS, help_text=_("In Western years: 2016.")
    )
    expires_on = models.DateField(
        _("expires on"), help_text=_("The last day on which the account may look into them.")
    )

    objects = InspectionScopeQuerySet.as_manager()

    class Meta:
        verbose_name = _("scope of an inspection")
        verbose_name_plural = _("scopes of inspections")
        ordering = ["first_fiscal_year", "regime", "id"]
        permissions = [("read_in_scope", "Can read the audits of his inspections")]
        constraints = [
            models.CheckConstraint(
                name="inspection_years_run_forward",
                condition=Q(last_fiscal_year__gte=F("first_fiscal_year")),
                violation_error_message=_("The last fiscal year comes before the first."),
            ),
        ]

    def __str__(self) -> str:
        years = f"{self.first_fiscal_year}–{self.last_fiscal_year}"
        return f"{self.get_regime_display()} {years}".strip()
