"""The departments that audits cover between them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight.rules import Covered
from oversight.rules.covering import Tree, Trees
from tests.oversight.rules.values import audit, department

DAY = date(2016, 9, 1)
# 10 is a centre with two departments, 20 a department with one section, 30 stands alone; 1 is the
# secretariat, to which 30 belongs.
DEPARTMENTS = (
    department(1, kind="bureau"),
    department(10, kind="centre"),
    department(11, parent=10),
    department(12, parent=10),
    department(20),
    department(21, parent=20, kind="section"),
    department(30, parent=1),
)
TREE = Tree(DEPARTMENTS, DAY)


def covered(*covers: int | Covered) -> set[int]:
    return TREE.completed(TREE.touched([audit("2016-09-01", covers=covers)]))


def test_highest_departments_are_those_below_nothing_but_the_secretariat():
    assert [one.key for one in TREE.highest()] == [10, 20, 30]


def test_walk_has_each_department_above_its_parts():
    assert [(one.key, depth) for one, depth in TREE.walk()] == [
        *((10, 0), (11, 1), (12, 1)),
        *((20, 0), (21, 1), (30, 0)),
    ]


def test_department_whose_superior_is_no_more_is_covered_by_itself():
    assert Tree((department(50, parent=99),), DAY).completed({50}) == {50}


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        pytest.param((10,), {10, 11, 12}, id="a centre with its departments"),
        pytest.param((11,), {11}, id="one of two departments"),
        pytest.param((11, 12), {10, 11, 12}, id="both departments are the centre"),
        pytest.param((21,), {21}, id="the only section is not the department"),
        pytest.param((Covered(10, (11,)),), {12}, id="all but one"),
        pytest.param((Covered(10, (11,)), 11), {10, 11, 12}, id="the rest and that one"),
        pytest.param((Covered(20, (21,)), 21), {20, 21}, id="the rest beside its section"),
        pytest.param((), set(), id="nothing"),
    ],
)
def test_departments_covered(covers, expected):
    assert covered(*covers) == expected


def test_department_of_another_time_is_not_there():
    gone = department(40, valid_until=date(2016, 8, 31))
    coming = department(41, valid_from=date(2016, 9, 2))
    tree = Tree((gone, coming, department(42, valid_from=DAY, valid_until=DAY)), DAY)
    assert [one.key for one in tree.highest()] == [42]


@given(
    st.sets(st.sampled_from([10, 11, 12, 20, 21, 30])), st.sampled_from([10, 11, 12, 20, 21, 30])
)
def test_more_audits_cover_no_less(keys, more):
    assert covered(*keys) <= covered(*keys, more)


def test_audit_means_departments_as_they_stood_on_its_days():
    trees = Trees(
        (
            department(1),
            department(2, parent=1, valid_until=date(2016, 6, 30)),
            department(3, parent=1, valid_from=date(2016, 7, 1)),
        )
    )
    for text, expected in (
        ("2016-06-30", {1, 2}),
        ("2016-07-01", {1, 3}),
        ("2016-06-30..2016-07-01", {1, 2, 3}),
        ("未定", {1, 2, 3}),  # on any day of its year
    ):
        assert trees.touched(audit(text, covers=(1,), title=text)) == expected, text
    assert trees.during(DAY, DAY) is trees.during(DAY, date(2016, 9, 2))
    begun = Trees((department(1), department(3, parent=1, valid_from=date(2016, 7, 1))))
    days = ("2016-06-30", "2016-07-01")
    found = [begun.touched(audit(day, covers=(1,), title=day)) for day in days]
    assert found == [{1}, {1, 3}]
    ended = Trees((department(1), department(3, parent=1, valid_until=date(2016, 6, 30))))
    found = [ended.touched(audit(day, covers=(1,), title=day)) for day in days]
    assert found == [{1, 3}, {1}]
