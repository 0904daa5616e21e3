"""What comes again: months and departments that were left out, and what is not judged."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oversight.rules import Covered, Facts
from tests.oversight.rules.values import audit, audit_type, department, drill, noticed, told

MONTH, DEPARTMENT = "month-without-audit", "department-not-audited"
MONTHLY, YEARLY = audit_type("monthly", 1), audit_type("pms", 12)
ALL_MONTHS = [f"{2016 if month > 3 else 2017}-{month:02}" for month in (*range(4, 13), 1, 2, 3)]


def months_noticed(*texts: str, at: date = date(2017, 3, 31), status: str = "held") -> list[str]:
    audits = tuple(audit(text, "monthly", status=status) for text in texts)
    facts = Facts(audit_types=(MONTHLY,), audits=audits)
    return [detail for _code, detail in noticed(facts, MONTH, at=at)]


def test_month_without_an_audit_is_noticed():
    assert months_noticed("平成28年６月30日", "平成28年５月１日") == [
        month for month in ALL_MONTHS if month not in ("2016-05", "2016-06")
    ]


def test_range_of_months_has_one_in_each():
    assert months_noticed("平成28年５月～平成29年３月") == ["2016-04"]


def test_month_is_judged_once_it_is_over():
    assert months_noticed("平成28年６月29日", at=date(2016, 4, 29)) == []
    assert months_noticed("平成28年６月29日", at=date(2016, 4, 30)) == ["2016-04"]


def test_year_of_which_nothing_was_kept_is_not_judged():
    assert months_noticed() == []
    assert months_noticed("平成28年６月29日", status="cancelled") == []


def test_type_of_another_cycle_is_not_judged_by_months():
    facts = Facts(audit_types=(YEARLY,), audits=(audit("平成28年６月29日", "pms"),))
    assert noticed(facts, MONTH) == []


def departments_noticed(*audits, at: date = date(2017, 3, 31), regime: str = "internal") -> list:
    facts = Facts(
        audit_types=(audit_type("pms", 12, regime),),
        audits=audits,
        departments=(department(1), department(2), department(3, parent=2)),
    )
    return [name for _code, name in noticed(facts, DEPARTMENT, at=at)]


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        ((1, 2), []),
        ((1,), ["第2部"]),
        ((1, 3), ["第2部"]),
        ((1, Covered(2, (3,))), ["第2部"]),
        ((1, Covered(2, (3,)), 3), []),
    ],
)
def test_department_without_its_yearly_audit_is_noticed(covers, expected):
    assert departments_noticed(audit("平成28年８月８日", "pms", covers=covers)) == expected


def test_what_a_predecessor_had_in_the_year_is_not_missed():
    old = department(4, "旧部", valid_until=date(2016, 6, 30))
    new = department(5, "新部", valid_from=date(2016, 7, 1), predecessors=(4,))
    other = department(6, "別の部")
    held = {"audits": (audit("2016-05-10", "pms", covers=(4,)),), "drills": (drill("2016-05", 4),)}
    facts = Facts(audit_types=(YEARLY,), departments=(old, new, other), **held)
    for rule in (DEPARTMENT, "department-without-drill"):
        assert [name for _code, name in noticed(facts, rule, at=date(2017, 3, 31))] == ["別の部"]


def test_departments_are_judged_on_the_last_day_of_the_year():
    one = audit("平成28年８月８日", "pms", covers=(1,))
    assert departments_noticed(one, at=date(2017, 3, 30)) == []
    assert departments_noticed(one, at=date(2017, 3, 31)) == ["第2部"]


def test_audits_of_other_types_and_cancelled_ones_do_not_count():
    other = audit("平成28年８月８日", "isms", covers=(2,))
    off = audit("平成28年８月９日", "pms", covers=(2,), status="cancelled")
    one = audit("平成28年８月８日", "pms", covers=(1,))
    assert departments_noticed(one, other, off) == ["第2部"]


def test_external_type_is_not_asked_of_each_department():
    one = audit("平成28年８月８日", "pms", covers=(1,), regime="external")
    assert departments_noticed(one, regime="external") == []


def test_department_without_a_drill_of_its_own_or_of_a_part():
    last = date(2017, 3, 31)
    departments = (department(1), department(2), department(3, parent=2), department(4))
    cases = [
        ((), last, []),
        ((drill("平成28年７月", 1),), last, ["第2部", "第4部"]),
        ((drill("平成28年７月", 1, 3, 4),), last, []),
        ((drill("平成28年７月", 1),), date(2017, 3, 30), []),
        ((drill("平成28年７月", 1, 2, 4, status="cancelled"),), last, []),
    ]
    for drills, at, expected in cases:
        facts = Facts(departments=departments, drills=drills)
        found = noticed(facts, "department-without-drill", at=at)
        assert [name for _code, name in found] == expected, drills


def test_observations_name_what_is_missing_and_its_period():
    last, april = date(2017, 3, 31), date(2016, 4, 30)
    other, external = department(2, "管理部"), audit_type("other", 12, "external")
    kept = [audit("平成28年６月29日", slug, covers=(1,)) for slug in ("monthly", "pms", "other")]
    facts = Facts(
        audit_types=(external, MONTHLY, YEARLY),
        departments=(department(1), other),
        audits=tuple(kept),
        drills=(drill("平成28年７月", 1),),
    )
    [first, *_rest] = told(facts, MONTH, at=april)
    sentence = "平成28年４月のinternal（monthly）の記録がありません。"
    assert first == (sentence, (MONTHLY.subject,), april, april, "2016-04", "")
    sentence = "平成28年度に、管理部を対象とするinternal（pms）の記録がありません。"
    subjects = (other.subject, YEARLY.subject)
    assert told(facts, DEPARTMENT) == [(sentence, subjects, last, last, "", "")]
    sentence = "管理部が平成28年度に実施した訓練の記録がありません。"
    assert told(facts, "department-without-drill") == [
        (sentence, (other.subject,), last, last, "", "drills")
    ]


@settings(max_examples=25)
@given(st.sets(st.sampled_from(ALL_MONTHS), min_size=1), st.randoms(use_true_random=False))
def test_months_missing_are_those_without_an_audit_in_whatever_order(held, random):
    texts = list(held)
    random.shuffle(texts)
    assert months_noticed(*texts) == [month for month in ALL_MONTHS if month not in held]
