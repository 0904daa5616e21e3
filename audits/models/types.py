"""The kinds of audit there are, and what the forms of audits and drills share."""

from collections.abc import Mapping
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records.base import EnglishName, Record, Upgrade, added

SLIP_REASON_HELP = _("Why it takes place at another time than the approved annual plan says.")


class Regime(models.TextChoices):
    """The right by which an audit is made; the values stand in addresses and feeds."""

    INTERNAL = "internal", _("internal audit")
    EXTERNAL = "external", _("external review and audit")
    ACCOUNTING = "accounting", _("accounting audit by the external auditor")
    AUDITOR = "auditor", _("statutory auditors' audit")


class AuditType(EnglishName, Record):
    """A kind of audit under one regime (監査種別)."""

    slug = models.SlugField(
        _("code"), unique=True, help_text=_("Stands in addresses and feeds; never change it.")
    )
    regime = models.CharField(_("regime"), max_length=10, choices=Regime)
    group = models.CharField(
        _("group of audit types"),
        max_length=100,
        blank=True,
        help_text=_(
            "Printed before the name, which then stands in brackets: 業務監査（部門別監査）"
        ),
    )
    name = models.CharField(
        _("name"), max_length=100, help_text=_("As the annual report prints it: 部門別監査")
    )
    short_name = models.CharField(
        _("short name"),
        max_length=6,
        help_text=_("At most six characters; a calendar's month view shows no more."),
    )
    standard = models.CharField(
        _("standard"),
        max_length=200,
        blank=True,
        help_text=_("For example JIS Q 27001, JIS Q 15001"),
    )
    cycle_months = models.PositiveSmallIntegerField(
        _("cycle in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Once a year is 12, every month 1."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    schema: ClassVar[int] = 2
    upgrades: ClassVar[Mapping[int, Upgrade]] = {1: added(english_name="")}
    fixed_once_public: ClassVar[tuple[str, ...]] = ("slug",)

    class Meta(Record.Meta):
        verbose_name = _("audit type")
        verbose_name_plural = _("audit types")
        ordering = ["order", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["regime", "group", "name"],
                name="audit_type_is_named_once",
                violation_error_message=_("This audit type exists already."),
            ),
        ]

    @property
    def in_english(self) -> str:
        return capfirst(self.english_name)

    def __str__(self) -> str:
        return f"{self.group}（{self.name}）" if self.group else self.name


def printed_types(types: list[AuditType]) -> str:
    """Types as the report prints them: 会計監査（決算監査及び例月監査）, A及びB.

    Types of one group share its name; the names are joined by 及び.
    """
    names = "及び".join(audit_type.name for audit_type in types)
    groups = {audit_type.group for audit_type in types}
    if len(groups) == 1 and (group := groups.pop()):
        return f"{group}（{names}）"
    return names
