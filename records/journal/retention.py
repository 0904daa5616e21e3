"""Retention periods of the journal (保存期間): pure rules.

A kind of record names its retention in years (`Record.retention_years`; None is for ever), which is
the least that the office can settle for it (`settings.RETENTION_PERIODS`). They run from 1 April
after the fiscal year in which the entry was made, as retention periods of official documents do
(公文書等の管理に関する法律施行令, article 8), and end on a 31 March.
"""

from collections.abc import Iterable, Mapping
from datetime import date


def last_day(made_on: date, years: int | None) -> date | None:
    """The last day on which what was written on `made_on` must be kept; None is for ever.

    `years` is 1 or more.
    """
    if years is None:
        return None
    fiscal_year = made_on.year if made_on.month >= 4 else made_on.year - 1
    return date(fiscal_year + 1 + years, 3, 31)


def years_kept(least: int | None, settled: Mapping[str, int | None], label: str) -> int | None:
    """The years for which a kind is kept: as `settled`, but never shorter than `least`."""
    years = settled.get(label, least)
    return None if years is None or least is None else max(years, least)


def ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Sorted numbers as first and last of each unbroken run: 1, 2, 3, 7 is [[1, 3], [7, 7]]."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found
