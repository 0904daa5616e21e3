from datetime import date, time

import pytest

from dates.notation import read
from dates.schedule import Precision, Schedule, Segment
from dates.wording import Style, word
from tests.dates.notation_tables import table

P = Precision


def segment(start, end, precision=P.DAY, **more):
    return Segment(
        date.fromisoformat(start) if start else None,
        date.fromisoformat(end) if end else None,
        precision,
        **more,
    )


# Every notation of tables 3 to 13 that is not one date, as the report prints it.
PRINTED = (
    "平成28年７月、12月",
    "平成28年９月１日、５日、６日、12日",
    "平成28年11月17日～平成29年２月９日",
    "平成29年２月８日～17日",
    "平成29年１月13日～２月15日",
    "平成28年５月～平成29年３月",
    "平成29年３月～",
    "平成29年１月～２月",
    "平成28年10月24日～27日",
    "平成28年５月23日～26日、31日",
    "平成29年１月24日、25日",
    "平成29年３月14日、22日",
    "平成28年度上半期契約実績",
)


@pytest.mark.parametrize("text", PRINTED)
def test_official_wording_is_the_reports_own(text):
    assert word(read(text).schedule) == text


def test_lines_give_each_segment_a_line_in_full():
    schedule = read("平成29年３月16日～17日、23日～24日").schedule

    assert word(schedule) == "平成29年３月16日～17日、23日～24日"
    assert word(schedule, lines=True) == "平成29年３月16日～17日\n平成29年３月23日～24日"


def test_labelled_phases_stand_one_a_line():
    schedule = read("事前評価：平成28年９月 本評価：平成29年１月～２月").schedule

    assert word(schedule, lines=True) == "事前評価：平成28年９月\n本評価：平成29年１月～２月"
    assert word(schedule) == "事前評価：平成28年９月、本評価：平成29年１月～２月"


DAY = segment("2016-09-01", "2016-09-01")
STYLES = (
    (DAY, "平成28年9月1日", "2016年9月1日", "1 September 2016", "2016-09-01", "2016-09-01"),
    (
        segment("2016-11-01", "2016-11-10", P.TEN_DAY),
        "平成28年11月上旬",
        "2016年11月上旬",
        "early November 2016",
        "2016-11-01/2016-11-10",
        "2016-11-01/2016-11-10",
    ),
    (
        segment("2016-07-01", "2016-09-30", P.QUARTER),
        "平成28年度第2四半期",
        "2016年度第2四半期",
        "second quarter of fiscal 2016",
        "2016-07/2016-09",
        "2016-07/2016-09",
    ),
    (
        segment("2016-10-01", "2017-03-31", P.HALF_YEAR),
        "平成28年度下半期",
        "2016年度下半期",
        "second half of fiscal 2016",
        "2016-10/2017-03",
        "2016-10/2017-03",
    ),
    (
        segment("2019-04-01", "2020-03-31", P.FISCAL_YEAR),
        "令和元年度",
        "2019年度",
        "fiscal 2019",
        "2019-04/2020-03",
        "2019-04/2020-03",
    ),
    (segment("2016-01-01", "2016-12-31", P.YEAR), "平成28年", "2016年", "2016", "2016", "2016"),
    (
        segment("2017-10-01", "2017-10-31", P.MONTH, approximate=True),
        "平成29年10月頃",
        "2017年10月頃",
        "about October 2017",
        "2017-10",
        "2017-10~",
    ),
    (
        segment("2017-10-01", "2017-12-31", P.MONTH, approximate=True, exact_end="start"),
        "平成29年10月～12月頃",
        "2017年10月～12月頃",
        "October 2017 – about December 2017",
        "2017-10/2017-12",
        "2017-10/2017-12~",
    ),
    (
        segment(None, "2017-03-31"),
        "平成29年3月31日まで",
        "2017年3月31日まで",
        "until 31 March 2017",
        "../2017-03-31",
        "../2017-03-31",
    ),
    (
        segment("2017-06-16", "2017-06-16", P.MINUTE, start_time=time(10), end_time=time(11, 30)),
        "平成29年6月16日 10:00～11:30",
        "2017年6月16日 10:00～11:30",
        "16 June 2017 10:00 – 11:30",
        "2017-06-16T10:00/2017-06-16T11:30",
        "2017-06-16",
    ),
    (
        segment("2017-06-16", "2017-06-16", P.MINUTE, start_time=time(10)),
        "平成29年6月16日 10:00",
        "2017年6月16日 10:00",
        "16 June 2017 10:00",
        "2017-06-16T10:00",
        "2017-06-16",
    ),
    (
        segment(
            "2016-11-08",
            "2016-11-09",
            P.MINUTE,
            start_time=time(10),
            end_time=time(17),
            daily=True,
        ),
        "平成28年11月8日～9日 10:00～17:00",
        "2016年11月8日～9日 10:00～17:00",
        "8 November 2016 – 9 November 2016 daily 10:00 – 17:00",
        "2016-11-08/2016-11-09",
        "2016-11-08/2016-11-09",
    ),
)


@pytest.mark.parametrize(("one", "plain", "gregorian", "english", "iso", "edtf"), STYLES)
def test_segment_in_every_style(one, plain, gregorian, english, iso, edtf):
    schedule = Schedule((one,))

    styles = (Style.PLAIN, Style.GREGORIAN, Style.ENGLISH, Style.ISO, Style.EDTF)
    assert [word(schedule, style) for style in styles] == [plain, gregorian, english, iso, edtf]


def test_edtf_of_several_is_a_set():
    schedule = read("平成28年９月、平成29年１月～２月").schedule

    assert word(schedule, Style.EDTF) == "{2016-09,2017-01..2017-02}"


def test_edtf_of_an_open_end_in_a_set():
    assert word(read("平成28年９月、平成29年１月～").schedule, Style.EDTF) == "{2016-09,2017-01..}"


def test_first_year_of_an_era_is_gannen():
    assert word(read("令和元年５月").schedule) == "令和元年５月"


def test_change_of_era_within_a_year_is_worded_in_full():
    assert word(read("平成31年４月～令和元年５月").schedule) == "平成31年４月～令和元年５月"


def test_day_before_the_first_era_is_worded_in_the_western_year():
    assert word(Schedule((segment("1868-01-02", "1868-01-02"),))) == "1868年１月２日"


def test_earlier_month_of_the_same_year_is_worded_in_full():
    assert word(read("平成28年10月、平成28年４月").schedule) == "平成28年10月、平成28年４月"


def test_times_of_one_day_name_it_once():
    text = "平成28年９月１日 10：00～12：00、13：00～17：00"

    assert word(read(text).schedule) == text


def test_segment_without_label_does_not_follow_a_phase_on_its_line():
    schedule = read("本評価：平成29年１月\n平成29年３月").schedule

    assert word(schedule) == "本評価：平成29年１月\n平成29年３月"
    assert word(schedule, Style.ENGLISH) == "本評価: January 2017\nMarch 2017"


@pytest.mark.parametrize("style", list(Style))
def test_nothing_said_is_worded_as_nothing(style):
    assert word(Schedule(), style) == ""


@pytest.mark.parametrize(
    ("style", "words"), [(Style.OFFICIAL, "随時"), (Style.ENGLISH, "随時"), (Style.EDTF, "")]
)
def test_undated_schedule_is_its_words(style, words):
    assert word(Schedule(words="随時"), style) == words


@pytest.mark.parametrize("lines", [False, True])
@pytest.mark.parametrize("style", [Style.OFFICIAL, Style.PLAIN, Style.GREGORIAN, Style.ENGLISH])
def test_every_known_notation_is_read_again_as_worded(style, lines):
    for name in ("notations", "dated", "undated"):
        for row in table(name):
            schedule = read(row["text"], **row["context"]).schedule
            wording = word(schedule, style, lines=lines)
            assert read(wording).schedule == schedule, (row["text"], wording)
