"""The papers of audits, findings and procedures, in all their versions."""

from typing import Any, ClassVar, Self, TypeAlias

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audits.models.audit import Audit
from audits.models.finding import Finding
from audits.models.procedure import Procedure
from audits.models.remedy import CorrectiveAction
from organization.contacts import departments_of
from records.base import NOTHING, Visibility, sees_internal
from records.papers import STAYS_INTERNAL, VersionedPaper, VersionedPaperQuerySet


class AuditPaper(VersionedPaper):
    """A paper of an audit: its plan, its notice, its report; public only where the audit is."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="papers")

    part_of: ClassVar[str] = "audit"

    class Meta(VersionedPaper.Meta):
        verbose_name = _("paper of an audit")
        verbose_name_plural = _("papers of an audit")


class PaperRole(models.TextChoices):
    """For whom a paper of a finding is, beside those who may read the finding's past."""

    EVIDENCE = "evidence", _("audit evidence, not for the department")
    SHARED = "shared", _("shared with the department")
    ANSWER = "answer", _("handed in with the answer")


class FindingPaperQuerySet(VersionedPaperQuerySet):
    def readable_by(self, user: Any) -> Self:
        """Papers of findings that `user` may read; to the department only those meant for it."""
        seen = self.among("finding", Finding.objects.visible_to(user))
        if sees_internal(user, Finding):
            return seen
        own, with_past = departments_of(user), Finding.objects.with_history_for(user)
        shared = Q(finding__department__in=own) & ~Q(role=PaperRole.EVIDENCE) if own else NOTHING
        return seen.filter(Q(finding__in=with_past) | shared)

    def of_answers(self) -> Self:
        """Papers that departments handed in with their answers."""
        return self.filter(role=PaperRole.ANSWER)


class FindingPaper(VersionedPaper):
    """A paper of a finding or of one of its corrective actions; never public."""

    Role: TypeAlias = PaperRole

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="papers")
    role = models.CharField(
        _("meant for"), max_length=10, choices=PaperRole, default=PaperRole.EVIDENCE
    )
    action = models.ForeignKey(
        CorrectiveAction,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name=_("corrective action"),
        help_text=_("Where it shows that one of them was done, or that it worked."),
    )

    objects = FindingPaperQuerySet.as_manager()  # type: ignore[misc]  # richer than the base's

    part_of: ClassVar[str] = "finding"
    meant_for_public: ClassVar[bool] = False
    shared_fields: ClassVar[tuple[str, ...]] = ("visibility", "role")

    class Meta(VersionedPaper.Meta):
        verbose_name = _("paper of a finding")
        verbose_name_plural = _("papers of a finding")
        constraints = [
            *VersionedPaper.Meta.constraints,
            models.CheckConstraint(
                name="paper_of_a_finding_is_internal",
                condition=Q(visibility=Visibility.INTERNAL),
                violation_error_message=STAYS_INTERNAL,
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.action and self.action.finding_id != self.finding_id:
            message = _("This action belongs to another finding.")
            raise ValidationError({"action": message})

    @property
    def note(self) -> str:
        """For whom it is, and which action it belongs to."""
        return "・".join(filter(None, (self.get_role_display(), str(self.action or ""))))


class ProcedurePaper(VersionedPaper):
    """A paper of a procedure: what was looked into, and how; never public."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="papers")

    part_of: ClassVar[str] = "procedure"
    meant_for_public: ClassVar[bool] = False

    class Meta(VersionedPaper.Meta):
        verbose_name = _("paper of a procedure")
        verbose_name_plural = _("papers of a procedure")
        constraints = [
            *VersionedPaper.Meta.constraints,
            models.CheckConstraint(
                name="paper_of_a_procedure_is_internal",
                condition=Q(visibility=Visibility.INTERNAL),
                violation_error_message=STAYS_INTERNAL,
            ),
        ]
