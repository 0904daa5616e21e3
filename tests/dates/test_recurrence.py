from datetime import date
from itertools import islice, pairwise

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, YEARLY, rrule
from hypothesis import assume, given
from hypothesis import strategies as st

from dates import (
    ClosedDayRule,
    Frequency,
    Recurrence,
    RecurrenceInstance,
    closed_because,
    next_workday,
    previous_workday,
)
from tests.dates.test_notation_properties import examples

EXACT = {
    Frequency.WEEKLY: {"freq": WEEKLY},
    Frequency.MONTHLY: {"freq": MONTHLY},
    Frequency.QUARTERLY: {"freq": MONTHLY},
    Frequency.YEARLY: {"freq": YEARLY},
}
places = st.integers(1, 31).flatmap(lambda n: st.sampled_from([n, -n]))
starts = st.dates(date(2014, 4, 1), date(2040, 3, 31))


def days(start: str, most: int = 12, **rule) -> list[str]:
    found = Recurrence(**{"freq": Frequency.MONTHLY} | rule).days(date.fromisoformat(start))
    return [day.isoformat() for day in islice(found, most)]


@st.composite
def rules(draw, **fixed) -> Recurrence:
    """Rules of every kind that both this house and the RFC can say, or of working days."""
    freq = draw(st.sampled_from(Frequency))
    weekdays = st.lists(st.integers(0, 6), min_size=1, unique=True).map(tuple)
    parts = [st.just({}), st.fixed_dictionaries({"byday": weekdays})]
    if freq != Frequency.WEEKLY:
        parts += [
            st.fixed_dictionaries({"bymonthday": places}),
            st.fixed_dictionaries({"byday": weekdays, "bysetpos": places}),
        ]
    ends = st.sampled_from([{"count": 7}, {"until": date(2041, 3, 31)}])
    rule = draw(st.one_of(parts)) | draw(ends)
    return Recurrence(freq=freq, interval=draw(st.integers(1, 5)), **rule | fixed)


def by_the_rfc(rule: Recurrence, start: date, most: int) -> list[date]:
    """The same days as another program counts them."""
    given = {
        "interval": rule.interval * (3 if rule.freq == Frequency.QUARTERLY else 1),
        "count": rule.count,
        "until": rule.until,
        "bymonthday": rule.bymonthday,
        "byweekday": rule.byday or None,
        "bysetpos": rule.bysetpos,
        "bymonth": start.month if rule.freq == Frequency.YEARLY else None,
    }
    return [
        found.date() for found in islice(rrule(dtstart=start, **EXACT[rule.freq], **given), most)
    ]


@pytest.mark.slow
@examples(200)
@given(rules(), starts)
def test_days_are_those_of_rfc_5545(rule, start):
    assert list(islice(rule.days(start), 9)) == by_the_rfc(rule, start, 9)


@pytest.mark.slow
@examples(100)
@given(rules(), starts, st.sampled_from(ClosedDayRule))
def test_closed_day_becomes_what_the_rule_says(rule, start, closed):
    kept = list(islice(rule.instances(start), 9))
    moved = Recurrence(
        **{name: getattr(rule, name) for name in Recurrence.__slots__} | {"closed": closed}
    )
    for as_it_was, instance in zip(kept, islice(moved.instances(start), 9), strict=True):
        assert instance.original == as_it_was.original == as_it_was.day
        assert instance.closed == closed_because(instance.original)
        if instance.closed is None or closed == ClosedDayRule.KEEP:
            assert (instance.day, instance.is_moved) == (instance.original, False)
        elif closed == ClosedDayRule.DROP:
            assert (instance.day, instance.is_moved) == (None, False)
        else:
            assert instance.is_moved
            assert closed_because(instance.day) is None
            assert (instance.day > instance.original) == (closed == ClosedDayRule.NEXT)
            between = sorted((instance.day, instance.original))
            ordinals = range(between[0].toordinal() + 1, between[1].toordinal())
            assert all(closed_because(date.fromordinal(each)) for each in ordinals)


@pytest.mark.slow
@examples(60)
@given(places, starts, st.sampled_from([1, 2, 3]))
def test_working_day_of_a_month_is_open_and_counted_from_its_end(place, start, interval):
    rule = Recurrence(
        freq=Frequency.MONTHLY, interval=interval, count=4, byworkday=True, bysetpos=place
    )
    found = list(rule.days(start))
    assume(found)
    for day in found:
        assert closed_because(day) is None
        month = [day.replace(day=n) for n in range(1, 32) if n < 29 or _is_day(day, n)]
        assert [each for each in month if not closed_because(each)].index(day) == (
            place - 1 if place > 0 else sum(not closed_because(each) for each in month) + place
        )
    assert all(day >= start for day in found)
    assert all(earlier < later for earlier, later in pairwise(found))


def _is_day(month: date, number: int) -> bool:
    try:
        return bool(month.replace(day=number))
    except ValueError:
        return False


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"bymonthday": 31}, ["2026-05-31", "2026-07-31", "2026-08-31", "2026-10-31"]),
        ({"bymonthday": -1}, ["2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31"]),
        ({}, ["2026-04-07", "2026-05-07", "2026-06-07", "2026-07-07"]),
        (
            {"byday": (1,), "bysetpos": 2},
            ["2026-04-14", "2026-05-12", "2026-06-09", "2026-07-14"],
        ),
        (
            {"byday": (4,), "bysetpos": -1},
            ["2026-04-24", "2026-05-29", "2026-06-26", "2026-07-31"],
        ),
        (
            {"byworkday": True, "bysetpos": -1},
            ["2026-04-30", "2026-05-29", "2026-06-30", "2026-07-31"],
        ),
        (
            {"freq": Frequency.QUARTERLY, "bymonthday": 10},
            ["2026-04-10", "2026-07-10", "2026-10-10", "2027-01-10"],
        ),
        ({"freq": Frequency.WEEKLY}, ["2026-04-07", "2026-04-14", "2026-04-21", "2026-04-28"]),
        (
            {"freq": Frequency.WEEKLY, "interval": 2, "byday": (0, 3)},
            ["2026-04-09", "2026-04-20", "2026-04-23", "2026-05-04"],
        ),
        ({"freq": Frequency.YEARLY}, ["2026-04-07", "2027-04-07", "2028-04-07", "2029-04-07"]),
    ],
)
def test_days_of_a_rule(rule, expected):
    assert days("2026-04-07", most=4, **rule) == expected


def test_29_february_comes_in_leap_years_only_and_the_last_day_every_year():
    yearly = {"freq": Frequency.YEARLY, "most": 3}
    assert days("2024-02-01", bymonthday=29, **yearly) == [
        *("2024-02-29", "2028-02-29", "2032-02-29")
    ]
    assert days("2024-02-01", bymonthday=-1, **yearly) == [
        *("2024-02-29", "2025-02-28", "2026-02-28")
    ]


def test_rule_that_names_no_day_ends():
    assert days("2024-02-01", freq=Frequency.YEARLY, bymonthday=30) == []


def test_fifth_monday_is_left_out_where_a_month_has_four():
    assert days("2026-04-01", byday=(0,), bysetpos=5, until=date(2026, 12, 31)) == [
        *("2026-06-29", "2026-08-31", "2026-11-30")
    ]


def test_last_day_of_the_year_goes_back_before_the_closed_days():
    (instance,) = Recurrence(
        freq=Frequency.MONTHLY, count=1, bymonthday=-1, closed=ClosedDayRule.PREVIOUS
    ).instances(date(2026, 12, 1))
    assert instance == RecurrenceInstance(
        date(2026, 12, 31), date(2026, 12, 28), closed_because(date(2026, 12, 31))
    )


def test_until_holds_for_the_day_by_the_rule():
    rule = {"bymonthday": -1, "until": date(2027, 1, 31), "closed": ClosedDayRule.NEXT}
    assert days("2026-12-01", **rule) == ["2027-01-04", "2027-02-01"]


def test_dropped_day_is_counted():
    rule = {"bymonthday": 1, "count": 4, "closed": ClosedDayRule.DROP}
    assert days("2026-10-01", **rule) == ["2026-10-01", "2026-12-01"]  # a Sunday, and New Year


def test_days_end_with_the_calendar_of_the_register():
    assert days("2100-11-30") == ["2100-11-30", "2100-12-30"]


@pytest.mark.parametrize(
    "rule",
    [
        {"interval": 0},
        {"count": 0},
        {"count": 1, "until": date(2027, 3, 31)},
        {"bymonthday": 0},
        {"bymonthday": 32},
        {"bymonthday": 1, "byday": (1,)},
        {"byday": (1,), "byworkday": True},
        {"byday": (7,)},
        {"bysetpos": 1},
        {"byday": (1,), "bysetpos": 0},
        {"freq": Frequency.WEEKLY, "bymonthday": 1},
        {"freq": Frequency.WEEKLY, "byday": (1,), "bysetpos": 1},
    ],
)
def test_rule_that_makes_no_sense_is_refused(rule):
    with pytest.raises(ValueError, match=" "):
        Recurrence(**{"freq": Frequency.MONTHLY} | rule)


def test_working_day_is_its_own_nearest():
    tuesday, new_year = date(2026, 4, 7), date(2027, 1, 1)
    assert (previous_workday(tuesday), next_workday(tuesday)) == (tuesday, tuesday)
    assert (previous_workday(new_year), next_workday(new_year)) == (
        date(2026, 12, 28),
        date(2027, 1, 4),
    )
