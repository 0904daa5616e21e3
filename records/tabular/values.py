"""What a cell's number means: a number as it was entered, or a real date or time as ISO text."""

import math
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from records.tabular.errors import TabularError

_NO_DATE = _("This is not a date of Excel's calendar.")
_NO_NUMBER = _("This is not a number.")
# Formats that Excel knows by number and does not write out; 27 to 36 and 50 to 58 are Japanese.
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# What a format's letters are not: quoted words, colours and locales, scientific notation.
_LITERAL = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|E[+-]|general', re.IGNORECASE
)
_DATE_LETTERS = re.compile(r"[ymdhse]", re.IGNORECASE)
_EPOCH = {False: datetime(1899, 12, 30, tzinfo=UTC), True: datetime(1904, 1, 1, tzinfo=UTC)}
_FIRST_TRUE_DAY = 61  # Excel counts a 29 February 1900, so that serials before it are one off
_LAST_DAY = 2_958_465  # 9999-12-31
_SECONDS = 86_400


@dataclass(slots=True)
class Styles:
    """The formats of a workbook's cells: by number, and which number each style has."""

    from_1904: bool = False
    formats: dict[int, str] = field(default_factory=dict)
    cells: list[int] = field(default_factory=list)

    def is_date(self, style: str) -> bool:
        """Whether a cell of this style shows its number as a date or time."""
        at = int(style) if style.isdigit() else 0
        number = self.cells[at] if at < len(self.cells) else 0
        if number not in self.formats:
            return number in _DATES
        code = _LITERAL.sub("", self.formats[number]).split(";")[0]
        return bool(_DATE_LETTERS.search(code))


def number_text(text: str) -> str:
    """A number as it was entered: 28 and not 28.0, 1.1 and not 1.1000000000000001."""
    value = _number(text)
    if value == int(value) and abs(value) < 10**15:
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def date_text(text: str, *, from_1904: bool) -> str:
    """A serial number as ISO date; with the time where it has one; a time alone below 1."""
    days = _number(text)
    first = 0 if from_1904 else _FIRST_TRUE_DAY
    if not (0 <= days < 1 or first <= days < _LAST_DAY):
        raise TabularError(_NO_DATE)
    seconds = round(days * _SECONDS)
    moment = _EPOCH[from_1904] + timedelta(seconds=seconds)
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    if days < 1:
        return clock
    return f"{moment:%Y-%m-%d}" + (f" {clock}" if seconds % _SECONDS else "")


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise TabularError(_NO_NUMBER) from None
    if not math.isfinite(value):
        raise TabularError(_NO_NUMBER)
    return value
