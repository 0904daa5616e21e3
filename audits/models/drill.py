"""Drills under the business continuity plan."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audits.models.existence import ConcernedDepartment
from audits.models.types import SLIP_REASON_HELP
from calendars.scheduled import ScheduledQuerySet, ScheduledRecord, SegmentRow
from organization.contacts import departments_of
from records.base import ObjectScope, Upgrade, added
from records.storage import RowLoader


class DrillQuerySet(ScheduledQuerySet):
    def with_parts(self) -> Self:
        """With what a row of a list needs, in a constant number of queries."""
        departments = DrillDepartment.objects.select_related(
            "department__parent_department__parent_department__parent_department"
        )
        return self.prefetch_related(models.Prefetch("departments", queryset=departments))


class Drill(ScheduledRecord):
    """A drill (訓練): who practised what, and when."""

    name = models.CharField(
        _("name"),
        max_length=200,
        blank=True,
        help_text=_("May be left empty where the summary says it all: 安否確認訓練"),
    )
    scenario = models.TextField(
        _("scenario and summary"),
        help_text=_("As the annual report prints it: 大規模地震を想定した安否の確認"),
    )
    order = models.PositiveSmallIntegerField(
        _("place in the report"), default=1, help_text=_("Order within its table of the report.")
    )

    slip_reason = models.TextField(_("reason for the slip"), blank=True, help_text=SLIP_REASON_HELP)

    objects: ClassVar = DrillQuerySet.as_manager()

    schema: ClassVar[int] = 5
    upgrades: ClassVar[Mapping[int, Upgrade]] = {
        **ScheduledRecord.upgrades,
        3: added(slip_reason=""),
        4: added(status_reason=""),
    }
    row_loader: ClassVar[RowLoader] = RowLoader({"departments": ("department",)})
    parts: ClassVar[tuple[str, ...]] = ("departments",)

    class Meta(ScheduledRecord.Meta):
        verbose_name = _("drill")
        verbose_name_plural = _("drills")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("audits:drill", args=[self.uid])

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """The drills in which a contact's department took part."""
        own = departments_of(user)
        rows = DrillDepartment.objects.filter(drill=models.OuterRef("pk"), department__in=own)
        return ObjectScope(models.Q(models.Exists(rows))) if own else ObjectScope()

    @property
    def departments_text(self) -> str:
        """The departments that practised, joined as official texts do."""
        return "、".join(str(row.department) for row in self.rows_of("departments"))

    @property
    def title(self) -> str:
        """Its name, else 「訓練（情報処理部）」."""
        return self.name or f"訓練（{self.departments_text}）"

    @property
    def in_english(self) -> str:
        """The same in English; empty where it has a name of its own or a department has none."""
        names = [row.department.in_english for row in self.rows_of("departments")]
        return "" if self.name or not names or not all(names) else f"Drill ({'; '.join(names)})"


class DrillSegment(SegmentRow):
    record = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="segments")


class DrillDepartment(ConcernedDepartment):
    """A department that took part in a drill."""

    drill = models.ForeignKey(Drill, on_delete=models.PROTECT, related_name="departments")

    part_of: ClassVar[str] = "drill"
    not_there: ClassVar[Promise] = _("This department did not exist on the days of the drill.")

    class Meta(ConcernedDepartment.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["drill", "department"],
                name="drill_lists_a_department_once",
                violation_error_message=_("This department is listed twice."),
            ),
        ]
