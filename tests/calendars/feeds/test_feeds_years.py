"""How many fiscal years a feed holds that is not of one year."""

import pytest

from calendars.feeds import ledger, selection
from tests.calendars.ical.feed_samples import day, entry


def kept_years(*rows: tuple[int, int, int], around: int = 1_000, site: int = 30) -> list[int]:
    """The years kept of (year, events, bytes), newest first."""
    totals = [selection.YearTotals(*row, digest="", changed=0) for row in rows]
    return [one.year for one in selection.newest_years(totals, around=around, site=site)]


def test_newest_years_are_whole_and_within_a_thousand_events():
    assert kept_years((2017, 400, 1), (2016, 600, 1), (2015, 1, 1)) == [2017, 2016]
    assert kept_years((2018, 1, 1), (2017, 400, 1), (2016, 600, 1)) == [2018, 2017]


def test_newest_years_stay_within_the_size_at_this_address():
    rows = [(2017, 100, 500_000), (2016, 100, 393_200)]
    assert kept_years(*rows) == [2017, 2016]  # 1,000 + 893,200 + 200 x 29 bytes
    assert kept_years(*rows, around=1_001) == [2017]
    assert kept_years(*rows, site=31) == [2017]


def test_newest_years_hold_at_least_one_year_with_events():
    assert kept_years((2018, 0, 0), (2017, 5_000, 1), (2016, 1, 1)) == [2017]
    assert kept_years((2018, 0, 0)) == []


@pytest.mark.parametrize(
    ("keys", "start", "expected"),
    [
        ({"fy:2016"}, (2017, 5, 11), 2016),
        ({"fy:2016", "fy:2017"}, (2017, 5, 11), 2017),
        (set(), (2017, 3, 31), 2016),
        (set(), (2017, 4, 1), 2017),
    ],
)
def test_fiscal_year_of_an_entry_is_the_records(keys, start, expected):
    assert ledger.fiscal_year_of(entry(day(*start), keys=frozenset(keys))) == expected
