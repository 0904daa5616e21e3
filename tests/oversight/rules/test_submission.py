"""Submissions as rules read them."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oversight.rules.values import submission


def test_day_of_a_submission_is_known_only_where_it_was_written():
    exact, month = (submission("report", text) for text in ("平成29年６月30日", "平成29年６月"))
    assert (exact.on, exact.first, exact.last) == (date(2017, 6, 30),) * 3
    assert (month.on, month.first, month.last) == (None, date(2017, 6, 1), date(2017, 6, 30))
    assert not month.was_held(date(2017, 6, 29))
    assert month.was_held(date(2017, 6, 30))


@settings(max_examples=25)
@given(st.dates(date(2014, 4, 1), date(2030, 3, 31)), st.integers(-40, 40))
def test_submission_was_made_from_its_day_on(day, days):
    one = submission("report", f"{day:%Y-%m-%d}")
    assert (one.on, one.was_held(day + timedelta(days))) == (day, days >= 0)
