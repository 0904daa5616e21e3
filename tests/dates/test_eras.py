from datetime import date

import pytest

from dates.eras import ERAS, era_of, era_year_text, from_wareki, short_day, to_wareki


@pytest.mark.parametrize(
    ("day", "era", "year"),
    [
        (date(1868, 1, 25), "明治", 1),
        (date(1912, 7, 29), "明治", 45),
        (date(1912, 7, 30), "大正", 1),
        (date(1926, 12, 24), "大正", 15),
        (date(1926, 12, 25), "昭和", 1),
        (date(1989, 1, 7), "昭和", 64),
        (date(1989, 1, 8), "平成", 1),
        (date(2019, 4, 30), "平成", 31),
        (date(2019, 5, 1), "令和", 1),
    ],
)
def test_day_on_either_side_of_a_change_of_era(day, era, year):
    assert to_wareki(day) == (era, year)
    assert from_wareki(era, year) == day.year


def test_short_day_has_the_letter_of_its_era():
    days = date(2019, 4, 30), date(2019, 5, 1), date(2016, 12, 10)
    assert [short_day(day) for day in days] == ["H31.4.30", "R1.5.1", "H28.12.10"]


def test_day_before_the_first_era_is_refused():
    with pytest.raises(ValueError, match="1868-01-24"):
        era_of(date(1868, 1, 24))


def test_year_past_the_end_of_an_era_is_counted_on():
    assert from_wareki("平成", 33) == 2021


@pytest.mark.parametrize(("era", "year"), [("慶応", 4), ("平成", 0)])
def test_unknown_era_or_year_is_refused(era, year):
    with pytest.raises(ValueError, match=era):
        from_wareki(era, year)


def test_first_year_is_gannen():
    assert (era_year_text("令和", 1), era_year_text("平成", 28)) == ("令和元年", "平成28年")
    assert era_year_text("令和", 8) == "令和８年"


def test_eras_follow_one_another():
    days = [era.first_day for era in ERAS]

    assert days == sorted(days)
