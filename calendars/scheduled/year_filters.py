"""Filters by fiscal year: several years, and ranges of them."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import islice
from operator import ge, le
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from calendars.scheduled.display import fiscal_year_name
from calendars.scheduled.forms import OfficialFiscalYearField
from records.lists import PlainSelect

FIELD_ORDER = (
    *("fiscal_year", "from", "to"),
    *("q", "body", "regime", "type", "department", "status"),
)
BACKWARDS = _("The range begins in %(first)s and ends before that, in %(last)s.")
MOST_YEARS = 100  # more than there are; each is read as officials write it, which takes time
TOO_MANY = _("Please choose at most %(most)s fiscal years.")
BOUNDED_FROM = 5  # years with records, from which a range is quicker than ticking each


def year_choices(years: Iterable[int]) -> list[tuple[int, str]]:
    """Fiscal years with their names, newest first."""
    return [(year, fiscal_year_name(year)) for year in sorted(years, reverse=True)]


def readable_years(values: Iterable[str]) -> set[int]:
    """The fiscal years among the first of these values, without what is none."""
    found = set()
    for value in islice(dict.fromkeys(values), MOST_YEARS):
        with suppress(ValidationError):
            found.add(OfficialFiscalYearField().clean(value))
    return found


class YearBoxes(forms.CheckboxSelectMultiple):
    """A box for each fiscal year, written without a template as `PlainSelect` is."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = readable_years(value or ())
        boxes = format_html_join(
            "\n",
            '<label class="year-box"><input type="checkbox" name="{}" value="{}"{}>{}</label>',
            (
                (name, year, mark_safe(" checked") if year in chosen else "", label)
                for year, label in self.choices
            ),
        )
        return format_html('<div class="year-boxes">{}</div>', boxes)


class FiscalYearField(OfficialFiscalYearField):
    """A fiscal year in an address; the choices are only a help."""

    widget = PlainSelect

    def offer(self, years: Iterable[int]) -> None:
        """Offer these years, newest first."""
        self.widget.choices = [("", _("All")), *year_choices(years)]


class FiscalYearsField(forms.Field):
    """Any number of fiscal years in an address, newest first; the choices are only a help."""

    widget = YearBoxes

    def offer(self, years: Iterable[int]) -> None:
        """Offer these years, newest first."""
        self.widget.choices = year_choices(years)

    def to_python(self, value: Any) -> tuple[int, ...]:
        """The years; raises `ValidationError` for what is no fiscal year, and for too many."""
        field = OfficialFiscalYearField(required=False)
        values = dict.fromkeys([value] if isinstance(value, str) else value or ())
        if len(values) > MOST_YEARS:
            raise ValidationError(TOO_MANY, code="too_many", params={"most": MOST_YEARS})
        years = {year for year in map(field.clean, values) if year is not None}
        return tuple(sorted(years, reverse=True))


class FiscalYearFilter(django_filters.Filter):
    """Records of any of these fiscal years, wherever their dates fall."""

    field_class = FiscalYearsField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"label": _("Fiscal year")} | kwargs))

    def filter(self, records: Any, value: tuple[int, ...]) -> Any:
        return records.in_fiscal_year(*value) if value else records


class YearBoundFilter(django_filters.Filter):
    """Records of the fiscal years from this one on, or up to it, itself included."""

    field_class = FiscalYearField

    def __init__(self, label: str | Promise, is_within: Callable[[int, int], bool]) -> None:
        super().__init__(label=label)
        self.is_within = is_within

    def filter(self, records: Any, value: int | None) -> Any:
        if value is None:
            return records
        years = (year for year in self.parent.years if self.is_within(year, value))
        return records.in_fiscal_year(*years)


class BoundedYearsForm(forms.Form):
    """Refuses a range of fiscal years that ends before it begins."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("from"), given.get("to")
        if first is not None and last is not None and first > last:
            names = {"first": fiscal_year_name(first), "last": fiscal_year_name(last)}
            self.add_error("from", ValidationError(BACKWARDS, code="backwards", params=names))
        return given


class FiscalYearFilters(django_filters.FilterSet):
    """Fiscal years, by name and from … to …; a subclass adds `q` and what its records have.

    Needs a queryset with `in_fiscal_year` and `fiscal_years`; `years` are those with records.
    """

    fiscal_year = FiscalYearFilter()

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """With those whose names Python takes for its own."""
        bounds = {
            "from": YearBoundFilter(_("Fiscal year (from)"), ge),
            "to": YearBoundFilter(_("Fiscal year (to)"), le),
        }
        return super().get_filters() | bounds

    def get_form_class(self) -> type[forms.Form]:
        """With what makes a range of years one."""
        usual = super().get_form_class()
        return type(usual.__name__, (BoundedYearsForm, usual), {})

    def __init__(self, data: Any = None, queryset: QuerySet | None = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        self.years = frozenset(self.queryset.fiscal_years())
        for name, field in self.form.fields.items():
            if isinstance(field, FiscalYearField | FiscalYearsField):
                field.offer(self.years | readable_years(self.asked(name)))
        if len(self.years) < BOUNDED_FROM:
            for name in ("from", "to"):
                if not self.asked(name):
                    self.form.fields[name].widget = forms.HiddenInput()
        self.form.order_fields(FIELD_ORDER)

    def asked(self, name: str) -> list[str]:
        """The values of a filter in the address, which may be a plain mapping."""
        given = self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data.get(name)]
        return [value for value in given if value]

    @property
    def chosen_years(self) -> list[int]:
        """The fiscal years that the list is narrowed to, or all with records, oldest first."""
        given = self.form.cleaned_data
        years = given.get("fiscal_year") or self.years
        first, last = given.get("from"), given.get("to")
        return sorted(
            year
            for year in years
            if (first is None or year >= first) and (last is None or year <= last)
        )
