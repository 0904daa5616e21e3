"""The rows of an audit: its types, its target departments, the criteria it is held against."""

from typing import ClassVar, TypeAlias

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from audits.models.existence import require_existence
from audits.models.scope import TargetRole
from audits.models.types import AuditType
from organization.models import Department
from records.base import Part


class AuditClassification(Part):
    """One of an audit's types."""

    audit = models.ForeignKey(
        "audits.Audit", on_delete=models.PROTECT, related_name="classifications"
    )
    type = models.ForeignKey(
        AuditType,
        on_delete=models.PROTECT,
        related_name="classifications",
        verbose_name=_("audit type"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    part_of: ClassVar[str] = "audit"
    names: ClassVar[tuple[str, ...]] = ("type",)

    class Meta:
        verbose_name = _("audit type")
        verbose_name_plural = _("audit types")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "type"],
                name="audit_is_of_a_type_once",
                violation_error_message=_("This type is listed twice."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.type)

    def clean(self) -> None:
        super().clean()
        if self.type_id and self.audit.regime and self.type.regime != self.audit.regime:
            raise ValidationError({"type": _("This type belongs to another regime.")})


class AuditTarget(Part):
    """A department's part in an audit's scope."""

    Role: TypeAlias = TargetRole

    audit = models.ForeignKey("audits.Audit", on_delete=models.PROTECT, related_name="targets")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="audit_targets",
        verbose_name=_("department"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    role = models.CharField(
        _("role"),
        max_length=10,
        choices=Role,
        default=Role.TARGET,
        help_text=_(
            "“Included” prints in brackets: 情報処理部（管理部含む）. "
            "“Excluded” prints as 監査室を除く部門."
        ),
    )
    without_parent = models.BooleanField(
        _("print without its parent"), default=False, help_text=_("会計課, not 管理部会計課")
    )

    part_of: ClassVar[str] = "audit"
    names: ClassVar[tuple[str, ...]] = ("department",)

    class Meta:
        verbose_name = _("target department")
        verbose_name_plural = _("target departments")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "department"],
                name="audit_targets_a_department_once",
                violation_error_message=_("This department is listed twice."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.department)

    def clean(self) -> None:
        super().clean()
        message = _(
            "%(department)s did not exist on the days of this audit (%(from)s to %(until)s)."
        )
        require_existence(self, self.audit, message)


class AuditCriterion(Part):
    """A regulation or standard that an audit is held against (監査基準), and the clause of it."""

    audit = models.ForeignKey("audits.Audit", on_delete=models.PROTECT, related_name="criteria")
    standard = models.CharField(
        _("regulation or standard"),
        max_length=200,
        help_text=_("For example 個人情報保護管理規程, JIS Q 27001:2014"),
    )
    clause = models.CharField(
        _("clause"), max_length=200, blank=True, help_text=_("For example 第12条第２項")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    part_of: ClassVar[str] = "audit"

    class Meta:
        verbose_name = _("audit criterion")
        verbose_name_plural = _("audit criteria")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"{self.standard}　{self.clause}" if self.clause else self.standard
