"""Inspections received: what authorities ask of the agency, and the authorities that may."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.models.existence import ConcernedDepartment
from audits.models.inspection import received_in_scope
from calendars.scheduled import ScheduledQuerySet, ScheduledRecord, SegmentRow, schedule_indexes
from records.base import EnglishName, Life, ObjectScope, Record
from records.papers import Attachment
from records.storage import RowLoader


class Authority(EnglishName, Record):
    """Whoever may inspect the agency: a minister, the Board of Audit, a certification body."""

    slug = models.SlugField(
        _("code"), unique=True, help_text=_("Stands in addresses and feeds; never change it.")
    )
    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        help_text=_("For example 総務大臣（主務大臣）, 会計検査院"),
    )
    legal_basis = models.CharField(
        pgettext_lazy("of inspections", "legal basis"),
        max_length=200,
        blank=True,
        help_text=_("The law or contract by which it may: 法第35条, 会計検査院法第23条, 認証契約"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    meant_for_public: ClassVar[bool] = False
    fixed_once_public: ClassVar[tuple[str, ...]] = ("slug",)

    class Meta(Record.Meta):
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """Those of the inspections that an inspector's scope names, drafts apart."""
        told = InspectionReceived.objects.exclude(life=Life.DRAFT)
        inspections = told.filter(received_in_scope(user, at))
        return ObjectScope(models.Q(pk__in=inspections.values("authority")))


class InspectionReceivedQuerySet(ScheduledQuerySet):
    def with_names(self) -> Self:
        return self.select_related("authority")

    def with_parts(self) -> Self:
        """With what a row of a list needs, in a constant number of queries."""
        departments = InspectedDepartment.objects.select_related(
            "department__parent_department__parent_department__parent_department"
        )
        named = self.with_names()
        return named.prefetch_related(models.Prefetch("departments", queryset=departments))


class InspectionReceived(ScheduledRecord):
    """An inspection or a demand for a report from outside (外部からの検査等)."""

    authority = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        related_name="inspections",
        verbose_name=_("authority"),
    )
    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("As its notice calls it: 報告徴収, 立入検査, 会計実地検査"),
    )
    asked = models.TextField(
        _("what was asked"),
        blank=True,
        help_text=_("The matters and documents that its notice names."),
    )
    result = models.TextField(
        _("result"),
        blank=True,
        help_text=_("What it came to, and what the agency answered. Empty until that is known."),
    )

    objects: ClassVar = InspectionReceivedQuerySet.as_manager()

    schema: ClassVar[int] = 1
    upgrades: ClassVar = {}
    row_loader: ClassVar = RowLoader({"departments": ("department",)}, links=("authority",))
    parts: ClassVar[tuple[str, ...]] = ("departments", "documents")
    names: ClassVar[tuple[str, ...]] = ("authority",)
    # Known to those concerned; one can be published, but none waits for it.
    meant_for_public: ClassVar[bool] = False

    class Meta(ScheduledRecord.Meta):
        verbose_name = _("inspection received")
        verbose_name_plural = _("inspections received")
        indexes = schedule_indexes("audits_received")

    def __str__(self) -> str:
        return f"{self.name}（{self.authority}）"

    def get_absolute_url(self) -> str:
        return reverse("audits:inspection", args=[self.uid])

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """Those that an inspector's scope names, with their past."""
        inspected = received_in_scope(user, at)
        return ObjectScope(inspected, past=inspected)

    @property
    def departments_text(self) -> str:
        """The departments inspected, joined as official texts do."""
        return "、".join(str(row.department) for row in self.rows_of("departments"))


class InspectionSegment(SegmentRow):
    record = models.ForeignKey(
        InspectionReceived, on_delete=models.PROTECT, related_name="segments"
    )


class InspectedDepartment(ConcernedDepartment):
    """A department that an inspection looks into, or of which a report is demanded."""

    inspection = models.ForeignKey(
        InspectionReceived, on_delete=models.PROTECT, related_name="departments"
    )

    part_of: ClassVar[str] = "inspection"
    not_there: ClassVar[Promise] = _("This department did not exist on the days of the inspection.")

    class Meta(ConcernedDepartment.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "department"],
                name="inspection_lists_a_department_once",
                violation_error_message=_("This department is listed twice."),
            ),
        ]


class InspectionDocument(Attachment):
    """A document of an inspection: its notice, what was handed over, its result."""

    inspection = models.ForeignKey(
        InspectionReceived, on_delete=models.PROTECT, related_name="documents"
    )

    part_of: ClassVar[str] = "inspection"

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["order", "id"]
