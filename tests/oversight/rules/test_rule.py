"""A rule: when it holds, whether it is on, and that nothing severe rests on what was not read."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dates import FiscalYear
from oversight.rules import Certainty, Facts, Observation, Rule, Severity

FIRST, LAST = date(2017, 6, 1), date(2021, 8, 31)
NEVER = {"code": "x", "title": "x", "source": "x", "check": lambda _facts, _year, _at: ()}


def rule(**values) -> Rule:
    return Rule(**NEVER | {"severity": Severity.WARNING} | values)


def test_severe_rule_rests_on_what_was_read():
    with pytest.raises(ValueError, match="only what was read"):
        rule(severity=Severity.SEVERE, certainty=Certainty.SECONDARY)
    made = [
        rule(severity=Severity.SEVERE),
        rule(certainty=Certainty.SECONDARY),
        rule(certainty=Certainty.UNVERIFIED),
    ]
    assert [one.is_on for one in made] == [True, True, False]


def test_rule_holds_from_its_first_day_to_its_last():
    day = timedelta(1)
    both, none = rule(valid_from=FIRST, valid_until=LAST), rule()
    days = [FIRST - day, FIRST, LAST, LAST + day, None]
    assert [both.holds(one) for one in days] == [False, True, True, False, True]
    assert [none.holds(one) for one in days] == [True] * 5


DAYS = st.none() | st.dates(date(2014, 4, 1), date(2025, 3, 31))


@settings(max_examples=25)
@given(st.lists(DAYS, max_size=4), DAYS, DAYS)
def test_observation_lies_within_the_time_of_its_rule(days, first, last):
    seen = [Observation(message="", on=one) for one in days]
    one = rule(check=lambda *_asked: seen, valid_from=first, valid_until=last)
    found = list(one.observations(Facts(), FiscalYear(2016), LAST))
    assert all((first or day) <= day <= (last or day) for day in (each.on for each in found) if day)
    assert [each for each in seen if each.on is None] == [e for e in found if e.on is None]
    assert all(each in found for each in seen if one.holds(each.on))
