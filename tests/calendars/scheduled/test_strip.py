from datetime import date

from calendars.scheduled.strip import MOST_STRIPS, closed_days, month_strips, months_left_out
from dates.notation import read


def schedule(text):
    return read(text).schedule


def marked(strip):
    return [day.date.day for day in strip.days if day.is_marked]


def test_month_strips_of_separate_days_mark_just_those():
    days = schedule("平成28年９月１日、５日、６日、12日")
    (strip,) = month_strips(days)
    assert months_left_out(days) == 0
    assert (strip.year, strip.month, len(strip.days)) == (2016, 9, 30)
    assert marked(strip) == [1, 5, 6, 12]


def test_month_strips_of_a_month_mark_no_day():
    assert month_strips(schedule("平成28年11月")) == []


def test_month_strips_of_a_range_over_two_months_mark_both():
    first, second = month_strips(schedule("平成28年８月31日～９月２日"))
    assert (marked(first), marked(second)) == ([31], [1, 2])


def test_month_strips_of_a_long_range_stop_after_the_first_months():
    year = schedule("平成28年４月１日～平成29年３月31日")
    strips = month_strips(year)
    assert len(strips) == MOST_STRIPS
    assert months_left_out(year) == 12 - MOST_STRIPS
    assert [(strip.year, strip.month) for strip in strips] == [(2016, 4), (2016, 5), (2016, 6)]


def test_month_strips_show_closed_days():
    (strip,) = month_strips(schedule("平成28年11月８日"))
    # November 2016: weekends, 3 November (文化の日) and 23 November (勤労感謝の日).
    closed = [day.date.day for day in strip.days if day.is_closed]
    assert closed == [3, 5, 6, 12, 13, 19, 20, 23, 26, 27]


def test_closed_days_of_a_range_are_its_ends_only():
    found = closed_days(schedule("平成28年11月18日～20日"))
    assert [day for day, _reason in found] == [date(2016, 11, 20)]
