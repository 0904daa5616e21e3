"""The annual audit plan (年度監査計画): each approved version, frozen as it was approved."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, NoReturn, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits.models.audit import Audit
from audits.models.drill import Drill
from audits.models.inspection import in_scope_of_all
from audits.models.types import AuditType
from calendars.scheduled import FiscalYearField, ScheduleField
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR
from organization.models import Department
from records.base import (
    GuardedQuerySet,
    ObjectScope,
    Part,
    Record,
    RecordQuerySet,
    Upgrade,
    Visibility,
    added,
)


class FrozenPlanError(RuntimeError):
    """An approved version was written again: a mistake in the program, not in the input."""


class AuditPlanQuerySet(RecordQuerySet):
    def of_year(self, fiscal_year: int) -> Self:
        """The versions of one fiscal year's plan, the first one first."""
        return self.filter(fiscal_year=int(fiscal_year)).order_by("revision")

    def with_rows(self) -> Self:
        """With all planned rows, in a constant number of queries."""
        return self.prefetch_related("audits__audit", "drills__drill", "omissions")


class AuditPlan(Record):
    """One approved version of a fiscal year's plan; `revision` 0 is the first.

    It is written once, with its rows, in the change that approves it. Afterwards nothing of it
    changes: a mistake is put right by the next version.
    """

    fiscal_year = FiscalYearField(
        _("fiscal year"),
        validators=[MinValueValidator(FIRST_FISCAL_YEAR), MaxValueValidator(LAST_FISCAL_YEAR)],
    )
    revision = models.PositiveSmallIntegerField(_("revision"), default=0)
    title = models.CharField(_("title"), max_length=200)
    approver = models.CharField(_("approved by"), max_length=100)
    approved_on = models.DateField(_("approved on"))
    reason = models.TextField(_("reason for the revision"), blank=True)

    objects: ClassVar = AuditPlanQuerySet.as_manager()

    schema: ClassVar[int] = 2
    upgrades: ClassVar[Mapping[int, Upgrade]] = {1: added(omissions=[])}
    parts: ClassVar[tuple[str, ...]] = ("audits", "drills", "omissions")
    fiscal_year_lookup: ClassVar[str] = "fiscal_year"
    meant_for_public: ClassVar[bool] = False  # its rows name internal audits
    may_be_public: ClassVar[bool] = False

    class Meta(Record.Meta):
        verbose_name = _("annual audit plan")
        verbose_name_plural = _("annual audit plans")
        ordering = ["-fiscal_year", "-revision"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["fiscal_year", "revision"],
                name="audit_plan_has_one_of_a_revision",
                violation_error_message=_("This revision has been approved already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("audits:plan", args=[self.uid])

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """Those of the fiscal years that an inspection of every regime opens, with their past."""
        opened = in_scope_of_all(user, at)
        return ObjectScope(opened, past=opened)

    @property
    def is_frozen(self) -> bool:
        """True once the change that approved it is in the journal, whoever holds this object."""
        return type(self).objects.filter(pk=self.pk, version__gt=0).exists()

    def clean(self) -> None:
        super().clean()
        needed = {"decision_number": _("An approval needs its decision number.")}
        if self.revision:
            needed["reason"] = _("A revision needs its reason.")
        errors = {name: text for name, text in needed.items() if not getattr(self, name)}
        if self.visibility == Visibility.PUBLIC:
            errors["visibility"] = _("An annual audit plan is never published.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_frozen(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FrozenPlanError(f"{self}: an approved plan stays.")

    def dispose(self) -> None:
        for row in (*self.audits.all(), *self.drills.all(), *self.omissions.all()):
            Part.delete(row)
        super().delete()


def refuse_frozen(plan: AuditPlan) -> None:
    """Raise `FrozenPlanError` where the plan has been approved."""
    if plan.is_frozen:
        raise FrozenPlanError(f"{plan}: an approved plan is never changed.")


class PlanRow(Part):
    """A row of an approved version, in the words of that day; it is as frozen as the version."""

    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=500)
    targets = models.TextField(_("target departments"), blank=True)

    objects: ClassVar = GuardedQuerySet.as_manager()

    plan: Any  # each kind of row has its own link
    part_of: ClassVar[str] = "plan"

    class Meta(Part.Meta):
        abstract = True
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_frozen(self.plan)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FrozenPlanError(f"{self.plan}: an approved plan stays.")


class PlannedRow(PlanRow):
    """The row of one audit or drill."""

    schedule_text = models.TextField(_("schedule"))
    schedule = ScheduleField(_("schedule as understood"), editable=False)

    # The field that links to what was planned.
    of: ClassVar[str]

    class Meta(PlanRow.Meta):
        abstract = True

    @property
    def record(self) -> Audit | Drill:
        """The planned audit or drill, as it stands today."""
        return getattr(self, self.of)

    @property
    def record_id(self) -> int:
        """Its key."""
        return getattr(self, f"{self.of}_id")


class PlannedAudit(PlannedRow):
    """An audit as an approved version has it."""

    plan = models.ForeignKey(AuditPlan, on_delete=models.PROTECT, related_name="audits")
    audit = models.ForeignKey(
        Audit, on_delete=models.PROTECT, related_name="planned", verbose_name=_("audit")
    )

    of: ClassVar[str] = "audit"

    @property
    def kind(self) -> str:
        """Tells audits of one title apart."""
        return self.audit.get_regime_display()

    class Meta(PlannedRow.Meta):
        verbose_name = _("planned audit")
        verbose_name_plural = _("planned audits")
        constraints = [
            models.UniqueConstraint(fields=["plan", "audit"], name="plan_has_an_audit_once"),
        ]


class PlannedDrill(PlannedRow):
    """A drill as an approved version has it."""

    plan = models.ForeignKey(AuditPlan, on_delete=models.PROTECT, related_name="drills")
    drill = models.ForeignKey(
        Drill, on_delete=models.PROTECT, related_name="planned", verbose_name=_("drill")
    )

    of: ClassVar[str] = "drill"

    @property
    def kind(self) -> str:
        """Tells drills and audits apart."""
        return str(Drill._meta.verbose_name)

    class Meta(PlannedRow.Meta):
        verbose_name = _("planned drill")
        verbose_name_plural = _("planned drills")
        constraints = [
            models.UniqueConstraint(fields=["plan", "drill"], name="plan_has_a_drill_once"),
        ]


class PlanOmission(PlanRow):
    """An audit that the year asks for and the version leaves out, and why.

    `targets` are the departments or the months that are left out, `ground` is why the audit was
    asked for. Without a department it is left out of all.
    """

    plan = models.ForeignKey(AuditPlan, on_delete=models.PROTECT, related_name="omissions")
    type = models.ForeignKey(
        AuditType, on_delete=models.PROTECT, related_name="+", verbose_name=_("audit type")
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("department"),
    )
    ground = models.TextField(_("why it is due"), blank=True)
    reason = models.TextField(_("reason for leaving it out"))

    class Meta(PlanRow.Meta):
        verbose_name = _("audit left out of the plan")
        verbose_name_plural = _("audits left out of the plan")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "type", "department"], name="plan_leaves_out_an_audit_once"
            ),
        ]

    @property
    def key(self) -> str:
        """What tells it from others of its version, and stays the same from one to the next."""
        return f"{self.type_id}-{self.department_id or 0}"
