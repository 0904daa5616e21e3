"""The conclusions that an audit can come to (総合意見), as the office keeps them."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audits.models.types import AuditType, Regime
from records.base import Record, RecordQuerySet

OTHER_REGIME = _("This type belongs to another regime.")
IN_USE = _("An audit of another regime or type has come to this conclusion.")


class ConclusionQuerySet(RecordQuerySet):
    def of_audit(self, audit: Any) -> Self:
        """Those that an audit can come to, the withdrawn ones apart, and that which it has."""
        scale = Q(type=None) | Q(type__in=[each.pk for each in audit.types])
        current = self.current().filter(scale, regime=audit.regime)
        return self.filter(Q(pk__in=current.values("pk")) | Q(pk=audit.conclusion_id))


class Conclusion(Record):
    """One step of the scale of a regime, or of one of its types: 適正, 概ね適正, 要改善."""

    regime = models.CharField(_("regime"), max_length=10, choices=Regime)
    type = models.ForeignKey(
        AuditType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conclusions",
        verbose_name=_("audit type"),
        help_text=_("Empty where audits of every type of the regime can come to it."),
    )
    name = models.CharField(
        _("name"), max_length=50, help_text=_("As the audit's report words it: 概ね適正")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1, help_text=_("The best first."))

    objects: ClassVar = ConclusionQuerySet.as_manager()

    meant_for_public: ClassVar[bool] = False
    names: ClassVar[tuple[str, ...]] = ("type",)

    class Meta(Record.Meta):
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        ordering = ["regime", "order", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["regime", "name"],
                condition=Q(type=None),
                name="conclusion_of_a_regime_is_named_once",
                violation_error_message=_("This conclusion exists already."),
            ),
            models.UniqueConstraint(
                fields=["type", "name"],
                name="conclusion_of_a_type_is_named_once",
                violation_error_message=_("This conclusion exists already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """Its name with whose scale it is of: 適正（内部監査）."""
        return f"{self.name}（{self.type or self.get_regime_display()}）"

    def fits(self, regime: str, types: Collection[AuditType]) -> bool:
        """Return True if an audit of this regime and these types can come to it."""
        return self.regime == regime and (self.type is None or self.type in types)

    def clean(self) -> None:
        super().clean()
        if self.type and self.type.regime != self.regime:
            raise ValidationError({"type": OTHER_REGIME})
        if self.pk:
            self._check_use()

    def _check_use(self) -> None:
        """Raise `ValidationError` where an audit has come to it that no longer could."""
        others = ~Q(regime=self.regime)
        if self.type:
            others |= ~Q(pk__in=self.type.classifications.values("audit"))
        if self.audits.filter(others).exists():
            raise ValidationError(IN_USE)
