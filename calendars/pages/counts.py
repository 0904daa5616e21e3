"""The months of a fiscal year counted by one rule: each record once in every month it touches."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from calendars.entries import Stretch
from dates import FiscalYear, month_end


@dataclass(frozen=True, slots=True)
class MonthCount:
    """The number of records of each kind that may take place in a month, and of all of them."""

    year: int
    month: int
    kinds: dict[str, int]

    @property
    def key(self) -> tuple[int, int]:
        """Year and month, as addresses take them."""
        return self.year, self.month

    @property
    def count(self) -> int:
        """The number of these records."""
        return sum(self.kinds.values())


def month_counts(fiscal_year: FiscalYear, stretches: Sequence[Stretch]) -> list[MonthCount]:
    """The twelve months of the year."""
    return [
        MonthCount(
            year, month, numbers(touching(stretches, date(year, month, 1), month_end(year, month)))
        )
        for year, month in fiscal_year.months()
    ]


def touching(stretches: Iterable[Stretch], first: date, last: date) -> list[Stretch]:
    """Those that touch these days, both included."""
    return [one for one in stretches if one.first <= last and first <= one.last]


def numbers(stretches: Iterable[Stretch]) -> dict[str, int]:
    """The number of records of each kind among these, by the name in its key."""
    records = {(one.kind, one.record) for one in stretches}
    found = Counter(kind.removeprefix("kind:") for kind, _record in records)
    return dict(sorted(found.items()))


def peak(counts: Iterable[MonthCount]) -> int:
    """The largest number of records of one kind in a month; 1 where there is none."""
    return max((number for month in counts for number in month.kinds.values()), default=1)
