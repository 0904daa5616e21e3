"""Duties that nothing on record shows to be met by their last day."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dates import FiscalYear
from oversight.rules import Certainty, Cycle, DutyState, Facts
from oversight.rules.duty import MetBy
from oversight.rules.late_duties import late
from tests.oversight.rules.duties.values import YEAR_END, duty, instances, sittings
from tests.oversight.rules.values import noticed, sitting, told

CODES = ("duty-late", "duty-late-by-practice")
BODY = "committee"
YEARLY = duty("X", sittings(BODY), times=2, deadline=YEAR_END)
ONCE = Facts(sittings=(sitting(BODY, "平成28年４月21日"),))
END = date(2017, 3, 31)


def seen(one=YEARLY, facts=ONCE, **values):
    return noticed(replace(facts, duties=(one,)), *CODES, **values)


def test_duty_is_noticed_the_day_after_its_last_by_how_sure_its_ground_is():
    assert seen(at=END) == []
    assert seen(at=date(2017, 4, 1)) == [("duty-late", "FY2016")]
    assert seen(replace(YEARLY, certainty=Certainty.SECONDARY)) == [
        ("duty-late-by-practice", "FY2016")
    ]


def test_what_is_met_or_not_recorded_or_has_no_day_or_is_noticed_elsewhere_is_not():
    assert seen(replace(YEARLY, times=1)) == []
    assert seen(facts=Facts()) == []
    assert seen(replace(YEARLY, deadline=replace(YEAR_END, rule="none"))) == []
    assert seen(replace(YEARLY, cycle=Cycle.MONTH)) == []
    assert seen(replace(YEARLY, is_on=False)) == []
    # Nobody knows whether it was in force on its last day.
    doubtful = duty("X", sittings(BODY), times=2, deadline=YEAR_END, since="平成29年３月以降")
    assert seen(doubtful) == []


def test_observation_names_the_duty_its_source_and_what_was_planned_for_it():
    asked = replace(YEARLY, title="リスク管理委員会の開催")
    facts = replace(ONCE, duties=(asked,))
    sentence = (
        "平成28年度の「リスク管理委員会の開催」（機構法）は、期限の平成29年３月31日までに"
        "履行した記録がありません。"
    )
    subjects = (asked.subject, ONCE.sittings[0].subject)
    assert told(facts, "duty-late") == [(sentence, subjects, END, END, "FY2016", "")]
    [one] = late(facts, FiscalYear(2016), date(2017, 4, 1))
    assert one.kinds == {MetBy.SITTING}


@given(at=st.dates(date(2016, 4, 1), date(2019, 3, 31)), times=st.integers(1, 3))
def test_noticed_are_the_open_instances_that_are_late(at, times):
    asked = replace(YEARLY, times=times)
    late = [
        one.key
        for one in instances((asked,), ONCE, at=at)
        if one.state == DutyState.OPEN and one.is_late
    ]
    assert [detail for _code, detail in seen(asked, at=at)] == late
