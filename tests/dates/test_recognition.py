"""Fiscal years by name, and the fiscal year that a schedule lies in."""

from datetime import date

import pytest

from dates import (
    FIRST_FISCAL_YEAR,
    LAST_FISCAL_YEAR,
    FiscalYear,
    NotationError,
    proposed_fiscal_year,
    read,
    read_fiscal_year,
    sole_fiscal_year,
)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2026", 2026),
        ("２０２６", 2026),
        ("2026年度", 2026),
        ("2026年", 2026),
        (" 2026 ", 2026),
        ("令和８", 2026),
        ("令和8年度", 2026),
        ("令和八年", 2026),
        ("令和元", 2019),
        ("R8", 2026),
        ("R08", 2026),
        ("r8", 2026),
        ("Ｒ８", 2026),
        ("平成28", 2016),
        ("H28年度", 2016),
        ("平成31年度", 2019),
        ("FY2026", 2026),
    ],
)
def test_fiscal_year_is_read_as_it_is_named(text, year):
    assert read_fiscal_year(text) == FiscalYear(year)


@pytest.mark.parametrize("year", range(FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR + 1))
def test_fiscal_year_is_read_as_it_is_worded(year):
    assert read_fiscal_year(str(year)) == FiscalYear(year)
    if year != LAST_FISCAL_YEAR:  # its last days are past those that can be written
        assert read_fiscal_year(FiscalYear(year).wareki()) == FiscalYear(year)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "28",
        "8",
        "8年度",
        "令和",
        "令和８年４月",
        "2026-2027",
        "2026年度～2027年度",
        "未定",
        "年",
    ],
)
def test_what_names_no_fiscal_year_is_refused(text):
    with pytest.raises(NotationError):
        read_fiscal_year(text)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("平成28年９月１日", 2016),
        ("９月１日", 2026),
        ("未定", 2026),
        ("日程調整中", 2026),
        ("", 2026),
        ("2016年", None),
        ("平成29年３月～５月", None),
    ],
)
def test_fiscal_year_is_proposed_from_the_date_or_today(text, year):
    proposed = proposed_fiscal_year(text, date(2027, 3, 31))
    assert proposed == (FiscalYear(year) if year else None)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和９年３月31日", 2026),
        ("令和９年４月１日", 2027),
        ("平成28年７月、12月", 2016),
        ("平成29年２月８日～17日", 2016),
        ("平成29年３月～", 2016),
        ("平成28年度", 2016),
        ("2016年", None),
        ("平成29年３月～５月", None),
        ("未定", None),
        ("明治元年２月１日", None),
    ],
)
def test_schedule_lies_in_one_fiscal_year_or_none(text, year):
    assert sole_fiscal_year(read(text).schedule) == (FiscalYear(year) if year else None)
