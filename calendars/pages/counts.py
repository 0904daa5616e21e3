"""The months of a fiscal year counted by one rule: each record once in every month it touches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from calendars.entries import Entry
from calendars.pages.grid import parts
from dates import FiscalYear, is_exact, month_end


@dataclass(frozen=True, slots=True)
class MonthCount:
    """The entries that may take place in a month: `exact` on known days, `vague` without."""

    year: int
    month: int
    exact: tuple[Entry, ...]
    vague: tuple[Entry, ...]

    @property
    def key(self) -> tuple[int, int]:
        """Year and month, as addresses take them."""
        return self.year, self.month

    @property
    def count(self) -> int:
        """The number of these records."""
        return len(self.exact) + len(self.vague)


def month_counts(fiscal_year: FiscalYear, entries: Iterable[Entry]) -> list[MonthCount]:
    """The twelve months of the year."""
    found, counts = list(entries), []
    for year, month in fiscal_year.months():
        touching = parts(found, date(year, month, 1), month_end(year, month))
        exact = dict.fromkeys(entry for entry, segment in touching if is_exact(segment))
        vague = dict.fromkeys(entry for entry, _segment in touching if entry not in exact)
        counts.append(MonthCount(year, month, tuple(exact), tuple(vague)))
    return counts
