"""Times in the language of the page, both calendars side by side."""

from datetime import date

import pytest
from django.utils import translation

from calendars.scheduled import display
from dates.schedule import Precision, Schedule, Segment

DAY = Schedule((Segment(date(2016, 11, 8), date(2016, 11, 8), Precision.DAY),))


@pytest.mark.parametrize(
    ("show", "arguments", "japanese", "english"),
    [
        (display.schedule_text, (DAY,), "平成28年11月８日", "8 November 2016"),
        (display.schedule_note, (DAY,), "2016年11月8日", "平成28年11月８日"),
        (display.schedule_text, (DAY, "11～19日"), "11～19日", "8 November 2016"),
        (display.schedule_note, (DAY, "11～19日"), "2016年11月8日", "11～19日"),
        (display.schedule_note, (Schedule(words="随時"),), "", ""),
        (display.fiscal_year_name, (2016,), "平成28年度（2016年度）", "FY2016"),
        (display.fiscal_year_text, (2019,), "令和元年度", "FY2019"),
        (display.fiscal_year_note, (2016,), "2016年度", ""),
        (display.day_note, (date(2016, 11, 8),), "2016年11月8日", ""),
        (display.month_name, (2017, 2), "平成29年２月（2017年2月）", "February 2017"),
        (display.month_text, (2017, 2), "平成29年２月", "February 2017"),
        (display.month_in_other_calendar, (2017, 2), "2017年2月", "平成29年２月"),
        (display.fiscal_year_in_other_calendar, (2016,), "2016年度", "平成28年度"),
        (display.short_month, (2017, 2), "２月", "February"),
        (display.day_text, (date(2016, 11, 8),), "平成28年11月８日", "8 November 2016"),
        (display.day_text, (None,), "", ""),
        (display.day_note, (None,), "", ""),
    ],
)
def test_time_is_shown_in_the_language_of_the_page(show, arguments, japanese, english):
    with translation.override("ja"):
        assert show(*arguments) == japanese
    with translation.override("en"):
        assert show(*arguments) == english


@pytest.mark.parametrize(
    ("first", "last", "japanese", "english"),
    [
        (date(2016, 11, 8), date(2016, 11, 8), "８日（火）", "8 (Tue)"),
        (date(2017, 2, 8), date(2017, 2, 17), "８日～17日", "8 – 17"),
        (date(2016, 11, 17), date(2017, 2, 9), "11月17日～２月９日", "17 Nov – 9 Feb"),
    ],
)
def test_short_days_stand_beside_the_name_of_a_month(first, last, japanese, english):
    segment = Segment(first, last, Precision.DAY)
    with translation.override("ja"):
        assert display.short_days(segment) == japanese
    with translation.override("en"):
        assert display.short_days(segment) == english


def test_open_end_has_no_short_days():
    with pytest.raises(ValueError, match="open end"):
        display.short_days(Segment(date(2017, 3, 1), None, Precision.MONTH))
