"""Model fields that hold a schedule and a fiscal year."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from calendars.scheduled.display import fiscal_year_name, schedule_text
from calendars.scheduled.forms import OfficialFiscalYearField
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR, Schedule

# Schedules never change, and many records have the same.
read_canonical = lru_cache(maxsize=4096)(Schedule.from_canonical)


class ScheduleField(models.TextField):
    """A `Schedule`, kept as its canonical text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Schedule())
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        kwargs.pop("blank", None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Schedule:
        return read_canonical(value or "")

    def to_python(self, value: Any) -> Schedule:
        if isinstance(value, Schedule):
            return value
        try:
            return Schedule.from_canonical(value or "")
        except ValueError as error:
            raise ValidationError(_("This is not a schedule's canonical text.")) from error

    def get_prep_value(self, value: Any) -> str:
        return self.to_python(value).canonical()

    def value_to_string(self, obj: models.Model) -> str:
        return self.value_from_object(obj).canonical()

    def in_words(self, plain: str) -> str:
        """The canonical text in words: official notation, or English on English pages."""
        return schedule_text(Schedule.from_canonical(plain))


class FiscalYearField(models.PositiveSmallIntegerField):
    """A fiscal year by its first calendar year: a number to the database and its migrations."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        """Takes the year by any of its names; the admin's own field would take figures only."""
        return super().formfield(
            **kwargs
            | {
                "form_class": OfficialFiscalYearField,
                "min_value": FIRST_FISCAL_YEAR,
                "max_value": LAST_FISCAL_YEAR,
                "help_text": OfficialFiscalYearField.example,
                "widget": forms.TextInput(attrs={"class": "vFiscalYearField"}),
            }
        )

    def in_words(self, plain: int) -> str:
        """The year in both calendars. Raises `ValueError` for one that there cannot be."""
        return fiscal_year_name(plain)
