"""Later due dates of a finding, and the audits that looked at it again."""

from collections.abc import Iterable
from itertools import pairwise
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audits.models.audit import Audit
from audits.models.chronology import since
from records.base import Part


class DueDateExtension(Part):
    """A later due date (期限延長) that took the place of the one before, and why."""

    finding = models.ForeignKey(
        "audits.Finding", on_delete=models.PROTECT, related_name="extensions"
    )
    due_on = models.DateField(_("new due date"))
    granted_on = models.DateField(
        _("granted on"), help_text=_("The day on which the audit office agreed to it.")
    )
    reason = models.TextField(
        _("reason for the extension"), help_text=_("For example 規程の改正を待つため")
    )

    part_of: ClassVar[str] = "finding"

    class Meta:
        verbose_name = _("extension of the due date")
        verbose_name_plural = _("extensions of the due date")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "due_on"],
                name="due_date_is_extended_to_a_day_once",
                violation_error_message=_("The due date was already extended to this day."),
            ),
            models.CheckConstraint(
                name="extension_ends_after_it_was_granted",
                condition=Q(due_on__gte=F("granted_on")),
                violation_error_message=_("An extension cannot end before it was granted."),
            ),
            models.CheckConstraint(
                name="extension_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("An extension needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.due_on)

    def clean(self) -> None:
        super().clean()
        finding = self.finding
        if finding.due_on is None:
            raise ValidationError(_("A finding without a due date has nothing to extend."))
        if self.due_on and self.due_on <= finding.due_on:
            message = _("An extension must be later than the due date before it.")
            raise ValidationError({"due_on": message})
        found = since(finding)
        if self.granted_on and found and self.granted_on < found:
            message = _("An extension cannot be granted before the finding was made.")
            raise ValidationError({"granted_on": message})
        if self.granted_on and finding.closed_on and self.granted_on > finding.closed_on:
            message = _("An extension cannot be granted after the finding was closed.")
            raise ValidationError({"granted_on": message})


def check_extensions(extensions: Iterable[DueDateExtension]) -> None:
    """Raise `ValidationError` unless each extension is later than the one granted before it."""
    in_order = sorted(extensions, key=lambda one: (one.granted_on, one.due_on))
    if any(before.due_on >= after.due_on for before, after in pairwise(in_order)):
        raise ValidationError(_("An extension must be later than the due date before it."))


class FollowUp(Part):
    """An audit that looked at the finding again (フォローアップ監査)."""

    finding = models.ForeignKey(
        "audits.Finding", on_delete=models.PROTECT, related_name="follow_ups"
    )
    audit = models.ForeignKey(
        Audit,
        on_delete=models.PROTECT,
        related_name="followed_up_findings",
        verbose_name=_("follow-up audit"),
    )

    part_of: ClassVar[str] = "finding"

    class Meta:
        verbose_name = _("follow-up audit")
        verbose_name_plural = _("follow-up audits")
        ordering = ["audit__starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "audit"],
                name="finding_is_followed_up_by_an_audit_once",
                violation_error_message=_("This audit is listed twice."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.audit)

    def clean(self) -> None:
        super().clean()
        if self.audit_id is None:
            return
        if self.audit_id == self.finding.audit_id:
            message = _("An audit does not follow itself up.")
            raise ValidationError({"audit": message})
        found = since(self.finding)
        if found and self.audit.starts_on and self.audit.days()[1] < found:
            message = _("A follow-up audit cannot be earlier than the finding.")
            raise ValidationError({"audit": message})
