"""The fiscal year: a value, not a table."""

from dataclasses import dataclass
from datetime import date, timedelta

from dates.eras import era_year_text, to_wareki

FIRST_YEAR, LAST_YEAR = 1868, 2100
FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR = 2014, LAST_YEAR  # of the register: the agency began in 2014
FIRST_MONTH = 4
REIWA_BEGINS_IN = 2019


@dataclass(frozen=True, order=True, slots=True)
class FiscalYear:
    """1 April of `year` to 31 March of the next (平成25年法律第29号 article 27).

    `year` is a Western year from 1868 to 2100; anything else raises `ValueError`.
    """

    year: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(
                f"{self.year} is not a fiscal year between {FIRST_YEAR} and {LAST_YEAR}"
            )

    @classmethod
    def of(cls, day: date) -> "FiscalYear":
        """The fiscal year that `day` falls in."""
        return cls(day.year if day.month >= FIRST_MONTH else day.year - 1)

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.year, FIRST_MONTH, 1)

    @property
    def last_day(self) -> date:
        """31 March of the next calendar year."""
        return date(self.year + 1, FIRST_MONTH, 1) - timedelta(days=1)

    def contains(self, day: date) -> bool:
        """Return True if `day` falls in this fiscal year."""
        return self.first_day <= day <= self.last_day

    def calendar_year(self, month: int) -> int:
        """The calendar year of a month of this fiscal year: 4 to 12 its own, 1 to 3 the next."""
        return self.year if month >= FIRST_MONTH else self.year + 1

    def months(self) -> list[tuple[int, int]]:
        """Its twelve months in order, as (calendar year, month)."""
        return [(self.calendar_year(month), month) for month in (*range(4, 13), 1, 2, 3)]

    def wareki(self) -> str:
        """Its official name, 平成28年度.

        The era is that of its first day, but the budget of 2019 is 令和元年度 throughout
        (関係府省庁連絡会議申合せ, 2019-04-02).
        """
        if self.year == REIWA_BEGINS_IN:
            return "令和元年度"
        return f"{era_year_text(*to_wareki(self.first_day))}度"

    def __int__(self) -> int:
        return self.year

    def __str__(self) -> str:
        return str(self.year)
