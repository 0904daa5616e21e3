"""Schedules carried into another year's plan, and held against what became of them."""

import pytest
from hypothesis import given

from dates.fiscal import FiscalYear
from dates.notation import read
from dates.schedule import Precision, Schedule
from dates.shifting import Slip, SlipKind, shifted, shifted_text, slip
from dates.wording import word
from tests.dates.test_notation_properties import examples
from tests.dates.test_wording_properties import schedules


def text_moved(text: str, years: int = 1) -> str:
    return shifted_text(read(text, fiscal_year=2016).schedule, years)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平成28年８月８日", "平成29年８月"),
        ("平成28年９月１日、５日、６日、12日", "平成29年９月"),
        ("平成28年５月23日～26日、31日", "平成29年５月"),
        ("平成28年９月１日、10月３日", "平成29年９月、10月"),
        ("平成28年11月17日～平成29年２月９日", "平成29年11月～平成30年２月"),
        ("平成28年12月１日、平成28年12月20日～平成29年１月10日", "平成29年12月～平成30年１月"),
        ("平成28年７月、12月", "平成29年７月、12月"),
        ("平成28年７月～平成29年３月", "平成29年７月～平成30年３月"),
        ("平成29年３月～", "平成30年３月～"),
        ("平成29年３月16日～", "平成30年３月～"),
        ("平成29年３月16日、平成29年３月23日～", "平成30年３月～"),
        ("平成28年10月中旬", "平成29年10月"),
        ("平成28年10月頃", "平成29年10月"),
        ("平成28年度第２四半期", "平成29年度第２四半期"),
        ("平成28年度上半期", "平成29年度上半期"),
        ("平成28年度", "平成29年度"),
        ("平成28年", "平成29年"),
        ("平成28年６月８日 10：00～11：30", "平成29年６月"),
        ("平成29年３月16日～17日\n平成29年３月23日～24日", "平成30年３月"),
        (
            "事前評価：平成28年９月\n本評価：平成29年１月～２月",
            "事前評価：平成29年９月\n本評価：平成30年１月～２月",
        ),
        (
            "事前評価：平成28年９月３日\n本評価：平成28年９月５日",
            "事前評価：平成29年９月\n本評価：平成29年９月",
        ),
        ("随時", "随時"),
        ("未定", "未定"),
    ],
)
def test_schedule_a_year_on_is_no_more_exact_than_the_month(text, expected):
    assert text_moved(text) == expected


def test_audit_after_the_end_of_its_fiscal_year_stays_after_that_of_the_next():
    later = text_moved("平成29年５月11～19日\n平成29年５月25日")
    assert later == "平成30年５月"
    assert not FiscalYear(2017).contains(read(later, fiscal_year=2017).schedule.starts_on)


def test_leap_day_moves_with_its_month():
    leap = read("平成28年２月29日").schedule
    assert word(shifted(leap, 1)) == "平成29年２月"


def test_change_of_era_is_worded_in_the_new_one():
    assert word(shifted(read("平成30年５月８日").schedule, 1)) == "令和元年５月"


@examples(300)
@given(schedules)
def test_moved_schedule_is_read_back_from_its_own_words(schedule):
    later = shifted(schedule, 1)
    assert read(shifted_text(schedule, 1)).schedule == later
    assert read(shifted_text(schedule, 1), fiscal_year=2017).schedule == later


@examples(300)
@given(schedules)
def test_moved_schedule_touches_the_months_of_the_first_a_year_on_and_no_others(schedule):
    def months(found: Schedule, years: int) -> set[tuple[int, int]]:
        touched = set()
        for segment in found.segments:
            first, last = segment.known_days()
            counted = range(first.year * 12 + first.month, last.year * 12 + last.month + 1)
            touched |= {(month - 1 + years * 12, segment.label) for month in counted}
        return touched

    def is_closed(found: Schedule) -> bool:
        return all(segment.start and segment.end for segment in found.segments)

    later = shifted(schedule, 2)
    assert all(segment.precision.rank >= Precision.MONTH.rank for segment in later.segments)
    assert is_closed(later) == is_closed(schedule)
    if is_closed(schedule):
        assert months(later, 0) == months(schedule, 2)


@examples(300)
@given(schedules)
def test_what_takes_place_as_planned_has_not_slipped(schedule):
    assert slip(shifted(schedule, 0), schedule) == Slip(SlipKind.AS_PLANNED)


@pytest.mark.parametrize(
    ("planned", "actual", "expected"),
    [
        ("平成28年９月", "平成28年９月１日、５日、12日", Slip(SlipKind.AS_PLANNED)),
        ("平成28年９月10日", "平成28年９月20日", Slip(SlipKind.AS_PLANNED)),
        ("平成28年７月～９月", "平成28年８月８日", Slip(SlipKind.AS_PLANNED)),
        ("平成28年度第２四半期", "平成28年８月８日", Slip(SlipKind.AS_PLANNED)),
        ("平成29年３月～", "平成29年３月～６月", Slip(SlipKind.AS_PLANNED)),
        ("平成28年９月", "平成28年10月３日", Slip(SlipKind.LATER, 1)),
        ("平成28年９月", "平成29年１月13日～２月15日", Slip(SlipKind.LATER, 5)),
        ("平成28年９月", "平成28年９月28日～10月３日", Slip(SlipKind.LATER, 1)),
        ("平成28年９月", "平成28年７月25日", Slip(SlipKind.EARLIER, 2)),
        ("平成28年７月、12月", "平成28年７月５日、平成29年２月３日", Slip(SlipKind.LATER, 2)),
        ("平成28年７月、12月", "平成28年11月", Slip(SlipKind.EARLIER, 1)),
        ("平成28年７月、９月", "平成28年８月", Slip(SlipKind.LATER, 1)),
        ("平成28年９月", "平成28年度第３四半期", Slip(SlipKind.LATER, 1)),
        ("平成28年９月", "平成28年度第２四半期", Slip(SlipKind.UNDETERMINED)),
        ("平成28年９月", "平成28年10月頃", Slip(SlipKind.UNDETERMINED)),
        ("平成28年９月", "未定", Slip(SlipKind.UNDETERMINED)),
        ("随時", "平成28年９月１日", Slip(SlipKind.UNDETERMINED)),
    ],
)
def test_slip_is_counted_in_months_from_the_nearest_planned_one(planned, actual, expected):
    assert slip(read(planned).schedule, read(actual).schedule) == expected
