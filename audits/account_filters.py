"""Filters of the list of findings by what the account of follow-up counts.

Each figure of the account leads to the list under these filters, which shows that many findings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from audits.models import Finding, FindingCategory, FindingQuerySet, Regime
from calendars.scheduled import (
    FiscalYearFilter,
    FiscalYearFilters,
    display,
    fiscal_year_name,
)
from dates import FIRST_FISCAL_YEAR, FiscalYear, month_end
from records.history import today
from records.lists import NamedChoiceFilter

NO_MONTH = _("“%(text)s” is no month. Please write for example 2016-04.")


class Measures(models.TextChoices):
    """The two sorts of findings that the Board of Audit asks for as of a day, and both."""

    COMPLETED = "completed", _("measures completed")
    PENDING = "pending", _("measures not completed")
    OVERDUE = "overdue", _("measures overdue")
    GIVEN = "given", _("both, without drafts")


class Age(models.TextChoices):
    """The days since a finding was made whose measures are not completed."""

    MONTH = "0-30", _("up to 30 days")
    QUARTER = "31-90", _("31 to 90 days")
    HALF = "91-180", _("91 to 180 days")
    YEAR = "181-365", _("181 to 365 days")
    LONGER = "366-", _("more than 365 days")

    @property
    def first(self) -> int:
        """The fewest days that belong to it."""
        return int(self.value.partition("-")[0])

    @property
    def last(self) -> int | None:
        """The most days that belong to it; None where there is no limit."""
        last = self.value.partition("-")[2]
        return int(last) if last else None

    @classmethod
    def of(cls, days: int) -> "Age":
        """The one that so many days, 0 or more, belong to."""
        return next(age for age in cls if age.last is None or days <= age.last)


class Condition(models.TextChoices):
    """What is remarkable about a finding, or is not on record."""

    EXTENDED = "extended", _("due date extended")
    REPEAT = "repeat", _("repeat finding")
    ACCEPTED = "accepted", _("risk accepted")
    NO_DAY = "no-day", _("day of the finding not on record")
    NO_DEPARTMENT = "no-department", _("department not on record")
    NO_CAUSE = "no-cause", _("root cause not on record")


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a calendar year, as `str` in words."""

    year: int
    month: int

    def __str__(self) -> str:
        return display.month_name(self.year, self.month)

    @property
    def days(self) -> tuple[date, date]:
        """Its first and its last day."""
        return date(self.year, self.month, 1), month_end(self.year, self.month)


class MonthField(forms.CharField):
    """A month as addresses have it: 2016-04."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Month | None:
        text = super().clean(value)
        if not text:
            return None
        found = re.fullmatch("([0-9]{4})-(0[1-9]|1[0-2])", text)
        if found is None or int(found[1]) < FIRST_FISCAL_YEAR:
            raise ValidationError(NO_MONTH, params={"text": text})
        return Month(int(found[1]), int(found[2]))


class MonthFilter(django_filters.Filter):
    """Findings of a month; figures by month lead to it."""

    field_class = MonthField


def years() -> Iterator[tuple[int, str]]:
    """The fiscal years in which a finding can have been made, the latest first."""
    for year in range(int(FiscalYear.of(today())), FIRST_FISCAL_YEAR - 1, -1):
        yield year, fiscal_year_name(year)


class AccountFilters(FiscalYearFilters):
    """By fiscal year of the audit, regime, grade, age and what is remarkable, as of a day."""

    fiscal_year = FiscalYearFilter(label=_("Fiscal year of the audit"))
    measures = NamedChoiceFilter(label=_("Measures"), choices=Measures.choices, method="sorted_by")
    made = NamedChoiceFilter(label=_("Made in"), choices=years, method="made_in")
    closed = NamedChoiceFilter(label=_("Completed in"), choices=years, method="closed_in")
    made_month = MonthFilter(label=_("Made in"), method="made_in_month")
    closed_month = MonthFilter(label=_("Completed in"), method="closed_in_month")
    age = NamedChoiceFilter(label=_("Days since"), choices=Age.choices, method="aged")
    regime = NamedChoiceFilter(
        label=_("Regime"), field_name="audit__regime", choices=Regime.choices
    )
    grade = NamedChoiceFilter(label=_("Grade"), choices=Finding.Grade.choices)
    condition = NamedChoiceFilter(
        label=_("Remarkable"), choices=Condition.choices, method="conditioned"
    )

    @property
    def day(self) -> date:
        """The day as of which the list is shown."""
        raise NotImplementedError

    def sorted_by(self, records: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """措置が完了したもの, 措置が完了していないもの, those of them that are overdue, or all."""
        if value == Measures.COMPLETED:
            return records.completed_as_of(self.day)
        if value == Measures.PENDING:
            return records.not_completed_as_of(self.day)
        if value == Measures.OVERDUE:
            return records.overdue(self.day)
        return records.given(self.day)

    def made_in(self, records: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """Findings made in a fiscal year, whatever year's their audit is."""
        return records.made_in(FiscalYear(int(value)))

    def closed_in(self, records: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """Findings whose measures were completed in a fiscal year."""
        year = FiscalYear(int(value))
        return records.filter(closed_on__range=(year.first_day, year.last_day))

    def made_in_month(self, records: FindingQuerySet, name: str, value: Month) -> FindingQuerySet:
        """Findings made in a month, whatever year's their audit is."""
        return records.filter(found_on__range=value.days)

    def closed_in_month(self, records: FindingQuerySet, name: str, value: Month) -> FindingQuerySet:
        """Findings whose measures were completed in a month."""
        return records.filter(closed_on__range=value.days)

    def aged(self, records: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """Findings made so many days ago whose measures are not completed."""
        age = Age(value)
        waiting = records.not_completed_as_of(self.day)
        found = waiting.filter(found_on__lte=self.day - timedelta(days=age.first))
        if age.last is None:
            return found
        return found.filter(found_on__gte=self.day - timedelta(days=age.last))

    def conditioned(self, records: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """Findings of which this is so on the day."""
        sorts = {
            Condition.EXTENDED: lambda: records.extended(self.day),
            Condition.REPEAT: lambda: records.filter(is_repeat=True),
            Condition.ACCEPTED: lambda: records.with_accepted_risk(self.day),
            Condition.NO_DAY: lambda: records.filter(found_on=None),
            Condition.NO_DEPARTMENT: lambda: records.filter(department=None),
            Condition.NO_CAUSE: lambda: records.without_category(FindingCategory.Role.CAUSE),
        }
        return sorts[Condition(value)]()
