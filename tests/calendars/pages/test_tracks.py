"""A part on the scale of its month: on its days, and nothing vague as if it were a day."""

from datetime import date

import pytest

from calendars.pages.tracks import WIDTH, track
from dates.schedule import Precision, Segment
from tests.calendars.pages.test_grid import days

NOVEMBER = (date(2016, 11, 1), date(2016, 11, 30))
MONTH = Segment(*NOVEMBER, Precision.MONTH)


@pytest.mark.parametrize(
    ("segment", "left", "right", "is_exact", "comes", "goes"),
    [
        (days(date(2016, 11, 1)), 0, 1 / 30, True, False, False),
        (days(date(2016, 11, 30)), 29 / 30, 1, True, False, False),
        (days(date(2016, 11, 17), date(2017, 2, 9)), 16 / 30, 1, True, False, True),
        (days(date(2016, 10, 17), date(2016, 11, 9)), 0, 9 / 30, True, True, False),
        (MONTH, 0, 1, False, False, False),
        (days(date(2016, 11, 8), approximate=True), 7 / 30, 8 / 30, False, False, False),
        (Segment(date(2016, 11, 1), None, Precision.MONTH), 0, 1, False, False, True),
        (Segment(None, NOVEMBER[1], Precision.MONTH), 0, 1, False, True, False),
    ],
)
def test_part_lies_on_its_days_of_the_month(segment, left, right, is_exact, comes, goes):
    found = track(segment, *NOVEMBER)
    assert (found.left, found.right) == pytest.approx((left * WIDTH, right * WIDTH), abs=0.1)
    assert (found.is_exact, found.comes, found.goes) == (is_exact, comes, goes)


def test_day_of_a_year_is_wide_enough_to_be_seen_and_stays_within_it():
    year = (date(2016, 4, 1), date(2017, 3, 31))
    for day in year:
        found = track(days(day), *year)
        assert found.width == 8
        assert 0 <= found.left < found.right <= WIDTH


def test_what_lies_elsewhere_has_no_track():
    with pytest.raises(ValueError, match="nothing of it"):
        track(days(date(2016, 12, 1)), *NOVEMBER)
