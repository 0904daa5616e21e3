from datetime import date, time

import pytest

from dates.schedule import Precision, Schedule, Segment, months_after, period

JULY = Segment(date(2016, 7, 1), date(2016, 7, 31), Precision.MONTH)
DECEMBER = Segment(date(2016, 12, 1), date(2016, 12, 31), Precision.MONTH)
OPEN = Segment(date(2017, 3, 1), None, Precision.MONTH)
DEADLINE = Segment(None, date(2017, 3, 31), Precision.DAY)


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [
        (Precision.MINUTE, "2017-02-25", "2017-02-25"),
        (Precision.DAY, "2017-02-25", "2017-02-25"),
        (Precision.TEN_DAY, "2017-02-21", "2017-02-28"),
        (Precision.MONTH, "2017-02-01", "2017-02-28"),
        (Precision.QUARTER, "2017-01-01", "2017-03-31"),
        (Precision.HALF_YEAR, "2016-10-01", "2017-03-31"),
        (Precision.FISCAL_YEAR, "2016-04-01", "2017-03-31"),
        (Precision.YEAR, "2017-01-01", "2017-12-31"),
    ],
)
def test_period_of_a_day(precision, first, last):
    assert period(date(2017, 2, 25), precision) == (
        date.fromisoformat(first),
        date.fromisoformat(last),
    )


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2018-10-31", -8, "2018-02-28"),
        ("2018-10-31", -4, "2018-06-30"),
        ("2018-03-15", -4, "2017-11-15"),
        ("2018-01-01", -1, "2017-12-01"),
        ("2016-10-31", -8, "2016-02-29"),
        ("2018-06-30", 8, "2019-02-28"),
    ],
)
def test_months_after_a_day_stay_within_the_month(day, months, expected):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_ten_days_end_on_the_10th_and_the_20th():
    days = [
        period(date(2016, 11, day), Precision.TEN_DAY)[1].day for day in (1, 10, 11, 20, 21, 30)
    ]

    assert days == [10, 10, 20, 20, 30, 30]


def test_precisions_are_ranked_from_fine_to_coarse():
    assert [precision.rank for precision in Precision] == list(range(8))


def test_bounds_and_precision_of_several_segments():
    day = Segment(date(2016, 9, 1), date(2016, 9, 1), Precision.DAY)
    schedule = Schedule((DECEMBER, day, JULY))

    assert (schedule.starts_on, schedule.ends_on) == (date(2016, 7, 1), date(2016, 12, 31))
    assert schedule.precision == Precision.MONTH


def test_open_end_has_no_end():
    schedule = Schedule((JULY, OPEN))

    assert (schedule.starts_on, schedule.ends_on) == (date(2016, 7, 1), None)


def test_open_start_has_no_start():
    assert Schedule((DEADLINE,)).starts_on is None


def test_gap_between_segments_is_no_part_of_the_schedule():
    schedule = Schedule((JULY, DECEMBER))

    assert schedule.overlaps(date(2016, 7, 31), date(2016, 8, 1))
    assert not schedule.overlaps(date(2016, 9, 1), date(2016, 9, 30))


def test_open_ends_are_known_as_far_as_they_are_said():
    assert OPEN.known_days() == (date(2017, 3, 1), date(2017, 3, 31))
    assert DEADLINE.known_days() == (date(2017, 3, 31), date(2017, 3, 31))


def test_schedule_that_says_nothing():
    schedule = Schedule()

    assert (schedule.starts_on, schedule.precision, schedule.is_undated) == (None, None, False)
    assert (schedule.canonical(), str(schedule)) == ("", "")


def test_words_are_undated():
    schedule = Schedule(words="毎月\n随時")

    assert schedule.is_undated
    assert (schedule.ends_on, schedule.overlaps(date(1868, 1, 1), date(2100, 1, 1))) == (
        None,
        False,
    )
    assert Schedule.from_canonical(schedule.canonical()) == schedule


CANONICAL = (
    "2016-07-01..2016-07-31 month",
    "2017-03-01.. month",
    "..2017-03-31 day",
    "..2017-03-31 minute -17:00",
    "2017-06-16..2017-06-16 minute 10:00-11:30",
    "2017-06-16..2017-06-17 minute daily:10:00-11:30",
    "2017-10-01..2017-10-31 month ~",
    "2017-10-01..2017-12-31 month ~end",
    "2017-10-01..2017-12-31 month ~start",
    "2016-09-08..2017-03-31 day>month",
    '2016-09-01..2016-09-30 month "事前評価"',
    'words "随時"',
    "",
)


@pytest.mark.parametrize("text", CANONICAL)
def test_canonical_text_reads_back(text):
    assert Schedule.from_canonical(text).canonical() == text


@pytest.mark.parametrize(
    "text",
    [
        "2016",
        "2016-07-01..2016-07-31",
        "2016-07-01..2016-07-31 week",
        "2016-07-01..2016-07-31 month ",
        "2016-07-01..2016-02-30 day",
        "words 毎月",
        "words 1",
        'words ""',
        "..",
        ".. day",
        "2016-07-01..2016-07-31 month\n",
        "2016-09-01..2016-09-01 day 0１:00-",
    ],
)
def test_other_text_is_no_canonical_text(text):
    with pytest.raises(ValueError, match=r".+"):
        Schedule.from_canonical(text)


DAY = date(2016, 9, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        {"start": None, "end": None},
        {"start": date(2016, 9, 2), "end": DAY},
        {"start": DAY, "end": DAY, "precision": Precision.MONTH},
        {"start": DAY, "end": DAY, "precision": Precision.TEN_DAY},
        {"start": date(2016, 9, 2), "end": date(2016, 9, 30), "precision": Precision.MONTH},
        {"start": DAY, "end": date(2016, 9, 15), "precision": Precision.MONTH},
        {"start": DAY, "end": DAY, "start_time": time(11), "end_time": time(10)},
        {"start": DAY, "end": DAY, "exact_end": "start"},
        {"start": DAY, "end": DAY, "start_precision": Precision.DAY},
        {
            "start": DAY,
            "end": DAY,
            "start_precision": Precision.DAY,
            "end_precision": Precision.DAY,
        },
        {
            "start": DAY,
            "end": date(2016, 9, 30),
            "start_precision": Precision.DAY,
            "end_precision": Precision.MONTH,
        },
        {
            "start": date(2016, 9, 1),
            "end": date(2016, 9, 2),
            "start_time": time(11),
            "end_time": time(10),
            "daily": True,
        },
    ],
)
def test_segment_that_cannot_be_is_refused(arguments):
    with pytest.raises(ValueError, match=r".+"):
        Segment(**{"precision": Precision.DAY, **arguments})


def test_segments_and_words_exclude_each_other():
    with pytest.raises(ValueError, match="not both"):
        Schedule((JULY,), words="随時")
