"""The meaning of a cell's value: a number as entered, or a date or time as shown."""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.formats import PARTS
from records.imports.reading.shown import Shown, is_date, section_for, shown_by, words_of

_NO_DATE = _("This is not a date of Excel's calendar.")
_NO_NUMBER = _("This is not a number.")
_AT_MIDNIGHT = _("The time here is within a second of midnight, so that the day is unclear.")
_ZONE = _("The time here is one of another time zone.")
_EPOCH = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - as in cells
_FIRST_DAY = datetime(1900, 3, 1)  # noqa: DTZ001 - Excel counts a 29 February before it
_LAST_DAY = datetime(9999, 12, 31)  # noqa: DTZ001 - as in cells
SECONDS = 86_400
_NOISE = 1e-9  # days, a tenth of a millisecond: what calculating with days leaves
_PLAIN = "yyyy-mm-dd hh:mm:ss"


@dataclass(frozen=True, slots=True)
class Dated:
    """A date or time as its cell shows it; `hides_year` where it shows a date without one."""

    text: str
    hides_year: bool = False


def number_text(text: str) -> str:
    """A number as it was entered: 28 and not 28.0, 1.1 and not 1.1000000000000001."""
    value = _number(text)
    if value == int(value) and abs(value) < 10**15:
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def dated(text: str, code: str, *, from_1904: bool) -> Dated:
    """The text that a cell shows of a serial number. Raises `TabularError` where it is no date."""
    days = _number(text)
    section = section_for(days, code)
    if not any(token.kind in PARTS for token in section):
        return Dated(words_of(section))
    day = math.floor(days + _NOISE)
    if not 0 <= day <= (_LAST_DAY - _EPOCH[from_1904]).days:
        raise TabularError(_NO_DATE)
    midnight = _EPOCH[from_1904] + timedelta(days=day)
    return _dated(shown_by(section, code), midnight, max(days - day, 0) * SECONDS)


def iso_dated(text: str, code: str) -> Dated:
    """The same of a date or time in ISO 8601, as strict workbooks have them."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = datetime.combine(date.min, time.fromisoformat(text))
        except ValueError:
            raise TabularError(_NO_DATE) from None
    if moment.utcoffset():
        raise TabularError(_ZONE)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    code = code if is_date(code) else _PLAIN if day.year > 1 else "hh:mm:ss"
    shown = shown_by(section_for(1, code), code)
    return _dated(shown, day.replace(tzinfo=None), (moment - day).total_seconds())


def _dated(shown: Shown, day: datetime, seconds: float) -> Dated:
    """A day and the seconds since its midnight, as they are shown. Midnight is no time."""
    whole = round(seconds)
    if whole >= SECONDS and shown.has_time:
        raise TabularError(_AT_MIDNIGHT)
    clock = shown.time_text(day + timedelta(seconds=whole)) if shown.has_time else ""
    if not shown.has_date:
        return Dated(f"{shown.lead}{clock}{shown.trail}")
    if day < _FIRST_DAY:
        raise TabularError(_NO_DATE)
    date = shown.date_text(day)
    text = date if clock in ("", "00:00") else f"{date} {clock}"
    return Dated(f"{shown.lead}{text}{shown.trail}", hides_year="year" not in shown.parts)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise TabularError(_NO_NUMBER) from None
    if not math.isfinite(value):
        raise TabularError(_NO_NUMBER)
    return value
