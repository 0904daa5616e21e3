"""The short lists from which root causes and themes of findings are chosen."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.models.finding import Finding
from records.base import NOTHING, Life, ObjectScope, Part, Record


class FindingCategory(Record):
    """A root cause (根本原因の区分) or a theme (テーマ) that findings may have in common."""

    class Role(models.TextChoices):
        """What findings are counted by; the values stand in addresses."""

        CAUSE = "cause", _("root cause")
        THEME = "theme", pgettext_lazy("of a finding", "theme")

    slug = models.SlugField(
        _("code"), unique=True, help_text=_("Stands in addresses and feeds; never change it.")
    )
    role = models.CharField(pgettext_lazy("of a category", "list"), max_length=10, choices=Role)
    name = models.CharField(
        _("name"), max_length=100, help_text=_("For example 手順の未整備, アクセス権限の管理")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    meant_for_public: ClassVar[bool] = False
    may_be_public: ClassVar[bool] = False
    fixed_once_public: ClassVar[tuple[str, ...]] = ("slug",)

    class Meta(Record.Meta):
        verbose_name = _("root cause or theme")
        verbose_name_plural = _("root causes and themes")
        ordering = ["role", "order", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["role", "name"],
                name="finding_category_is_named_once",
                violation_error_message=_("This list already has an entry of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        """Never: it is for those who may read findings."""
        return False

    @classmethod
    def open_to_anyone(cls) -> models.Q:
        return NOTHING

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """Those of the findings that a contact or an inspector may read."""
        given = Finding.objects.exclude(life=Life.DRAFT)
        findings = given.filter(Finding.object_scope(user, at).records)
        rows = FindingClassification.objects.filter(finding__in=findings)
        return ObjectScope(models.Q(pk__in=rows.values("category")))


class FindingClassification(Part):
    """A root cause or a theme of a finding."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="classifications")
    category = models.ForeignKey(
        FindingCategory,
        on_delete=models.PROTECT,
        related_name="classifications",
        verbose_name=_("root cause or theme"),
    )

    part_of: ClassVar[str] = "finding"

    class Meta:
        verbose_name = _("root cause or theme")
        verbose_name_plural = _("root causes and themes")
        ordering = ["category__role", "category__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "category"],
                name="finding_has_a_category_once",
                violation_error_message=_("This root cause or theme is listed twice."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.category)

    def clean(self) -> None:
        super().clean()
        is_new = self._state.adding and self.category_id is not None
        if is_new and self.category.life == Life.WITHDRAWN:
            message = _("“%(category)s” was withdrawn from its list. Please choose another.")
            params = {"category": self.category}
            raise ValidationError({"category": ValidationError(message, params=params)})
