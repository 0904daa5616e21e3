"""Facts: terms of office, what belongs to what, what came before."""

from datetime import date

from oversight.rules import Facts, Member
from tests.oversight.rules.values import department

DAY, BEFORE, AFTER = date(2016, 6, 22), date(2016, 6, 21), date(2016, 6, 23)


def test_member_sits_from_the_first_day_of_the_term_to_the_last():
    cases = [
        ({"term_from": DAY}, True),
        ({"term_from": AFTER}, False),
        ({"term_until": DAY}, True),
        ({"term_until": BEFORE}, False),
        ({"term_from": BEFORE, "term_until": AFTER}, True),
        ({"term_from": AFTER, "term_until": AFTER}, False),
        # The term goes before what a document attests.
        ({"term_until": BEFORE, "attested_on": DAY}, False),
        ({"term_from": AFTER, "attested_on": DAY}, False),
    ]
    for values, expected in cases:
        assert Member(name="甲", **values).sits(DAY) == expected, values


def test_member_without_a_term_sits_from_the_attested_day_to_the_end_of_its_year():
    cases = [
        (date(2016, 4, 1), True),
        (date(2016, 3, 31), False),
        (DAY, True),
        (AFTER, False),
        (None, False),
    ]
    for attested, expected in cases:
        assert Member(name="甲", attested_on=attested).sits(DAY) == expected, attested


def test_departments_above_and_before():
    facts = Facts(
        departments=(
            department(1),
            department(2, parent=1, predecessors=(4, 5)),
            department(3, parent=2),
            department(4, predecessors=(5,)),
            department(6, parent=7),
            department(7, parent=6),
        )
    )
    above = {key: facts.above(key) for key in (None, 1, 3, 6, 9)}
    assert above == {None: [], 1: [1], 3: [3, 2, 1], 6: [6, 7], 9: [9]}
    assert [facts.lineage(key) for key in (2, 9)] == [[2, 4, 5], [9]]
