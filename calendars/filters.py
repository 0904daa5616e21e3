"""Filters that every list of scheduled records has."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from calendars.display import fiscal_year_name
from calendars.segments import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, Status
from records.filters import NamedChoiceFilter

UNKNOWN_YEAR = _(
    "The fiscal year is a Western year from 2014 to 2100: 2016 is the year from April 2016."
)

FIELD_ORDER = ("fiscal_year", "q", "body", "regime", "type", "department", "status")


class FiscalYearField(forms.IntegerField):
    """A fiscal year by its Western year; the choices are only a help."""

    widget = forms.Select

    def __init__(self, **kwargs: Any) -> None:
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), UNKNOWN_YEAR)
        super().__init__(
            min_value=FIRST_FISCAL_YEAR,
            max_value=LAST_FISCAL_YEAR,
            error_messages=messages,
            **kwargs,
        )

    def offer(self, years: Iterable[int]) -> None:
        """Offer these years, newest first."""
        names = [(year, fiscal_year_name(year)) for year in sorted(set(years), reverse=True)]
        self.widget.choices = [("", _("All")), *names]


class FiscalYearFilter(django_filters.Filter):
    """Records of a fiscal year, wherever their dates fall."""

    field_class = FiscalYearField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Fiscal year"), **kwargs)

    def filter(self, records: QuerySet, value: int | None) -> QuerySet:
        return records if value is None else records.in_fiscal_year(value)


class ScheduledFilters(django_filters.FilterSet):
    """Fiscal year and status; a subclass adds `q` and what its records have."""

    fiscal_year = FiscalYearFilter()
    status = NamedChoiceFilter(label=_("Status"), choices=Status.choices)

    def __init__(self, data: Any = None, queryset: QuerySet | None = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        years = set(self.queryset.order_by().values_list("fiscal_year", flat=True).distinct())
        wanted = self.data.get("fiscal_year", "")
        if wanted.isascii() and wanted.isdigit() and len(wanted) == 4:
            years |= {int(wanted)} & set(range(FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR + 1))
        self.form.fields["fiscal_year"].offer(years)
        self.form.order_fields(FIELD_ORDER)
