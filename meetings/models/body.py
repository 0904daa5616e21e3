"""Councils and committees, and who sits in them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import FiscalYearField
from organization.terms import Term, in_office
from records.base import EnglishName, GuardedQuerySet, Part, Record, Upgrade, added


class Body(EnglishName, Record):
    """A council or committee (会議体)."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("council")
        COMMITTEE = "committee", _("committee")

    class Numbering(models.TextChoices):
        CONTINUOUS = "continuous", _("runs on over the years")
        YEARLY = "yearly", _("restarts each fiscal year")
        NONE = "none", _("sittings have no number")

    slug = models.SlugField(
        _("code"), unique=True, help_text=_("Stands in addresses and feeds; never change it.")
    )
    name = models.CharField(_("name"), max_length=100, unique=True)
    short_name = models.CharField(
        _("short name"),
        max_length=6,
        help_text=_("At most six characters; a calendar's month view shows no more."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMMITTEE)
    legal_basis = models.CharField(
        _("legal basis"),
        max_length=200,
        blank=True,
        help_text=_("The article or rule that sets it up: 法第８条, 内部統制委員会設置規程"),
    )
    duties = models.TextField(_("matters it resolves or is heard on"), blank=True)
    numbering = models.CharField(
        _("numbering"),
        max_length=10,
        choices=Numbering,
        default=Numbering.YEARLY,
        help_text=_("Whether 第１回 comes again every April."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    schema: ClassVar[int] = 3
    upgrades: ClassVar[Mapping[int, Upgrade]] = {
        1: added(english_name=""),
        2: added(quorums=[]),
    }
    parts: ClassVar[tuple[str, ...]] = ("memberships", "yearly_counts", "quorums")
    fixed_once_public: ClassVar[tuple[str, ...]] = ("slug",)

    class Meta(Record.Meta):
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        for session in self.sessions.select_related("meeting"):
            if session.series != self.series_of(session.meeting.fiscal_year):
                session.save()

    def get_absolute_url(self) -> str:
        return reverse("meetings:body", args=[self.slug])

    def series_of(self, fiscal_year: int) -> int:
        """The series that a number counts in: the fiscal year, or 0 where numbers run on."""
        return fiscal_year if self.numbering == self.Numbering.YEARLY else 0

    def next_number(self, fiscal_year: int) -> int | None:
        """The number that its next meeting of `fiscal_year` has; None where they have none."""
        if self.numbering == self.Numbering.NONE:
            return None
        place = (self.pk, self.series_of(fiscal_year))
        return self.sessions.last_numbers().get(place, 0) + 1

    def clean(self) -> None:
        super().clean()
        if self.pk and not self._numbers_fit():
            raise ValidationError(
                {"numbering": _("The numbers of its meetings do not fit this numbering.")}
            )

    def _numbers_fit(self) -> bool:
        is_numbered = self.numbering != self.Numbering.NONE
        numbers = list(self.sessions.values_list("meeting__fiscal_year", "number"))
        if any((number is not None) != is_numbered for _year, number in numbers):
            return False
        places = {(self.series_of(year), number) for year, number in numbers}
        return not is_numbered or len(places) == len(numbers)


class MembershipQuerySet(GuardedQuerySet):
    def in_office(self, on: date, first_of_year: date) -> Self:
        """Members in office on `on`; see `organization.terms.in_office`."""
        return self.filter(in_office(on, first_of_year))


class Membership(Term, Part):
    """A person's seat in a body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    category = models.CharField(
        _("category"),
        max_length=50,
        blank=True,
        help_text=_("Whom the member stands for, where the members are grouped: 学識経験者"),
    )
    name = models.CharField(_("full name"), max_length=100)
    affiliation = models.CharField(
        _("position held"),
        max_length=200,
        blank=True,
        help_text=_("For example ○○県知事, ○○大学教授"),
    )
    role = models.CharField(
        _("role"), max_length=50, blank=True, help_text=_("Chair, deputy chair; else empty.")
    )

    objects: ClassVar = MembershipQuerySet.as_manager()

    part_of: ClassVar[str] = "body"

    class Meta(Part.Meta):
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["order", "id"]
        constraints = Term.Meta.constraints

    def __str__(self) -> str:
        return self.name


class YearlyCount(Part):
    """Sittings of which a year's report tells only how many there were."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="yearly_counts")
    fiscal_year = FiscalYearField(_("fiscal year"))
    sittings = models.PositiveSmallIntegerField(
        _("sittings"),
        help_text=_("How often it met that year, where the days are not recorded: 18"),
    )
    cases = models.PositiveSmallIntegerField(_("cases examined"), null=True, blank=True)

    part_of: ClassVar[str] = "body"

    class Meta:
        verbose_name = _("yearly count of undated sittings")
        verbose_name_plural = _("yearly counts of undated sittings")
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "fiscal_year"],
                name="body_counts_a_year_once",
                violation_error_message=_("This fiscal year is counted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year}: {self.sittings}"
