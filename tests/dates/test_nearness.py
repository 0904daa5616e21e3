from datetime import date

import pytest

from dates import notation
from dates.fiscal import FiscalYear
from dates.nearness import earliest_day, far_from, lies_ahead

YEAR = FiscalYear(2016)


def schedule(text):
    return notation.read(text, fiscal_year=YEAR).schedule


@pytest.mark.parametrize(
    "text",
    [
        "平成28年４月１日",
        "平成29年３月31日",
        "平成29年５月11日～19日、25日",  # the accounting audit of the year ends in May
        "平成29年６月",
        "平成28年３月24日",  # a plan is made before its year
        "平成28年１月",
        "平成29年３月～",
        "平成28年度",
        "平成28年度下半期",
        "平成29年",  # its first three months are in the year
        "平成28年",
        "通年",
        "未定",
        "",
    ],
)
def test_schedule_in_its_year_or_in_the_months_about_it_is_near(text):
    assert far_from(schedule(text), YEAR) == ()


@pytest.mark.parametrize(
    "text",
    [
        "平成38年11月８日",
        "平成18年11月",
        "平成27年11月８日",
        "平成29年11月８日",
        "平成29年７月１日",
        "平成27年12月31日",
        "平成29年度",
        "平成27年度下半期",
        "平成30年～",
        "～平成26年３月",
        "平成28年９月～平成29年９月",
    ],
)
def test_schedule_that_begins_or_ends_in_another_year_is_far(text):
    assert len(far_from(schedule(text), YEAR)) == 1


def test_only_the_stretch_that_is_far_is_named():
    (found,) = far_from(schedule("平成28年９月１日、平成38年９月５日"), YEAR)
    assert dict(found.values)["part"] == "令和８年９月５日"


@pytest.mark.parametrize(
    ("text", "today", "is_ahead"),
    [
        ("平成28年11月８日", "2016-11-07", True),
        ("平成28年11月８日", "2016-11-08", False),
        ("平成28年11月８日 13:00", "2016-11-08", False),
        ("平成28年11月", "2016-11-01", False),
        ("平成28年11月", "2016-10-31", True),
        ("平成28年11月上旬～12月", "2016-11-01", False),
        ("平成28年９月１日、12日", "2016-09-05", True),
        ("平成28年９月１日、12日", "2016-09-12", False),
        ("～平成28年12月８日", "2016-11-01", False),
        ("平成28年11月８日頃", "2016-11-05", False),
        ("平成28年12月８日頃", "2016-11-05", True),
        ("平成28年度", "2016-04-01", False),
        ("随時", "2016-03-31", True),
        ("随時", "2016-04-01", False),
    ],
)
def test_what_can_only_begin_later_lies_ahead(text, today, is_ahead):
    assert lies_ahead(schedule(text), YEAR, date.fromisoformat(today)) is is_ahead


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("平成28年11月８日、２日", "2016-11-02"),
        ("平成28年11月", "2016-11-01"),
        ("平成28年11月８日頃", "2016-11-01"),
        ("～平成28年11月８日", None),
        ("未定", None),
    ],
)
def test_earliest_day_is_the_first_on_which_it_may_have_begun(text, first):
    assert earliest_day(schedule(text)) == (first and date.fromisoformat(first))
