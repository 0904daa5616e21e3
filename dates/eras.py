"""The five modern eras: from a day to its era and year, and back."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Era:
    """An era name, its one-letter and one-character forms, and the first day it was in force."""

    name: str
    letter: str
    square: str
    first_day: date

    @property
    def first_year(self) -> int:
        """The Western year that is the era's 元年."""
        return self.first_day.year


# 明治 was in force from the first day of its lunar year (行政官布告, 1868).
ERAS = (
    Era("明治", "M", "㍾", date(1868, 1, 25)),
    Era("大正", "T", "㍽", date(1912, 7, 30)),
    Era("昭和", "S", "㍼", date(1926, 12, 25)),
    Era("平成", "H", "㍻", date(1989, 1, 8)),
    Era("令和", "R", "㋿", date(2019, 5, 1)),
)
BY_NAME = {era.name: era for era in ERAS}
# The Gregorian calendar came into force on this day (太政官布告第337号 of 明治5年).
GREGORIAN_FROM = date(1873, 1, 1)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def era_of(day: date) -> Era:
    """The era in force on `day`; `ValueError` before 1868-01-25."""
    for era in reversed(ERAS):
        if era.first_day <= day:
            return era
    raise ValueError(f"{day.isoformat()} is before the era 明治")


def to_wareki(day: date) -> tuple[str, int]:
    """Era name and year of `day`, (平成, 28); `ValueError` before 1868-01-25."""
    era = era_of(day)
    return era.name, day.year - era.first_year + 1


def from_wareki(name: str, year: int) -> int:
    """The Western year of a year of an era, also past the era's end: (平成, 33) is 2021.

    Raises `ValueError` for an unknown era or a year below 1.
    """
    if name not in BY_NAME or year < 1:
        raise ValueError(f"{name}{year}年 is no year of an era")
    return BY_NAME[name].first_year + year - 1


def era_year_text(name: str, year: int) -> str:
    """平成28年, 令和８年; the first year is 元年."""
    return f"{name}元年" if year == 1 else f"{name}{official_number(year)}年"


def short_day(day: date) -> str:
    """H28.9.1; `ValueError` before 1868-01-25."""
    era = era_of(day)
    return f"{era.letter}{day.year - era.first_year + 1}.{day.month}.{day.day}"


def official_number(value: int) -> str:
    """A number as official texts print it: one digit in full width, more in half width."""
    text = str(value)
    return text.translate(FULL_WIDTH) if len(text) == 1 else text
