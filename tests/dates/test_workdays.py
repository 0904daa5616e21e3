from datetime import date

import pytest
from django.utils import translation

from calendars.scheduled import message_text
from dates.workdays import closed_because


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2016, 11, 8), ""),
        (date(2016, 11, 5), "土曜日"),
        (date(2016, 11, 6), "日曜日"),
        (date(2016, 11, 3), "国民の祝日（文化の日）"),
        (date(2016, 12, 28), ""),
        (date(2016, 12, 29), "年末年始の休み"),
        (date(2017, 1, 3), "年末年始の休み"),
        (date(2017, 1, 4), ""),
    ],
)
def test_closed_because_names_the_reason(day, reason):
    found = closed_because(day)
    with translation.override("ja"):
        assert (str(message_text(found)) if found else "") == reason
