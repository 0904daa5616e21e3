"""Audits that meet at a department, and those that come while the year is closed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oversight.rules import Facts
from tests.oversight.rules.values import audit, department, noticed, told

DEPARTMENTS = (
    department(1, "管理部"),
    department(2, "管理部会計課", parent=1, kind="section"),
    department(3, "研究開発部"),
)


def overlaps(*audits) -> list[str]:
    facts = Facts(departments=DEPARTMENTS, audits=audits)
    return [name for _code, name in noticed(facts, "audits-overlap")]


ONE = audit("平成29年２月８日～17日", title="甲", covers=(3,))


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("平成29年２月17日", {"covers": (3,)}, ["研究開発部"]),
        ("平成29年２月18日", {"covers": (3,)}, []),
        ("平成29年２月７日", {"covers": (3,)}, []),
        ("平成29年２月８日", {"covers": (3,)}, ["研究開発部"]),
        ("平成29年２月８日", {"covers": (1,)}, []),
        ("平成29年２月", {"covers": (3,)}, []),
        ("平成29年１月18日～２月17日", {"covers": (3,)}, ["研究開発部"]),  # 31 days
        ("平成29年１月17日～２月17日", {"covers": (3,)}, []),  # 32 days: no visit of one department
        ("平成29年２月８日", {"covers": (3,), "scope": "all_others"}, []),
        ("平成29年２月８日", {"covers": (3,), "status": "cancelled"}, []),
        ("平成29年２月８日", {"covers": (3,), "together": frozenset({ONE.subject.uid})}, []),
    ],
)
def test_second_audit_of_a_department(text, values, expected):
    assert overlaps(ONE, audit(text, title="乙", **values)) == expected


def test_audit_of_a_department_meets_that_of_its_section_where_both_are():
    whole = audit("平成29年２月８日", title="乙", covers=(1,))
    section = audit("平成29年２月８日", title="丙", covers=(2,))
    assert overlaps(whole, section) == ["管理部会計課"]
    earlier = audit("平成29年２月７日～８日", title="丁", covers=(2,))
    assert overlaps(whole, earlier) == ["管理部会計課"]


def test_department_that_is_withdrawn_is_not_judged():
    audits = [audit("平成28年４月８日", title=title, covers=(99,)) for title in "甲乙"]
    assert overlaps(*audits) == []
    facts = Facts(departments=DEPARTMENTS, audits=tuple(audits))
    assert noticed(facts, "audit-in-settlement-weeks", "abolished-department-named") == []


def test_audits_conducted_together_are_one_visit():
    uids = ["乙:平成29年２月８日", "丙:平成29年２月８日"]
    pair = [
        audit("平成29年２月８日", title=title, covers=(3,), together=frozenset({other}))
        for title, other in zip("乙丙", reversed(uids), strict=True)
    ]
    assert overlaps(ONE, *pair) == ["研究開発部"]


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("平成28年４月１日", {"covers": (2,)}, 1),
        ("平成28年５月31日", {"covers": (2,)}, 1),
        ("平成28年６月１日", {"covers": (2,)}, 0),
        ("平成28年５月", {"covers": (2,)}, 0),
        ("平成28年５月31日", {"covers": (3,)}, 0),
        ("平成28年５月31日", {"covers": (2,), "title": "決算監査"}, 0),
        ("平成28年５月31日", {"covers": (2,), "status": "cancelled"}, 0),
    ],
)
def test_audit_of_those_who_close_the_year(text, values, expected):
    facts = Facts(departments=DEPARTMENTS, audits=(audit(text, **values),))
    assert len(noticed(facts, "audit-in-settlement-weeks")) == expected


def test_observations_name_the_department_and_the_audits():
    gone = department(4, "別の部会計課", valid_until=date(2016, 5, 31))
    one = audit("平成28年４月20日～22日", title="甲", covers=(2, 4))
    off = audit("平成28年４月１日", title="中止した監査", covers=(2,), status="cancelled")
    other = audit("平成28年４月22日", title="乙", covers=(2,))
    facts = Facts(departments=(*DEPARTMENTS, gone), audits=(off, one, other))
    place, day = DEPARTMENTS[1], date(2016, 4, 22)
    sentence = "管理部会計課で、平成28年４月22日から「甲」と「乙」とが重なっています。"
    subjects = (place.subject, one.subject, other.subject)
    assert told(facts, "audits-overlap") == [(sentence, subjects, None, day, "", "")]
    first = date(2016, 4, 20)
    rest = "の決算の時期に重なっています。"
    assert told(facts, "audit-in-settlement-weeks") == [
        (
            f"「甲」（平成28年４月20日）が、管理部会計課{rest}",
            (one.subject, place.subject),
            *(None, first, "", ""),
        ),
        (
            f"「甲」（平成28年４月20日）が、別の部会計課{rest}",
            (one.subject, gone.subject),
            *(None, first, "", ""),
        ),
        (
            f"「乙」（平成28年４月22日）が、管理部会計課{rest}",
            (other.subject, place.subject),
            *(None, day, "", ""),
        ),
    ]


def test_three_audits_at_one_time_are_three_pairs():
    three = [audit("平成29年２月８日", title=title, covers=(3,)) for title in "甲乙丙"]
    assert overlaps(*three) == ["研究開発部"] * 3


DAYS = st.tuples(st.integers(1, 28), st.integers(0, 9))


@settings(max_examples=25)
@given(st.lists(DAYS, max_size=4, unique=True), st.randoms(use_true_random=False))
def test_pairs_are_the_audits_that_have_a_day_in_common_in_whatever_order(spans, random):
    days = [(first, min(first + length, 28)) for first, length in spans]
    audits = [
        audit(f"平成29年２月{first}日～{last}日", title=f"第{n}", covers=(3,))
        for n, (first, last) in enumerate(days)
    ]
    meeting = sum(
        one[0] <= other[1] and other[0] <= one[1]
        for n, one in enumerate(days)
        for other in days[:n]
    )
    random.shuffle(audits)
    assert len(overlaps(*audits)) == meeting
