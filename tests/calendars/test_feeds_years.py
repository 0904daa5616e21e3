"""How many fiscal years a feed holds that is not of one year."""

from dataclasses import replace

import pytest

from calendars import feeds
from calendars.entries import Entry
from calendars.schedule import Schedule
from tests.calendars.feed_samples import CASES, HEADER, day, entry

AUDIT = CASES["several-days"][0]


def year_of_entries(year: int, count: int, **changes) -> list[Entry]:
    keys = frozenset({f"fy:{year}"})
    return [
        entry(day(year, 5, 1 + n % 28), uid=f"{year}-{n}", keys=keys, **changes)
        for n in range(count)
    ]


def kept_years(*entries: Entry) -> set[int]:
    kept = feeds.newest_years(entries, base_url="https://register.example", header=HEADER)
    return {feeds.fiscal_year_of(one) for one in kept}


def test_newest_years_are_whole_and_within_a_thousand_events(monkeypatch):
    monkeypatch.setattr(feeds, "MOST_EVENTS", 10)
    entries = [*year_of_entries(2015, 1), *year_of_entries(2016, 6), *year_of_entries(2017, 4)]
    assert kept_years(*entries) == {2016, 2017}
    assert kept_years(*entries, *year_of_entries(2018, 1)) == {2017, 2018}


def test_newest_years_count_events_and_not_entries(monkeypatch):
    monkeypatch.setattr(feeds, "MOST_EVENTS", 5)
    four_days = replace(AUDIT, keys=frozenset({"fy:2016"}))
    assert kept_years(four_days, *year_of_entries(2017, 1)) == {2016, 2017}
    assert kept_years(four_days, *year_of_entries(2017, 2)) == {2017}


def test_newest_years_stay_within_the_size(monkeypatch):
    monkeypatch.setattr(feeds, "MOST_BYTES", 4_000)
    entries = [
        *year_of_entries(2015, 1, description="あ" * 1_000),
        *year_of_entries(2016, 1),
        *year_of_entries(2017, 2),
    ]
    assert kept_years(*entries) == {2016, 2017}


def test_newest_years_hold_at_least_one_year_with_events(monkeypatch):
    monkeypatch.setattr(feeds, "MOST_EVENTS", 2)
    undated = entry(schedule=Schedule(words="未定"), uid="u", keys=frozenset({"fy:2018"}))
    assert kept_years(undated, *year_of_entries(2017, 5), *year_of_entries(2016, 1)) == {2017}


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
    assert feeds.fiscal_year_of(entry(day(*start), keys=frozenset(keys))) == expected
