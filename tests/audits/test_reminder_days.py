"""On which days a due date is brought to mind."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.reminder_days import last_occasion, week_of

DUE = date(2017, 3, 31)
DAY = timedelta(days=1)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


BEFORE = (30, 7, 1)


@pytest.mark.parametrize(
    ("on", "occasion"),
    [
        (date(2017, 2, 28), None),
        (date(2017, 3, 1), date(2017, 3, 1)),  # 30 days before
        (date(2017, 3, 23), date(2017, 3, 1)),
        (date(2017, 3, 24), date(2017, 3, 24)),  # 7 days before
        (date(2017, 3, 29), date(2017, 3, 24)),
        (date(2017, 3, 30), date(2017, 3, 30)),  # 1 day before
        (date(2017, 3, 31), date(2017, 3, 30)),
        (date(2017, 4, 1), date(2017, 4, 1)),  # the day after
        (date(2017, 4, 7), date(2017, 4, 1)),
        (date(2017, 4, 8), date(2017, 4, 8)),  # a week later
        (date(2017, 4, 15), date(2017, 4, 15)),
    ],
)
def test_occasion_is_the_last_one_up_to_the_day(on, occasion):
    assert last_occasion(DUE, on, BEFORE) == occasion


@given(days, st.integers(-60, 400))
def test_occasion_never_lies_ahead_and_changes_only_on_its_own_day(due_on, offset):
    on = due_on + offset * DAY
    occasion, before = last_occasion(due_on, on, BEFORE), last_occasion(due_on, on - DAY, BEFORE)
    assert occasion is None or occasion <= on
    assert occasion in (before, on)


@given(days)
def test_run_every_day_it_comes_thrice_before_and_weekly_after(due_on):
    run = [due_on + offset * DAY for offset in range(-40, 24)]
    occasions = sorted({last_occasion(due_on, on, BEFORE) for on in run} - {None})
    assert [(day - due_on).days for day in occasions] == [-30, -7, -1, 1, 8, 15, 22]


@given(days)
def test_week_begins_on_its_monday(on):
    monday = week_of(on)
    assert monday.weekday() == 0
    assert 0 <= (on - monday).days < 7
