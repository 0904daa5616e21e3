import pytest

from calendars.scheduled import message_text
from dates import notation
from dates.fiscal import FiscalYear
from dates.hours import schedules_agree, with_hours, without_hours
from dates.messages import NotationError

YEAR = FiscalYear(2016)


def read(text):
    return notation.read(text, fiscal_year=YEAR).schedule


@pytest.mark.parametrize("when", ["平成28年６月22日", "2016-06-22", "６月22日（水）", "H28.6.22"])
@pytest.mark.parametrize(
    ("hours", "times"),
    [
        ("10:00～11:30", "10:00-11:30"),
        ("10：00〜11：30", "10:00-11:30"),
        ("10時～11時30分", "10:00-11:30"),
        ("午後２時～４時", "14:00-16:00"),
        ("午前10時から", "10:00-"),
        ("13:00", "13:00-"),
        ("10:00:00", "10:00-"),
        ("10:00～\n11:30", "10:00-11:30"),
    ],
)
def test_hours_join_the_day_beside_them(when, hours, times):
    joined = with_hours(when, hours, YEAR)
    assert read(joined).canonical() == f"2016-06-22..2016-06-22 minute {times}"


@pytest.mark.parametrize("hours", ["", "  ", "－", "未定", "―", "0:00", "００：００", "00:00:00"])
def test_hours_that_say_nothing_leave_the_date_as_it_is(hours):
    assert with_hours("平成28年６月", hours, YEAR) == "平成28年６月"


def test_hours_that_the_date_says_already_are_the_same():
    when = "平成28年６月22日 10:00～11:30"
    assert with_hours(when, "10時～11時30分", YEAR) == when


@pytest.mark.parametrize("hours", ["10:30～11:30", "10:00", "22:00～23:30"])
def test_hours_that_contradict_those_of_the_date_are_refused(hours):
    with pytest.raises(NotationError) as refusal:
        with_hours("平成28年６月22日 10:00～11:30", hours, YEAR)
    assert hours in str(message_text(refusal.value))


@pytest.mark.parametrize(
    "when",
    [
        "平成28年６月",
        "６月上旬",
        "６月22日頃",
        "６月22日、23日",
        "６月22日～23日",
        "未定",
        "平成28年度",
    ],
)
def test_hours_beside_anything_but_one_exact_day_are_refused(when):
    with pytest.raises(NotationError) as refusal:
        with_hours(when, "10:00", YEAR)
    assert when in str(message_text(refusal.value))


@pytest.mark.parametrize(
    "hours",
    ["２時間", "90分", "25:00", "10:00 11:30", "午後", "６月23日 10:00", "終日", "12:00～10:00"],
)
def test_what_is_no_time_of_day_is_refused(hours):
    with pytest.raises(NotationError) as refusal:
        with_hours("平成28年６月22日", hours, YEAR)
    assert refusal.value.part == hours


def test_schedules_agree_unless_both_tell_hours_that_differ():
    day, ten, two = map(read, ("６月22日", "６月22日 10:00", "６月22日 14:00"))
    assert without_hours(ten) == day
    assert schedules_agree(day, ten)
    assert schedules_agree(ten, day)
    assert schedules_agree(ten, ten)
    assert not schedules_agree(ten, two)
    assert not schedules_agree(day, read("６月23日"))
