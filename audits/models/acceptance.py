"""The acceptance of a finding's risk, for a time and by somebody who answers for it."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.models.chronology import since
from records.base import Part

# What is told of an acceptance.
ACCEPTANCE_FACTS = (
    *("approved_by", "approver_post", "approved_on", "reason", "until"),
    *("reviewed_on", "result"),
)
OVERLAP = _(
    "The risk is accepted twice for the same days. An acceptance begins once the one before it has "
    "ended or was reviewed."
)
NOT_PROLONGED = _("The review prolonged the acceptance. Please add the new one, with its end.")


class RiskAcceptance(Part):
    """The risk of a finding, accepted until a day (リスク受容), and the review at its end.

    It is in force from the day of its approval to its last day, or to the day before its review.
    IIA Global Internal Audit Standards 11.5; ISO/IEC 27001 6.1.3 f).
    """

    class Result(models.TextChoices):
        """What the review at its end came to."""

        PROLONGED = "prolonged", _("prolonged")
        ENDED = "ended", pgettext_lazy("of an acceptance", "ended")

    finding = models.ForeignKey(
        "audits.Finding", on_delete=models.PROTECT, related_name="acceptances"
    )
    approved_by = models.CharField(_("approved by"), max_length=100)
    approver_post = models.CharField(
        _("approver's post"),
        max_length=100,
        help_text=_("For example 理事長, 最高情報セキュリティ責任者"),
    )
    approved_on = models.DateField(_("approved on"))
    reason = models.TextField(
        _("reason for the acceptance"),
        help_text=_("Why the risk is borne: システムの更改まで代替の点検で補うため"),
    )
    until = models.DateField(_("accepted until"), help_text=_("The last day; it is reviewed then."))
    reviewed_on = models.DateField(
        pgettext_lazy("of an acceptance", "reviewed on"), null=True, blank=True
    )
    result = models.CharField(_("result of the review"), max_length=10, choices=Result, blank=True)

    part_of: ClassVar[str] = "finding"

    class Meta:
        verbose_name = _("acceptance of the risk")
        verbose_name_plural = _("acceptances of the risk")
        ordering = ["approved_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="risk_is_accepted_until_after_its_approval",
                condition=Q(until__gte=F("approved_on")),
                violation_error_message=_("An acceptance cannot end before it was approved."),
            ),
            models.CheckConstraint(
                name="acceptance_is_reviewed_after_its_approval",
                condition=Q(reviewed_on=None) | Q(reviewed_on__gte=F("approved_on")),
                violation_error_message=_(
                    "An acceptance cannot be reviewed before it was approved."
                ),
            ),
            models.CheckConstraint(
                name="review_of_acceptance_has_day_and_result",
                condition=Q(reviewed_on=None, result="")
                | (Q(reviewed_on__isnull=False) & ~Q(result="")),
                violation_error_message=_(
                    "A review of an acceptance has both a date and a result: prolonged or ended."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approver_post} {self.approved_by}"

    @property
    def ends_before(self) -> date:
        """The first day on which it is in force no longer."""
        after = self.until + timedelta(days=1)
        return min(after, self.reviewed_on) if self.reviewed_on else after

    def clean(self) -> None:
        super().clean()
        found, closed = since(self.finding), self.finding.closed_on
        if found and self.approved_on and self.approved_on < found:
            message = _("A risk cannot be accepted before the finding was made.")
            raise ValidationError({"approved_on": message})
        days = [day for day in (self.approved_on, self.reviewed_on) if day]
        if closed and days and max(days) > closed:
            message = _("A risk cannot be accepted or reviewed after the finding was closed.")
            raise ValidationError({"approved_on": message})


def check_acceptances(acceptances: Iterable[RiskAcceptance]) -> None:
    """Raise `ValidationError` where two hold on one day, or one is prolonged by no other."""
    in_order = sorted(acceptances, key=lambda one: (one.approved_on, one.until))
    if any(before.ends_before > after.approved_on for before, after in pairwise(in_order)):
        raise ValidationError(OVERLAP)
    last = in_order[-1] if in_order else None
    if last and last.result == RiskAcceptance.Result.PROLONGED and not last.finding.closed_on:
        raise ValidationError(NOT_PROLONGED)
