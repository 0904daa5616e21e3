"""Notes of what tests ask, and the tests that together ask all of it."""

import pytest
from django.db import connection

from organization.models import Department
from tests.statements import Noted, Notes, asked_by, covering, read_notes, spared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            'SELECT "a"."x" FROM "a" WHERE "a"."x" = %s',
            'SELECT "a"."y" FROM "a" WHERE "a"."y" = %s',
        ),
        ('SELECT 1 FROM "a" WHERE "x" IN (%s)', 'SELECT 2 FROM "a" WHERE "x" IN (%s, %s, %s)'),
        ("SELECT 'GROUP BY' FROM \"a\"", "SELECT '' FROM \"a\""),
    ],
)
def test_statements_that_differ_in_columns_and_values_ask_alike(one, other):
    assert asked_by(one) == asked_by(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('SELECT "x" FROM "a"', 'SELECT "x" FROM "b"'),
        ('SELECT "x" FROM "a"', 'SELECT DISTINCT "x" FROM "a"'),
        ('SELECT LOWER("x") FROM "a"', 'SELECT UPPER("x") FROM "a"'),
        ('SELECT 1 FROM "a" WHERE "x" = %s', 'SELECT 1 FROM "a" WHERE "x" > %s'),
        ('SELECT "x" FROM "a"', 'SELECT "x" FROM "a" FOR UPDATE'),
    ],
)
def test_statements_that_databases_may_answer_differently_ask_otherwise(one, other):
    assert asked_by(one) != asked_by(other)


def test_statement_over_several_lines_is_noted_in_one():
    assert asked_by('\n  SELECT 1\n  FROM "a"\n') == "SELECT a / FROM SELECT"


def test_savepoint_asks_nothing():
    assert asked_by('SAVEPOINT "s1"') is None


def noted(test: str, seconds: float, asked: str) -> Noted:
    return Noted(test, seconds, frozenset(asked))


def test_covering_tests_ask_all_that_was_asked_at_the_least_cost():
    notes = [
        noted("slow", 9, "abc"),
        noted("quick", 1, "abc"),
        noted("alone", 9, "d"),
        noted("again", 1, "b"),
    ]
    assert covering(notes) == {"quick", "alone"}


def test_test_that_asked_nothing_or_was_not_noted_runs():
    class Item:
        def __init__(self, nodeid):
            self.nodeid = nodeid

    notes = [noted("one", 1, "a"), noted("two", 2, "a"), noted("programs", 1, "")]
    items = [Item(name) for name in ("one", "two", "programs", "new")]
    assert [item.nodeid for item in spared(notes, items)] == ["two"]


def test_notes_hold_what_a_test_asked(db, request, tmp_path):
    notes = Notes(tmp_path, "gw0")
    protocol = notes.pytest_runtest_protocol(request.node)
    next(protocol)
    with connection.execute_wrapper(notes.note):
        Department.objects.count()
    with pytest.raises(StopIteration):
        protocol.send(None)
    [read] = read_notes(tmp_path)
    assert read.test == request.node.nodeid
    [asked] = read.asked
    assert asked.startswith("SELECT organization_department /")
    assert "COUNT" in asked
