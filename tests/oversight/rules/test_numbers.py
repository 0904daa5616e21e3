"""The numbers of sittings: what is left out, and to which year that belongs."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dates import FiscalYear, read
from oversight.rules import Body, Facts, Session, Sitting, Subject
from oversight.rules.numbers import missing, repeated, same_body
from tests.oversight.rules.values import told

AT = date(2018, 4, 1)
COUNCIL = Body(
    subject=Subject("meetings.body", "council"),
    slug="management-council",
    name="経営審議委員会",
    numbering="continuous",
)
COMMITTEE = Body(
    subject=Subject("meetings.body", "committee"),
    slug="internal-control",
    name="内部統制委員会",
    numbering="yearly",
)


def sitting(fiscal_year: int, day: str, *sessions: tuple[str, int | None]) -> Sitting:
    return Sitting(
        subject=Subject("meetings.meeting", day),
        fiscal_year=fiscal_year,
        title=day,
        schedule=read(day).schedule,
        status="held",
        sessions=tuple(Session(body, number) for body, number in sessions),
    )


def details(check, facts: Facts, year: int) -> list[str]:
    return [one.detail for one in check(facts, FiscalYear(year), AT)]


def test_number_left_out_belongs_to_the_year_of_the_sitting_after_it():
    facts = Facts(
        bodies=(COUNCIL,),
        sittings=(
            sitting(2016, "2017-03-07", ("management-council", 13)),
            sitting(2017, "2017-06-16", ("management-council", 15)),
        ),
    )
    found = list(missing(facts, FiscalYear(2017), AT))
    assert [str(one) for one in found] == [
        "経営審議委員会の第14回が、第13回と第15回との間にありません。"
    ]
    assert [subject.uid for subject in found[0].subjects] == [
        "council",
        "2017-03-07",
        "2017-06-16",
    ]
    assert list(missing(facts, FiscalYear(2016), AT)) == []


def test_numbers_before_the_first_one_on_record_are_not_known_to_be_missing():
    facts = Facts(
        bodies=(COUNCIL,), sittings=(sitting(2016, "2016-06-08", ("management-council", 10)),)
    )
    assert details(missing, facts, 2016) == []


def test_year_that_begins_with_the_second_number_lacks_the_first():
    facts = Facts(
        bodies=(COMMITTEE,),
        sittings=(
            sitting(2016, "2016-12-09", ("internal-control", 2)),
            sitting(2016, "2017-03-16", ("internal-control", 5)),
            sitting(2017, "2017-04-20", ("internal-control", 1)),
        ),
    )
    found = [str(one) for one in missing(facts, FiscalYear(2016), AT)]
    assert found == [
        "内部統制委員会の第１回が、第２回の前にありません。",
        "内部統制委員会の第３回～第４回が、第２回と第５回との間にありません。",
    ]
    assert [one.detail for one in missing(facts, FiscalYear(2016), AT)] == ["2", "5"]
    assert details(missing, facts, 2017) == details(missing, facts, 2015) == []


def test_number_given_twice_is_noticed_in_its_series_only():
    facts = Facts(
        bodies=(COMMITTEE,),
        sittings=(
            sitting(2016, "2016-04-21", ("internal-control", 1)),
            sitting(2016, "2016-12-09", ("internal-control", 1)),
            sitting(2017, "2017-04-20", ("internal-control", 1)),
        ),
    )
    assert details(repeated, facts, 2016) == ["1"]
    assert details(repeated, facts, 2017) == []


def test_joint_sitting_of_one_body_twice_is_noticed():
    facts = Facts(
        bodies=(COMMITTEE,),
        sittings=(
            sitting(2016, "2016-04-21", ("internal-control", 1), ("internal-control", 2)),
            sitting(2016, "2016-12-09", ("internal-control", 3), ("risk-management", 2)),
        ),
    )
    found = list(same_body(facts, FiscalYear(2016), AT))
    assert [one.subjects[0].uid for one in found] == ["2016-04-21"]


def test_body_that_is_withdrawn_is_not_judged():
    twice = sitting(2016, "2016-04-21", ("gone", 1), ("gone", 3))
    facts = Facts(bodies=(COMMITTEE,), sittings=(twice,))
    assert details(same_body, facts, 2016) == details(missing, facts, 2016) == []


def test_what_is_repeated_and_what_follows_it_name_their_sittings():
    one, again, joint = (
        sitting(2016, "2016-04-21", ("internal-control", 1)),
        sitting(2016, "2016-06-21", ("internal-control", 1)),
        sitting(2016, "2016-12-09", ("internal-control", 3), ("internal-control", 4)),
    )
    facts = Facts(bodies=(COMMITTEE,), sittings=(one, again, joint))
    body = COMMITTEE.subject
    assert told(facts, "number-repeated") == [
        (
            "内部統制委員会の第１回とされる会議が２件あります。",
            (body, one.subject, again.subject),
            *(None, None, "1", ""),
        )
    ]
    assert told(facts, "number-missing") == [
        (
            "内部統制委員会の第２回が、第１回と第３回との間にありません。",
            (body, again.subject, joint.subject),
            *(None, None, "3", ""),
        )
    ]
    assert told(facts, "joint-session-of-one-body") == [
        (
            "同時開催とされた会議に、内部統制委員会が２度記載されています。",
            (joint.subject,),
            *(None, None, "internal-control", ""),
        )
    ]


@settings(max_examples=25)
@given(st.sets(st.integers(1, 20), min_size=1), st.randoms(use_true_random=False))
def test_numbers_are_missing_where_there_is_a_gap_and_nowhere_when_renumbered(numbers, random):
    for body in (COUNCIL, COMMITTEE):
        kept = [sitting(2016, "2016-04-21", (body.slug, n)) for n in numbers]
        random.shuffle(kept)
        first = min(numbers) if body == COUNCIL else 1
        after_a_gap = {n for n in numbers if n > first and n - 1 not in numbers}
        facts = Facts(bodies=(body,), sittings=tuple(kept))
        assert {int(one) for one in details(missing, facts, 2016)} == after_a_gap
        again = [sitting(2016, "2016-04-21", (body.slug, n)) for n, _one in enumerate(kept, 1)]
        assert details(missing, Facts(bodies=(body,), sittings=tuple(again)), 2016) == []
