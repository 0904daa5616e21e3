"""Inspections: what an inspector's account may look into, and until when."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.models.types import Regime
from calendars.scheduled import FiscalYearField
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR
from organization.deputies import holders
from records.base import NOTHING

READ_IN_SCOPE = "audits.read_in_scope"
RECEIVED = "received"  # beside the regimes of audits
_YEARS = [MinValueValidator(FIRST_FISCAL_YEAR), MaxValueValidator(LAST_FISCAL_YEAR)]


class InspectionScopeQuerySet(models.QuerySet):
    def in_force(self, user: Any, at: date) -> Self:
        """The scopes that are open to `user` on the day `at`."""
        whose = holders(user, READ_IN_SCOPE) if is_inspector(user) else [user.pk]
        return self.filter(user__in=whose, expires_on__gte=at)


class InspectionScope(models.Model):
    """Opens audits of a regime, or inspections received, of some years to an inspector (検査者)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inspection_scopes"
    )
    regime = models.CharField(
        _("regime"),
        max_length=10,
        choices=[*Regime.choices, (RECEIVED, _("inspections received"))],
        blank=True,
        help_text=_("Empty for audits of every regime."),
    )
    first_fiscal_year = FiscalYearField(
        _("from fiscal year"), validators=_YEARS, help_text=_("In Western years: 2016.")
    )
    last_fiscal_year = FiscalYearField(
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
        permissions = [("read_in_scope", "Can read the audits of the account's inspections")]
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


def is_inspector(user: Any) -> bool:
    """Return True if `user` may read the audits of inspections, if there are any."""
    is_somebody = user is not None and user.is_active
    return is_somebody and user.has_perm(READ_IN_SCOPE)


def inspected_by(user: Any, at: date | None, audit: str = "") -> Q:
    """The records that inspections open to `user` on the day `at`, today by default.

    `audit` leads from a record to its audit. Drills and meetings are under no regime, so no
    inspection opens them.
    """
    return _opened(user, at, Q(regime="") | Q(regime=OuterRef(f"{audit}regime")), audit)


def received_in_scope(user: Any, at: date | None) -> Q:
    """The inspections received that scopes open to `user` on the day `at`, today by default."""
    return _opened(user, at, Q(regime=RECEIVED))


def in_scope_of_all(user: Any, at: date | None) -> Q:
    """The records of the fiscal years that inspections of every regime open to `user`."""
    return _opened(user, at, Q(regime=""))


def _opened(user: Any, at: date | None, named: Q, path: str = "") -> Q:
    if not is_inspector(user):
        return NOTHING
    scopes = InspectionScope.objects.in_force(user, at or timezone.localdate())
    opening = scopes.filter(
        named,
        first_fiscal_year__lte=OuterRef(f"{path}fiscal_year"),
        last_fiscal_year__gte=OuterRef(f"{path}fiscal_year"),
    )
    return Q(Exists(opening))
