"""Days and years in words, in Japanese and in English."""

from datetime import date

from django.utils import translation

from dates import FiscalYear
from oversight.rules.words import calendar_year_text, day_text, month_text, year_text


def worded() -> list[str]:
    told = (
        day_text(date(2016, 6, 30)),
        month_text(2016, 4),
        calendar_year_text(2016),
        year_text(FiscalYear(2016)),
    )
    return [str(one) for one in told]


def test_days_and_years_are_in_the_language_of_the_reader():
    in_japanese = ["平成28年６月30日", "平成28年４月", "平成28年", "平成28年度"]
    assert worded() == in_japanese
    with translation.override("en"):
        assert worded() == ["30 June 2016", "April 2016", "2016", "FY2016"]
    with translation.override(None):
        assert worded() == in_japanese
