"""Filters that every list of scheduled records has."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from calendars.scheduled.former_schedules import taking_place
from calendars.scheduled.models import ScheduledRecord, Status
from calendars.scheduled.progress import NO_RESULT, without_result
from calendars.scheduled.querysets import ScheduledQuerySet
from calendars.scheduled.year_filters import FiscalYearField, FiscalYearFilters
from dates import (
    FiscalYear,
    NotationError,
    Precision,
    Schedule,
    Segment,
    read,
)
from records.history import today
from records.lists import NamedChoiceFilter, WordsFilter


class DuringFilter(django_filters.Filter):
    """Records that take place in a fiscal year by their days, whatever year's they are."""

    field_class = FiscalYearField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Takes place in"), widget=forms.HiddenInput(), **kwargs)

    def filter(self, records: ScheduledQuerySet, value: int | None) -> ScheduledQuerySet:
        if value is None:
            return records
        year = FiscalYear(value)
        return taking_place(records, year.first_day, year.last_day)


def dates_in(text: str, years: Iterable[int]) -> list[Schedule]:
    """`text` as a date in any notation; nothing where it is none, or names no day.

    Without a year of its own it is read once in each of these fiscal years.
    """
    for context in ((None,), sorted(years)):
        found = []
        for year in context:
            with suppress(NotationError):
                found.append(read(text, fiscal_year=year).schedule)
        if dated := [schedule for schedule in found if schedule.segments]:
            return dated
    return []


class DatedWordsFilter(WordsFilter):
    """Words, and dates in any notation: records that touch those days, or say so in words."""

    def terms(self, value: str) -> list[str]:
        """A date may have spaces in it."""
        return [value] if self.dates(value) else super().terms(value)

    def dates(self, text: str) -> list[Schedule]:
        """`text` as a date, in the fiscal years that the list is narrowed to, else in any."""
        return dates_in(text, self.parent.chosen_years)

    def naming(self, word: str) -> Q:
        found = super().naming(word)
        segments = [one for schedule in self.dates(word) for one in schedule.segments]
        return found | on_days(self.model, segments) if segments else found


def on_days(model: type[ScheduledRecord], segments: Sequence[Segment]) -> Q:
    """Records of which a segment touches one of these, and those of a fiscal year among them."""
    days = [segment.known_days() for segment in segments]
    touching = reduce(or_, (Q(first_day__lte=last, last_day__gte=first) for first, last in days))
    rows = model.segment_rows().filter(touching, record=OuterRef("pk"))
    years = {FiscalYear.of(one.known_days()[0]).year for one in segments if is_fiscal_year(one)}
    return Q(Exists(rows)) | Q(fiscal_year__in=years)


def is_fiscal_year(segment: Segment) -> bool:
    """True for one whole fiscal year, which is of some records though not of their days."""
    return segment.precision == Precision.FISCAL_YEAR and segment.is_single


class StatusFilter(NamedChoiceFilter):
    """Records by what lists tell of them: what is over without a result is not planned."""

    def __init__(self) -> None:
        choices = [*Status.choices, (NO_RESULT, _("no result on record"))]
        super().__init__(label=_("Status"), choices=choices)

    def filter(self, records: ScheduledQuerySet, value: str) -> ScheduledQuerySet:
        if value == NO_RESULT:
            return records.filter(pk__in=without_result(records, today()))
        found = super().filter(records, value)
        if value == Status.PLANNED:
            found = found.exclude(pk__in=without_result(found, today()))
        return found


class ScheduledFilters(FiscalYearFilters):
    """Fiscal year and status; a subclass adds `q` and what its records have."""

    during = DuringFilter()  # of the front page's numbers, which lead here
    status = StatusFilter()
