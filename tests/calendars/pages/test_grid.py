"""Months and years laid out: only what is known to the day stands on a day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.entries import Entry, EntryStatus
from calendars.pages.grid import MONDAY, SUNDAY, month_page, year_page
from dates.fiscal import FiscalYear
from dates.schedule import Precision, Schedule, Segment, is_exact

DAY, MONTH, TEN_DAY = Precision.DAY, Precision.MONTH, Precision.TEN_DAY


def entry(title: str, *segments: Segment, words: str = "", keys: tuple[str, ...] = ()) -> Entry:
    return Entry(
        uid=title,
        title=title,
        feed_title=title,
        schedule=Schedule(segments, words=words),
        status=EntryStatus.HELD,
        is_public=True,
        keys=frozenset(keys),
        categories=(),
        description="",
        location="",
        path=f"/{title}/",
        changed_at=datetime(2017, 3, 31, tzinfo=UTC),
    )


def days(first: date, last: date | None = None, **facts) -> Segment:
    return Segment(first, last or first, DAY, **facts)


def busy_days(page) -> list:
    return [day for week in page.weeks for day in week.days if day.in_month and day.entries]


def on_days(page) -> dict[str, list[str]]:
    return {
        f"{day.date:%m-%d}": [slot.entry.title for slot in day.entries] for day in busy_days(page)
    }


@pytest.mark.parametrize(
    ("segment", "exact"),
    [
        (days(date(2016, 11, 8)), True),
        (Segment(date(2016, 11, 8), date(2016, 11, 8), Precision.MINUTE, time(10)), True),
        (days(date(2016, 11, 8), approximate=True), False),
        (Segment(date(2016, 11, 1), date(2016, 11, 30), MONTH), False),
        (Segment(date(2016, 11, 1), date(2016, 11, 10), TEN_DAY), False),
        (Segment(date(2016, 11, 8), None, DAY), False),
        (Segment(None, date(2016, 11, 8), DAY), False),
        (
            Segment(
                date(2016, 11, 8),
                date(2016, 12, 31),
                MONTH,
                start_precision=DAY,
                end_precision=MONTH,
            ),
            False,
        ),
    ],
)
def test_exact_is_what_is_known_to_the_day_at_both_ends(segment, exact):
    assert is_exact(segment) is exact


def test_month_is_whole_weeks_from_sunday():
    page = month_page(2016, 11, [])
    assert [len(week.days) for week in page.weeks] == [7] * 5
    assert page.weeks[0].days[0].date == date(2016, 10, 30)
    assert page.weeks[-1].days[-1].date == date(2016, 12, 3)
    assert [day.in_month for day in page.weeks[0].days] == [False] * 2 + [True] * 5


def test_month_can_begin_its_weeks_on_monday():
    page = month_page(2016, 11, [], first_weekday=MONDAY)
    assert page.weeks[0].days[0].date == date(2016, 10, 31)


def test_month_that_fills_its_weeks_has_no_week_more():
    page = month_page(2015, 2, [])
    assert len(page.weeks) == 4
    assert all(day.in_month for week in page.weeks for day in week.days)


def test_several_separate_days_stand_on_each_of_them():
    listed = entry("ISMS", *(days(date(2016, 9, day)) for day in (1, 5, 6, 12)))
    assert on_days(month_page(2016, 9, [listed])) == {
        "09-01": ["ISMS"],
        "09-05": ["ISMS"],
        "09-06": ["ISMS"],
        "09-12": ["ISMS"],
    }


@pytest.mark.parametrize(
    "segment",
    [
        Segment(date(2016, 11, 1), date(2016, 11, 30), MONTH),
        Segment(date(2016, 11, 11), date(2016, 11, 20), TEN_DAY),
        Segment(date(2016, 5, 1), date(2017, 3, 31), MONTH),
        Segment(date(2016, 11, 1), None, MONTH),
        days(date(2016, 11, 8), approximate=True),
    ],
)
def test_what_names_no_day_stands_in_the_band_and_on_no_day(segment):
    page = month_page(2016, 11, [entry("vague", segment)])
    assert on_days(page) == {}
    assert [part.entry.title for part in page.vague] == ["vague"]
    assert page.vague[0].schedule == Schedule((segment,))


def test_open_end_stands_only_in_the_month_it_is_known_for():
    later = entry("open", Segment(date(2017, 3, 1), None, MONTH))
    assert month_page(2017, 3, [later]).vague != []
    assert month_page(2017, 4, [later]).vague == []


def test_month_between_two_segments_shows_nothing():
    drill = entry(
        "drill",
        Segment(date(2016, 7, 1), date(2016, 7, 31), MONTH),
        Segment(date(2016, 12, 1), date(2016, 12, 31), MONTH),
    )
    page = month_page(2016, 9, [drill])
    assert (on_days(page), page.vague) == ({}, [])


def test_bar_runs_through_its_days_and_says_its_title_once_a_week():
    page = month_page(2017, 2, [entry("bar", days(date(2017, 2, 8), date(2017, 2, 17)))])
    slots = [(day.date.day, day.slots[0]) for day in busy_days(page)]
    assert [day for day, _slot in slots] == list(range(8, 18))
    assert [day for day, slot in slots if slot.is_head] == [8, 12]
    assert [day for day, slot in slots if slot.starts] == [8]
    assert [day for day, slot in slots if slot.ends] == [17]
    assert {day: slot.column_span for day, slot in slots if slot.is_head} == {8: 4, 12: 6}
    assert [week.has_bars for week in page.weeks] == [False, True, True, False, False]


SPANS = st.lists(st.tuples(st.dates(date(2016, 12, 1), date(2017, 3, 20)), st.integers(0, 45)))


@given(SPANS, st.sampled_from([MONDAY, SUNDAY]))
def test_bars_of_the_weeks_cover_exactly_the_days_of_each_range(ranges, first_weekday):
    spans = {
        str(number): (first, first + timedelta(days=length))
        for number, (first, length) in enumerate(ranges)
    }
    entries = [entry(title, days(*span)) for title, span in spans.items()]
    page = month_page(2017, 2, entries, first_weekday=first_weekday)
    covered: dict[str, list[date]] = {}
    for week in page.weeks:
        heads = [(day.date, slot) for day in week.days for slot in day.entries if slot.is_head]
        assert len({slot.entry.title for _first, slot in heads}) == len(heads)  # one bar a week
        for first, slot in heads:
            bar = [first + timedelta(days=offset) for offset in range(slot.column_span)]
            covered.setdefault(slot.entry.title, []).extend(bar)
            start, end = spans[slot.entry.title]
            assert (slot.starts, slot.goes_on) == (first == start, bar[-1] < end)
    february = [date(2017, 2, number) for number in range(1, 29)]
    wanted = {
        title: [day for day in february if start <= day <= end]
        for title, (start, end) in spans.items()
    }
    assert covered == {title: found for title, found in wanted.items() if found}


def test_bar_from_the_month_before_goes_on_without_starting():
    page = month_page(2017, 2, [entry("bar", days(date(2017, 1, 30), date(2017, 2, 2)))])
    first = busy_days(page)[0].slots[0]
    assert (first.starts, first.is_head, first.column_span) == (False, True, 2)
    assert [(one.entry.title, one.continues) for one in page.listed] == [("bar", True)]


def test_bars_keep_their_level_and_others_go_below_or_above():
    page = month_page(
        2017,
        2,
        [
            entry("first", days(date(2017, 2, 6), date(2017, 2, 8))),
            entry("second", days(date(2017, 2, 7), date(2017, 2, 10))),
            entry("third", days(date(2017, 2, 9))),
        ],
    )
    week = {day.date.day: day.slots for day in page.weeks[1].days}
    titles = {
        day: [slot and slot.entry.title for slot in slots] for day, slots in week.items() if slots
    }
    assert titles == {
        6: ["first"],
        7: ["first", "second"],
        8: ["first", "second"],
        9: ["third", "second"],
        10: [None, "second"],
    }


def test_day_knows_today_and_its_holiday():
    page = month_page(
        2016, 11, [], today=date(2016, 11, 8), holidays={date(2016, 11, 3): "文化の日"}
    )
    in_month = [day for week in page.weeks for day in week.days if day.in_month]
    assert [day.date.day for day in in_month if day.is_today] == [8]
    assert [(day.date.day, day.holiday) for day in in_month if day.holiday] == [(3, "文化の日")]
    red = [day.date.day for day in in_month if day.is_sunday_or_holiday]
    assert red == [3, 6, 13, 20, 27]


def test_year_lists_each_part_in_its_months():
    page = year_page(
        FiscalYear(2016),
        [
            entry("range", days(date(2016, 11, 17), date(2017, 2, 9))),
            entry("month", Segment(date(2016, 12, 1), date(2016, 12, 31), MONTH)),
            entry("day", days(date(2016, 12, 9))),
        ],
    )
    assert [(month.year, month.month) for month in page.months] == FiscalYear(2016).months()
    exact = {month.month: [one.entry.title for one in month.exact] for month in page.months}
    assert {month: titles for month, titles in exact.items() if titles} == {
        11: ["range"],
        12: ["range", "day"],
        1: ["range"],
        2: ["range"],
    }
    assert [one.continues for month in page.months for one in month.exact] == [
        False,
        True,
        False,
        True,
        True,
    ]
    told = [(month.month, one.entry.title) for month in page.months for one in month.told]
    assert told == [(11, "range"), (12, "day")]
    continued = [(month.month, one.entry.title) for month in page.months for one in month.continued]
    assert continued == [(12, "range"), (1, "range"), (2, "range")]
    vague = {month.month: [one.entry.title for one in month.vague] for month in page.months}
    assert {month: titles for month, titles in vague.items() if titles} == {12: ["month"]}
    assert {month.month: month.count for month in page.months if month.count} == {
        11: 1,
        12: 3,
        1: 1,
        2: 1,
    }


def test_what_began_before_the_year_is_told_in_its_first_month():
    page = year_page(FiscalYear(2016), [entry("range", days(date(2016, 3, 30), date(2016, 5, 2)))])
    april, may = page.months[:2]
    assert ([one.entry.title for one in april.told], april.continued) == (["range"], [])
    assert (may.told, [one.entry.title for one in may.continued]) == ([], ["range"])


def test_year_has_bands_for_what_stands_in_no_month():
    whole = Segment(date(2016, 4, 1), date(2017, 3, 31), Precision.FISCAL_YEAR)
    half = Segment(date(2016, 4, 1), date(2016, 9, 30), Precision.HALF_YEAR)
    months = Segment(date(2016, 5, 1), date(2017, 3, 31), MONTH)
    page = year_page(
        FiscalYear(2016),
        [
            entry("whole", whole, keys=("fy:2016",)),
            entry("half", half, keys=("fy:2016",)),
            entry("months", months, keys=("fy:2016",)),
            entry("words", words="随時", keys=("fy:2016",)),
            entry("accounts", days(date(2017, 5, 25)), keys=("fy:2016",)),
        ],
    )
    assert [part.entry.title for part in page.over_months] == ["half", "whole", "months"]
    assert [part.entry.title for part in page.undated] == ["words"]
    assert page.undated[0].schedule.words == "随時"
    assert [part.entry.title for part in page.outside] == ["accounts"]
    assert [month.count for month in page.months] == [0] * 12
