from datetime import date

import pytest

from dates.fiscal import FiscalYear


def test_fiscal_year_runs_from_april_to_march():
    year = FiscalYear(2016)

    assert (year.first_day, year.last_day) == (date(2016, 4, 1), date(2017, 3, 31))


@pytest.mark.parametrize(
    ("day", "year"), [(date(2016, 3, 31), 2015), (date(2016, 4, 1), 2016), (date(2017, 1, 1), 2016)]
)
def test_fiscal_year_of_a_day(day, year):
    assert FiscalYear.of(day) == FiscalYear(year)


def test_fiscal_year_contains_its_days_only():
    year = FiscalYear(2016)

    assert [
        year.contains(day)
        for day in (date(2016, 3, 31), date(2016, 4, 1), date(2017, 3, 31), date(2017, 4, 1))
    ] == [False, True, True, False]


def test_months_run_over_two_calendar_years():
    months = FiscalYear(2016).months()

    assert (months[0], months[8], months[9], months[-1], len(months)) == (
        (2016, 4),
        (2016, 12),
        (2017, 1),
        (2017, 3),
        12,
    )


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (2016, "平成28年度"),
        (1989, "平成元年度"),
        (2018, "平成30年度"),
        (2019, "令和元年度"),
        (2020, "令和２年度"),
        (1868, "明治元年度"),
        (1926, "大正15年度"),
    ],
)
def test_official_name(year, name):
    assert FiscalYear(year).wareki() == name


def test_fiscal_years_are_ordered_and_are_numbers():
    assert FiscalYear(2015) < FiscalYear(2016)
    assert (int(FiscalYear(2016)), str(FiscalYear(2016))) == (2016, "2016")


@pytest.mark.parametrize("year", [1867, 2101])
def test_year_out_of_range_is_refused(year):
    with pytest.raises(ValueError, match=r"1868.*2100"):
        FiscalYear(year)
