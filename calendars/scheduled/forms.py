"""Form fields that take dates the way documents write them."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calendars.scheduled.messages import explain
from dates import (
    FIRST_FISCAL_YEAR,
    LAST_FISCAL_YEAR,
    NotationError,
    Precision,
    Schedule,
    read,
    read_fiscal_year,
)
from records.base import MomentField, end_of_day


class OfficialDateField(forms.DateField):
    """A single day: 2016-11-08, 平成28年11月８日, H28.11.8 and every other notation of one day."""

    default_error_messages = {
        "not_a_day": _("“%(text)s” is not a single day. Write for example 平成28年11月８日."),
    }

    def __init__(self, *, help_text: Any = "", **kwargs: Any) -> None:
        example = _("For example 平成28年11月８日, H28.11.8 or 2016-11-08")
        super().__init__(help_text=help_text or example, **kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day; raises `ValidationError` saying what was not understood."""
        if value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        try:
            schedule = read(value).schedule
        except NotationError as error:
            raise ValidationError(explain(error, names_a_day), code="invalid") from error
        day = single_day(schedule)
        if day is None:
            raise ValidationError(
                self.error_messages["not_a_day"], code="not_a_day", params={"text": value}
            )
        return day


class OfficialFiscalYearField(forms.IntegerField):
    """A fiscal year of the register by any of its names: 令和８年度, 令和８, R8, 2026."""

    widget: Any = forms.TextInput
    example = _("For example 令和８, R8 or 2026")
    default_error_messages = dict.fromkeys(
        ("invalid", "min_value", "max_value"),
        _("This is not a fiscal year from 2014 to 2100. Write for example 令和８, R8 or 2026."),
    )

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {
            "min_value": FIRST_FISCAL_YEAR,
            "max_value": LAST_FISCAL_YEAR,
            "help_text": self.example,
        }
        super().__init__(**(usual | kwargs))

    def to_python(self, value: Any) -> int | None:
        """Its first calendar year; raises `ValidationError` for what is no fiscal year."""
        if value in self.empty_values or not isinstance(value, str):
            return super().to_python(value)
        try:
            return int(read_fiscal_year(value))
        except NotationError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class OfficialMomentField(MomentField):
    """A moment of the past, also as documents write it: 平成28年11月８日, H28.11.8 10:00."""

    def read(self, text: str) -> datetime:
        try:
            return super().read(text)
        except ValidationError:
            return self._official(text)

    def _official(self, text: str) -> datetime:
        try:
            schedule = read(text, midnight=True).schedule
        except NotationError as error:
            raise ValidationError(explain(error, names_a_moment), code="invalid") from error
        moment = single_moment(schedule)
        if moment is None:
            raise self.refusal(text)
        return moment


def names_a_day(text: str) -> bool:
    """Return True if `text`, which can be read or is empty, is a single day."""
    return single_day(read(text).schedule) is not None


def names_a_moment(text: str) -> bool:
    """Return True if `text`, which can be read or is empty, is a single day or one time of it."""
    return single_moment(read(text, midnight=True).schedule) is not None


def single_moment(schedule: Schedule) -> datetime | None:
    """The time that `schedule` names, or the last moment of its day; None where it names neither.

    A time may be the first of two: the second is left out.
    """
    segments = schedule.segments
    if len(segments) == 1 and segments[0].precision == Precision.MINUTE:
        [segment] = segments
        if segment.start and segment.start == segment.end and segment.start_time:
            return datetime.combine(segment.start, segment.start_time)
    day = single_day(schedule)
    return None if day is None else end_of_day(day)


def single_day(schedule: Schedule) -> date | None:
    """The day that `schedule` names; None where it names several, or none exactly."""
    if len(schedule.segments) != 1:
        return None
    segment = schedule.segments[0]
    is_day = segment.precision == Precision.DAY and not segment.approximate
    return segment.start if is_day and segment.start == segment.end else None
