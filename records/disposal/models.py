"""The register of disposals (廃棄簿): what was decided on each record, and what it was called."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.base import Part, Record


class DisposalRegister(Record):
    """One decision on records whose retention had ended; it is made whole and never changed."""

    approver = models.CharField(
        _("approver"), max_length=100, help_text=_("By office, as the decision names it: 監査室長")
    )
    decided_on = models.DateField(_("decided on"))

    meant_for_public: ClassVar[bool] = False
    retention_years: ClassVar[int | None] = None
    parts: ClassVar[tuple[str, ...]] = ("items",)

    class Meta(Record.Meta):
        verbose_name = _("register of disposals")
        verbose_name_plural = _("registers of disposals")
        ordering = ["-decided_on", "-id"]

    def __str__(self) -> str:
        return str(_("Register of disposals %(number)s")) % {"number": self.decision_number}


class DisposedRecord(Part):
    """A record that was disposed of, or is kept for longer: its kind, its name and its dates."""

    class Decision(models.TextChoices):
        """What may be decided on a record whose retention has ended."""

        DISPOSE = "dispose", _("dispose of it")
        EXTEND = "extend", _("keep it longer")

    register = models.ForeignKey(
        DisposalRegister,
        on_delete=models.PROTECT,
        related_name="items",
        verbose_name=_("register of disposals"),
    )
    record_type = models.CharField(_("kind of record"), max_length=100)
    record_id = models.BigIntegerField()
    record_uid = models.UUIDField(_("record's ID"))
    name = models.TextField(_("name"))
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    retained_until = models.DateField(_("must be kept until"))
    was_public = models.BooleanField(_("was public"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    extended_until = models.DateField(_("kept until"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    part_of = "register"

    class Meta(Part.Meta):
        verbose_name = _("record decided on")
        verbose_name_plural = _("records decided on")
        default_permissions = ()
        ordering = ["record_type", "fiscal_year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["register", "record_uid"], name="decided_on_once"),
            models.CheckConstraint(
                condition=models.Q(decision="extend", extended_until__isnull=False)
                | models.Q(decision="dispose", extended_until__isnull=True),
                name="extension_has_its_end",
            ),
        ]
        indexes = [models.Index(fields=["record_type", "record_id"], name="disposed_by_record")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.decision == self.Decision.EXTEND:
            if self.extended_until is None:
                errors["extended_until"] = _("Please say until when it is kept.")
            elif self.extended_until <= self.register.decided_on:
                errors["extended_until"] = _("This day must lie after the decision.")
            if not self.reason.strip():
                errors["reason"] = _("Please say why it is kept longer.")
        if errors:
            raise ValidationError(errors)
