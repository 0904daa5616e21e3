"""Who stands for a department that is no more."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organization.succession import Succession
from records.base import Life
from tests.factories import DepartmentFactory, ReorganisationFactory, ReorganisationStepFactory

pytestmark = pytest.mark.django_db
IN_2017 = (date(2017, 9, 1), date(2017, 9, 30))
IN_2016 = (date(2016, 9, 1), date(2016, 9, 30))


def department(name, *, begins=None, ends=None):
    return DepartmentFactory(name=name, valid_from=begins, valid_until=ends)


def reorganise(on, before, after, **fields):
    reorganisation = ReorganisationFactory(takes_effect_on=on, **fields)
    for role, departments in (("predecessor", before), ("successor", after)):
        for each in departments:
            ReorganisationStepFactory(reorganisation=reorganisation, department=each, role=role)


def test_department_that_exists_stands_for_itself_even_where_parts_left_it():
    old = department("管理部")
    reorganise(date(2017, 4, 1), [old], [old, department("経理部", begins=date(2017, 4, 1))])
    assert Succession().on(old, *IN_2017) == [old]


def test_renamed_department_is_followed_over_several_steps():
    first = department("電算部", ends=date(2017, 3, 31))
    second = department("情報部", begins=date(2017, 4, 1), ends=date(2017, 6, 30))
    third = department("情報処理部", begins=date(2017, 7, 1))
    reorganise(date(2017, 4, 1), [first], [second])
    reorganise(date(2017, 7, 1), [second], [third])
    assert Succession().on(first, *IN_2017) == [third]
    assert Succession().on(first, *IN_2016) == [first]


def test_split_department_is_replaced_by_all_its_successors():
    whole = department("管理部", ends=date(2017, 3, 31))
    parts = [department("総務部"), department("経理部")]
    reorganise(date(2017, 4, 1), [whole], parts)
    assert Succession().on(whole, *IN_2017) == parts


def test_split_parts_that_were_merged_again_are_named_once():
    whole = department("管理部", ends=date(2017, 3, 31))
    parts = [department(name, ends=date(2017, 6, 30)) for name in ("総務部", "経理部")]
    merged = department("業務部")
    reorganise(date(2017, 4, 1), [whole], parts)
    reorganise(date(2017, 7, 1), parts, [merged])
    assert Succession().on(whole, *IN_2017) == [merged]


def test_department_without_a_successor_is_followed_by_none():
    gone = department("廃止部", ends=date(2017, 3, 31))
    reorganise(date(2017, 4, 1), [gone], [])
    assert Succession().on(gone, *IN_2017) == []


def test_withdrawn_reorganisation_counts_for_nothing():
    gone = department("廃止部", ends=date(2017, 3, 31))
    reorganise(date(2017, 4, 1), [gone], [department("新部")], life=Life.WITHDRAWN)
    assert Succession().on(gone, *IN_2017) == []


def test_reorganisations_that_lead_in_a_circle_come_to_an_end():
    one, other = (department(name, ends=date(2017, 3, 31)) for name in ("甲部", "乙部"))
    reorganise(date(2017, 4, 1), [one], [other])
    reorganise(date(2017, 4, 1), [other], [one])
    assert Succession().on(one, *IN_2017) == []


def test_database_is_asked_as_often_for_three_steps_as_for_one():
    asked = []
    for more in (1, 2):
        for _step in range(more):
            gone = department(f"部{more}{_step}", ends=date(2017, 3, 31))
            reorganise(date(2017, 4, 1), [gone], [DepartmentFactory()])
        with CaptureQueriesContext(connection) as queries:
            Succession().on(gone, *IN_2017)
        asked.append(len(queries))
    assert asked[0] == asked[1]
