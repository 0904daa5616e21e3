"""The last days of duties, by the cases that the sources of the rules give."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dates import FiscalYear, Schedule, closed_because, read
from oversight.rules.duties.deadlines import NO_DAY, Due, certificate_due, event_due, year_due
from oversight.rules.duty import Deadline, DeadlineRule, Validity

STATEMENTS = Deadline(rule=DeadlineRule.AFTER_YEAR_END, months=3, is_moved=True)
WINDOW = Deadline(rule=DeadlineRule.WINDOW, months=8, until_months=4, is_moved=True)
YEARS = st.integers(2014, 2099).map(FiscalYear)


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2015, date(2016, 6, 30)),
        (2016, date(2017, 6, 30)),
        (2017, date(2018, 7, 2)),  # 30 June 2018 is a Saturday
        (2018, date(2019, 7, 1)),
        (2023, date(2024, 7, 1)),
    ],
)
def test_statements_are_due_three_months_after_the_year_and_moved_off_holidays(year, day):
    assert year_due(STATEMENTS, FiscalYear(year), FiscalYear(year).last_day) == Due(day)


@given(YEARS)
def test_moved_deadline_is_the_first_working_day_from_the_one_by_the_rule(year):
    unmoved = Deadline(rule=DeadlineRule.AFTER_YEAR_END, months=3)
    by_rule = year_due(unmoved, year, year.last_day).day
    moved = year_due(STATEMENTS, year, year.last_day).day
    assert by_rule == date(year.year + 1, 6, 30)
    assert closed_because(moved) is None
    assert all(closed_because(day) for day in _days(by_rule, moved))


def _days(first, last):
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal())]


def test_only_the_last_day_of_a_window_is_moved():
    certificate = date(2024, 12, 1)
    assert certificate_due(WINDOW, None, certificate) == Due(date(2024, 8, 1), date(2024, 4, 2))
    # Saturday 14 September 2024 is followed by a holiday on Monday.
    later = certificate_due(WINDOW, None, date(2025, 1, 14))
    assert later == Due(date(2024, 9, 17), date(2024, 5, 15))
    unmoved = Deadline(rule=DeadlineRule.WINDOW, months=8, until_months=4)
    assert certificate_due(unmoved, None, date(2025, 1, 14)).day == date(2024, 9, 14)


def test_days_of_a_year_and_a_certificate_stay_where_their_rule_does_not_move_them():
    year = FiscalYear(2018)  # ends on Sunday 31 March 2019
    ends = Deadline(rule=DeadlineRule.PERIOD_END)
    assert year_due(ends, year, year.last_day) == Due(date(2019, 3, 31))
    begins = Deadline(rule=DeadlineRule.BEFORE_YEAR)
    assert year_due(begins, FiscalYear(2019), date(2020, 3, 31)) == Due(date(2019, 3, 31))
    held = Deadline(rule=DeadlineRule.AFTER_START, months=24, days=-1)
    assert certificate_due(held, date(2016, 4, 1), None) == Due(date(2018, 3, 31))
    longest = Deadline(rule=DeadlineRule.AFTER_START, months=36)
    assert certificate_due(longest, date(2016, 2, 29), None) == Due(date(2019, 2, 28))
    expiry = Deadline(rule=DeadlineRule.BEFORE_EXPIRY)
    assert certificate_due(expiry, None, date(2019, 3, 31)) == Due(date(2019, 3, 31))


def test_year_end_holidays_of_the_government_move_a_day():
    two_weeks = Deadline(rule=DeadlineRule.AFTER_EVENT, days=14, is_moved=True)
    assert event_due(two_weeks, Schedule.on(date(2016, 12, 15))) == Due(date(2017, 1, 4))
    before = Deadline(rule=DeadlineRule.BEFORE_EVENT)
    assert event_due(before, Schedule.on(date(2017, 3, 9))) == Due(date(2017, 3, 9))


@pytest.mark.parametrize("rule", [DeadlineRule.NONE, DeadlineRule.NO_DELAY, DeadlineRule.ON_DEMAND])
def test_no_day_is_made_up_where_the_rule_gives_none(rule):
    year, deadline = FiscalYear(2016), Deadline(rule=rule, months=3, is_moved=True)
    assert year_due(deadline, year, year.last_day) == NO_DAY
    assert certificate_due(deadline, year.first_day, year.last_day) == NO_DAY
    assert event_due(deadline, Schedule.on(year.first_day)) == NO_DAY


def test_no_day_is_made_up_of_days_that_are_not_known():
    after = Deadline(rule=DeadlineRule.AFTER_EVENT, days=14)
    for text in ("平成28年９月", "平成28年９月８日から９日まで", "平成28年９月８日頃"):
        assert event_due(after, read(text).schedule) == NO_DAY
    assert event_due(after, Schedule()) == NO_DAY
    assert certificate_due(WINDOW, date(2016, 4, 1), None) == NO_DAY


def test_validity_decides_nothing_within_bounds_that_are_not_exact():
    a = Validity(
        read("平成26年４月１日").schedule, read("平成29年５月23日から６月22日まで").schedule
    )
    b = Validity(read("平成29年５月24日から６月23日まで").schedule)
    cases = {
        date(2014, 3, 31): (False, False, False, False),
        date(2016, 6, 30): (True, True, False, False),
        date(2017, 5, 23): (True, True, False, False),
        date(2017, 5, 24): (False, True, False, True),
        date(2017, 6, 22): (False, True, False, True),
        date(2017, 6, 23): (False, False, True, True),
        date(2017, 6, 30): (False, False, True, True),
    }
    for day, wanted in cases.items():
        found = (a.holds(day), a.may_hold(day, day), b.holds(day), b.may_hold(day, day))
        assert found == wanted, day
    since = Validity(read("平成29年４月１日以降").schedule)
    assert not since.may_hold(date(2016, 4, 1), date(2017, 3, 31))
    assert since.may_hold(date(2030, 4, 1), date(2030, 4, 1))
    assert not since.holds(date(2030, 4, 1))
    assert Validity().holds(date(2016, 4, 1))
