"""What an audit found, and what was done about it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits.models.audit import Audit
from organization.models import Department
from records.base import Life, Part, Record, RecordQuerySet, Visibility, sees_internal


class FindingQuerySet(RecordQuerySet):
    def visible_to(self, user: Any) -> Self:
        """As for any record, and never where the audit itself is not visible."""
        found = super().visible_to(user)
        if sees_internal(user, self.model):
            return found
        return found.filter(audit__visibility=Visibility.PUBLIC).exclude(audit__life=Life.DRAFT)


class Finding(Record):
    """A finding (指摘事項) of an audit."""

    class Grade(models.TextChoices):
        MAJOR = "major", _("major nonconformity")
        MINOR = "minor", _("minor nonconformity")
        OBSERVATION = "observation", _("observation")
        IMPROVEMENT = "improvement", _("opportunity for improvement")

    audit = models.ForeignKey(
        Audit, on_delete=models.PROTECT, related_name="findings", verbose_name=_("audit")
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    grade = models.CharField(_("grade"), max_length=12, choices=Grade)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("department in charge"),
    )
    summary = models.TextField(_("finding"))
    found_on = models.DateField(_("found on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    parts: ClassVar[tuple[str, ...]] = ("corrective_actions",)
    names: ClassVar[tuple[str, ...]] = ("department",)
    # Findings are for those concerned; one can be published, but none waits for it.
    meant_for_public: ClassVar[bool] = False

    class Meta(Record.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["audit", "number"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["audit", "number"],
                name="finding_number_is_used_once",
                violation_error_message=_("This audit already has a finding with this number."),
            ),
            models.CheckConstraint(
                name="finding_closes_after_it_was_found",
                condition=Q(found_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("found_on")),
                violation_error_message=_("A finding cannot be closed before it was found."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audit} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("audits:finding", args=[self.uid])

    @property
    def parent(self) -> Audit:
        return self.audit


class CorrectiveAction(Part):
    """A corrective action (是正処置) and the check that it worked."""

    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, related_name="corrective_actions"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    description = models.TextField(_("corrective action"))
    planned_for = models.DateField(_("planned for"), null=True, blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    effectiveness_checked_on = models.DateField(
        _("effectiveness checked on"), null=True, blank=True
    )
    was_effective = models.BooleanField(_("was effective"), null=True, blank=True)

    part_of: ClassVar[str] = "finding"

    class Meta:
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="effect_is_checked_after_completion",
                condition=Q(effectiveness_checked_on=None)
                | Q(completed_on__isnull=False, effectiveness_checked_on__gte=F("completed_on")),
                violation_error_message=_(
                    "The effect can only be checked once the action is completed."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.description[:50]
