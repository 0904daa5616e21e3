"""Departments through their reorganisations, the agency's officers, and contacts."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organization.contacts import departments_of
from organization.deputies import Deputy as Deputy
from organization.officers import Officer as Officer
from records.base import (
    EnglishName,
    ObjectScope,
    Part,
    Record,
    RecordQuerySet,
    Upgrade,
    added,
)

LAST_ORDER = 32_767  # what the database keeps


class DepartmentQuerySet(RecordQuerySet):
    def existing(self, first: date, last: date) -> Self:
        """Departments that existed on any day from `first` to `last`, both included."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=last),
            Q(valid_until=None) | Q(valid_until__gte=first),
        )

    def next_order(self) -> int:
        """The place after the last of all, as far as places go."""
        last = self.aggregate(last=models.Max("order"))["last"] or 0
        return min(last + 1, LAST_ORDER)

    def with_names(self) -> Self:
        return self.with_ancestors()

    def with_ancestors(self) -> Self:
        """With all that a full name needs."""
        return self.select_related("parent_department__parent_department__parent_department")


class Department(EnglishName, Record):
    """A unit of the agency as it stood from one reorganisation to the next.

    A renamed department gets a successor, so that an old report still prints the old name.
    """

    class Kind(models.TextChoices):
        BUREAU = "bureau", _("secretariat")
        CENTRE = "centre", _("centre")
        DEPARTMENT = "department", _("department")
        OFFICE = "office", _("office")
        SECTION = "section", _("section")

    slug = models.SlugField(
        _("code"), unique=True, help_text=_("Stands in addresses and feeds; never change it.")
    )
    name = models.CharField(
        _("name"),
        max_length=100,
        help_text=_("Without what it belongs to: 総務課, not 管理部総務課"),
    )
    short_name = models.CharField(
        _("short name"), max_length=50, blank=True, help_text=_("As the annual report prints it.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.DEPARTMENT)
    parent_department = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subdepartments",
        verbose_name=_("belongs to"),
        help_text=_("A section belongs to its department, a department of a centre to the centre."),
    )
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_until = models.DateField(
        _("exists until"),
        null=True,
        blank=True,
        help_text=_("The last day. A renamed department ends here and gets a successor."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    duties = models.TextField(_("main duties"), blank=True)

    objects: ClassVar = DepartmentQuerySet.as_manager()

    schema: ClassVar[int] = 2
    upgrades: ClassVar[Mapping[int, Upgrade]] = {1: added(english_name="")}
    names: ClassVar[tuple[str, ...]] = ("parent_department",)
    fixed_once_public: ClassVar[tuple[str, ...]] = ("slug",)

    class Meta(Record.Meta):
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["order", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                name="department_ends_after_it_begins",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("A department cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="department_is_not_its_own_parent",
                condition=Q(parent_department=None) | ~Q(parent_department=F("id")),
                violation_error_message=_("A department cannot belong to itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("organization:department", args=[self.slug])

    @property
    def printed_name(self) -> str:
        """The department's own name as reports print it, without what it belongs to."""
        return self.short_name or self.name

    @property
    def full_name(self) -> str:
        """As reports print it, with what it belongs to unless that is the secretariat.

        A section follows its department, a department of a centre its centre (個人番号センター
        公的個人認証部); 事務局 is never printed.
        """
        parent = self.parent_department
        if parent is None or parent.kind == self.Kind.BUREAU:
            return self.printed_name
        return parent.full_name + self.printed_name

    @property
    def in_english(self) -> str:
        """The same in English, its own name first; empty where a name is missing."""
        parent = self.parent_department
        if parent is None or parent.kind == self.Kind.BUREAU or not self.english_name:
            return self.english_name
        return parent.in_english and f"{self.english_name}, {parent.in_english}"

    @classmethod
    def object_scope(cls, user: Any, at: date | None) -> ObjectScope:
        """A department and its parts are known to their contacts."""
        return ObjectScope(Q(pk__in=departments_of(user)))

    def ancestors(self) -> list["Department"]:
        """The departments that it belongs to, nearest first."""
        found: list[Department] = []
        parent = self.parent_department
        while parent is not None and parent not in found:
            found.append(parent)
            parent = parent.parent_department
        return found

    def existed(self, first: date, last: date) -> bool:
        """True when it existed on any day from `first` to `last`, both included."""
        began = self.valid_from is None or self.valid_from <= last
        ended = self.valid_until is not None and self.valid_until < first
        return began and not ended

    def clean(self) -> None:
        super().clean()
        if (
            self.pk
            and self.parent_department
            and self
            in [
                self.parent_department,
                *self.parent_department.ancestors(),
            ]
        ):
            raise ValidationError({"parent_department": _("A department cannot belong to itself.")})


class Reorganisation(Record):
    """A change of the organisation: which departments gave way to which, and when."""

    title = models.CharField(
        _("title"), max_length=200, help_text=_("For example システム統括室の設置")
    )
    takes_effect_on = models.DateField(_("takes effect on"))
    description = models.TextField(_("description"), blank=True)

    parts: ClassVar[tuple[str, ...]] = ("steps",)

    class Meta(Record.Meta):
        verbose_name = _("reorganisation")
        verbose_name_plural = _("reorganisations")
        ordering = ["takes_effect_on", "id"]

    def __str__(self) -> str:
        return self.title

    def departments(self, role: str) -> list[Department]:
        """The departments in this role, in order."""
        return [step.department for step in self.steps.all() if step.role == role]


class ReorganisationStep(Part):
    """One department's side of a reorganisation."""

    class Role(models.TextChoices):
        PREDECESSOR = "predecessor", _("predecessor")
        SUCCESSOR = "successor", _("successor")

    reorganisation = models.ForeignKey(
        Reorganisation, on_delete=models.PROTECT, related_name="steps"
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="reorganisation_steps",
        verbose_name=_("department"),
    )
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=Role,
        help_text=_("What came before is the predecessor, what follows it the successor."),
    )

    part_of: ClassVar[str] = "reorganisation"

    class Meta:
        verbose_name = _("department concerned")
        verbose_name_plural = _("departments concerned")
        ordering = ["role", "department__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "department", "role"],
                name="reorganisation_names_a_department_once",
                violation_error_message=_("This department is listed twice."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.department}"


class Contact(models.Model):
    """Makes an account the contact (部門担当者) of a department and all that belongs to it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contacts"
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="contacts",
        verbose_name=_("department"),
    )

    class Meta:
        verbose_name = _("department of a contact")
        verbose_name_plural = _("departments of a contact")
        ordering = ["department__order", "id"]
        permissions = [("read_as_contact", "Can read what concerns the account's departments")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department"],
                name="contact_has_a_department_once",
                violation_error_message=_("This department is listed twice."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.department)
