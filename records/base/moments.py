"""A moment of the past, as an address names it."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

LONGEST = 100  # letters that can name a moment


class MomentField(forms.Field):
    """2016-11-08T10:00 is that moment, 2016-11-08 the end of that day; in the office's time.

    What of today is yet to come is now: nobody knows how it will be by then.
    """

    default_error_messages = {
        "invalid": _("“%(text)s” is not a moment. Write for example %(day)s or %(day)s %(time)s."),
        "future": _("This moment has not come yet."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            moment = in_office_time(self.read(text[:LONGEST]))
        except ValueError as error:
            raise self.refusal(text) from error
        if timezone.localdate(moment) > timezone.localdate():
            raise ValidationError(self.error_messages["future"], code="future")
        return min(moment, timezone.now())

    def read(self, text: str) -> datetime:
        """The moment; raises `ValidationError`."""
        try:
            day = parse_date(text)
            return end_of_day(day) if day else datetime.fromisoformat(text)
        except ValueError as error:
            raise self.refusal(text) from error

    def refusal(self, text: str) -> ValidationError:
        """The error for a text that names no moment; its examples are moments that there were."""
        now = timezone.localtime()
        params = {"text": text, "day": now.date().isoformat(), "time": f"{now:%H:%M}"}
        return ValidationError(self.error_messages["invalid"], code="invalid", params=params)


def in_office_time(moment: datetime) -> datetime:
    """The moment, in the office's time where it names no other.

    Raises `ValueError` for one that lies before the year 1 or after the year 9999 here or in UTC.
    """
    try:
        moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        for zone in (UTC, timezone.get_current_timezone()):
            moment.astimezone(zone)
    except OverflowError as error:
        raise ValueError(moment) from error
    return moment


def end_of_day(day: Any) -> datetime:
    """The last moment of a day."""
    return datetime.combine(day, time.max)
