"""What looks like a slip of the pen."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oversight.rules import Facts
from tests.oversight.rules.values import audit, department, drill, noticed, sitting, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平成28年５月３日", ["2016-05-03"]),  # 憲法記念日
        ("平成28年５月６日", []),
        ("平成28年５月７日", ["2016-05-07"]),  # a Saturday
        ("平成28年12月28日～29日", ["2016-12-29"]),  # closed from 29 December
        ("平成29年１月３日、４日", ["2017-01-03"]),
        ("平成28年５月２日～６日", []),  # holidays within a range are none of its days by name
        ("平成28年５月", []),
    ],
)
def test_day_on_which_offices_are_closed(text, expected):
    found = noticed(Facts(audits=(audit(text),)), "day-on-holiday")
    assert [detail for _code, detail in found] == expected


def test_meetings_and_drills_on_closed_days_are_noticed_too():
    facts = Facts(sittings=(sitting("委員会", "2016-05-03"),), drills=(drill("2016-05-04"),))
    found = noticed(facts, "day-on-holiday")
    assert [detail for _code, detail in found] == ["2016-05-03", "2016-05-04"]


def test_cancelled_event_is_not_noticed():
    facts = Facts(audits=(audit("平成28年５月３日", status="cancelled"),))
    assert noticed(facts) == []


@pytest.mark.parametrize(("year", "expected"), [(2016, 0), (2013, 1), (2019, 1)])
def test_date_far_from_its_fiscal_year(year, expected):
    facts = Facts(audits=(audit("2016年9月1日", year=year),))
    assert len(noticed(facts, "date-far-from-fiscal-year", year=year)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("平成28年９月１日（木）", 0), ("平成28年９月１日（金）", 1), ("９月１日（金）", 1)],
)
def test_day_of_the_week_that_belies_the_date(text, expected):
    kept = replace(audit("平成28年９月１日"), text=text)
    plain = audit("平成28年９月１日")
    assert len(noticed(Facts(audits=(plain, kept)), "weekday-contradicts-date")) == expected


DEPARTMENTS = (
    department(1),
    department(2, valid_until=date(2016, 8, 31)),
    department(3, valid_from=date(2016, 9, 2)),
)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"audits": (audit("平成28年９月１日", covers=(1, 2)),)}, ["第2部"]),
        ({"audits": (audit("平成28年８月", covers=(2,)),)}, []),
        ({"audits": (audit("平成28年９月", covers=(2, 3)),)}, ["第2部"]),
        ({"audits": (audit("平成28年９月１日", covers=(2,), scope="all_others"),)}, []),
        ({"drills": (drill("平成28年９月１日", 3),)}, ["第3部"]),
        ({"drills": (drill("未定", 3),)}, []),
    ],
)
def test_department_that_was_no_more(event, expected):
    facts = Facts(departments=DEPARTMENTS, **event)
    found = noticed(facts, "abolished-department-named")
    assert [detail for _code, detail in found] == expected


def test_observations_name_the_record_and_its_day():
    closed, day = audit("平成28年５月３日", title="甲"), date(2016, 9, 1)
    far = replace(audit("平成31年９月１日", title="乙"), fiscal_year=2016)
    belied = replace(audit("平成28年９月１日", title="丙"), text="９月１日（金）")
    named = audit("平成28年９月１日", title="丁", covers=(2,))
    cases = [
        ("day-on-holiday", closed, date(2016, 5, 3), "2016-05-03"),
        ("date-far-from-fiscal-year", far, date(2019, 9, 1), ""),
        ("weekday-contradicts-date", belied, day, ""),
        ("abolished-department-named", named, day, "第2部"),
    ]
    sentences = {
        "甲": "「甲」の実施日平成28年５月３日は、閉庁日です。",
        "乙": (
            "「乙」は平成28年度の記録ですが、実施時期（平成31年９月１日）が年度から離れています。"
        ),
        "丙": "「丙」の実施時期（９月１日（金））は、日付と曜日が一致していません。",
        "丁": "「丁」（平成28年９月１日）の対象第2部は、その時点で存在していません。",
    }
    for code, one, on, detail in cases:
        facts = Facts(departments=DEPARTMENTS, audits=(one,))
        expected = (sentences[one.title], (one.subject,), None, on, detail, "")
        assert told(facts, code) == [expected], code


YEAR = st.dates(date(2016, 4, 1), date(2017, 3, 31))


@settings(max_examples=25)
@given(YEAR, YEAR, YEAR)
def test_department_is_noticed_on_the_days_on_which_it_was_not_and_weekends_always(day, one, other):
    first, last = sorted((one, other))
    place = department(1, valid_from=first, valid_until=last)
    facts = Facts(departments=(place,), audits=(audit(f"{day:%Y-%m-%d}", covers=(1,)),))
    is_gone = not first <= day <= last
    assert len(noticed(facts, "abolished-department-named")) == is_gone
    found = noticed(facts, "day-on-holiday")
    assert found == [("day-on-holiday", f"{day}")] or (day.weekday() < 5 and found == [])
