"""Who sits in the councils, before and after the law changed on 1 September 2021."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oversight.rules import Body, Facts, Member, Subject
from tests.oversight.rules.values import AFTER, noticed, told

HEADS, EXPERTS, MINISTERS = "地方公共団体の代表者", "学識経験者", "国の行政機関の職員"


def members(*counts: int, first_role: str = "議長", on: date = date(2017, 3, 31)) -> list[Member]:
    groups = [
        name
        for name, count in zip((HEADS, EXPERTS, MINISTERS), counts, strict=False)
        for _one in range(count)
    ]
    return [
        Member(name=f"委員{n}", category=name, attested_on=on, role="" if n else first_role)
        for n, name in enumerate(groups)
    ]


def council(slug: str, people: list[Member]) -> Body:
    subject = Subject("meetings.body", slug)
    return Body(
        subject=subject, slug=slug, name=slug, numbering="continuous", members=tuple(people)
    )


def codes(people: list[Member], year: int = 2016, at: date = AFTER, **values) -> list[str]:
    facts = Facts(bodies=(council("representative-council", people),), **values)
    return [code for code, _detail in noticed(facts, year=year, at=at)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((3, 3), []),
        ((3, 2), ["council-groups-unequal"]),
        ((6,), ["council-groups-unequal"]),
        ((2, 2, 2), ["council-groups-unequal"]),
    ],
)
def test_two_groups_of_one_size_until_the_reform(counts, expected):
    assert codes(members(*counts)) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((3, 3, 3), []),
        ((4, 4, 4), []),
        ((3, 3, 4), ["council-three-groups-unequal"]),
        ((2, 2, 2), ["council-number-of-members"]),
        ((5, 5, 5), ["council-number-of-members"]),
        ((6, 6), ["council-three-groups-unequal"]),
    ],
)
def test_three_groups_and_nine_to_twelve_members_since_the_reform(counts, expected):
    assert codes(members(*counts, on=date(2022, 3, 31)), year=2021) == expected


def test_law_of_the_day_counts_in_the_year_of_the_reform():
    people = members(3, 3, on=date(2021, 8, 1))
    unequal = members(3, 2, on=date(2021, 8, 1))
    assert codes(unequal, year=2021, at=date(2021, 8, 31)) == ["council-groups-unequal"]
    assert codes(people, year=2021, at=date(2021, 8, 31)) == []
    assert codes(people, year=2021, at=date(2021, 9, 1)) == [
        "council-three-groups-unequal",
        "council-number-of-members",
    ]


def test_council_of_which_no_member_is_on_record_is_not_judged():
    assert codes([]) == []
    assert codes(members(3, 2, on=date(2016, 3, 31))) == []
    first = date(2016, 4, 1)
    assert codes(members(3, 2, on=first), at=first) == ["council-groups-unequal"]


def test_council_without_a_chair():
    assert codes(members(3, 3, first_role="議長代理")) == ["chair-missing"]


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (date(2016, 4, 1), date(2019, 4, 1), []),
        (date(2016, 4, 1), date(2019, 4, 2), ["term-too-long"]),
        (date(2016, 4, 1), None, []),
        (None, date(2040, 4, 1), []),
        (date(2017, 4, 1), date(2030, 4, 1), []),  # begun in the year after
    ],
)
def test_term_of_three_years_at_most(begins, ends, expected):
    officer = Member(name="理事 一郎", term_from=begins, term_until=ends)
    assert codes(members(3, 3), officers=(officer,)) == expected


def test_term_from_the_leap_day_ends_with_february():
    officer = Member(name="甲", term_from=date(2016, 2, 29), term_until=date(2019, 3, 1))
    assert codes(members(3, 3, on=date(2016, 3, 31)), year=2015, officers=(officer,)) == [
        "term-too-long"
    ]


def test_officer_is_no_member_of_a_council_however_the_name_is_spaced():
    officer = Member(name="委員 １", term_from=date(2016, 4, 1), term_until=date(2018, 3, 31))
    assert codes(members(3, 3), officers=(officer,)) == ["posts-exclude-each-other"]
    assert codes(members(3, 3), year=2018, officers=(officer,)) == []


def test_member_of_one_council_is_none_of_the_other():
    other = Member(name="委員1", attested_on=date(2017, 3, 31))
    facts = Facts(
        bodies=(
            council("representative-council", members(3, 3)),
            council("management-council", [other]),
        )
    )
    found = noticed(facts, "posts-exclude-each-other")
    assert found == [("posts-exclude-each-other", "委員1")]


def test_observations_of_the_council_say_on_which_day():
    day = date(2017, 3, 31)
    people = [*members(2, 1, first_role=""), Member(name="委員9", attested_on=day)]
    officer = Member(name="委員1", term_from=date(2016, 4, 1))
    body = council("representative-council", people)
    facts = Facts(bodies=(body,), officers=(officer,))
    sentences = {
        "council-groups-unequal": (
            "平成29年３月31日現在、representative-councilの委員の区分別の人数が同数ではありません"
            "（― 1、地方公共団体の代表者 2、学識経験者 1）。"
        ),
        "chair-missing": "平成29年３月31日現在、representative-councilの議長が記録されていません。",
        "posts-exclude-each-other": (
            "平成29年３月31日現在、委員1がrepresentative-councilの委員と役員とを兼ねています。"
        ),
    }
    for code, sentence in sentences.items():
        detail = "委員1" if code == "posts-exclude-each-other" else ""
        assert told(facts, code) == [(sentence, (body.subject,), None, day, detail, "")]


def test_observation_of_the_number_says_how_many_there_are():
    day = date(2022, 3, 31)
    body = council("representative-council", members(2, 2, 2, on=day))
    sentence = (
        "令和４年３月31日現在、representative-councilの委員は6人です（法律上は９人以上12人以内）。"
    )
    found = told(Facts(bodies=(body,)), "council-number-of-members", year=2021)
    assert found == [(sentence, (body.subject,), None, day, "", "")]


def test_long_terms_of_a_member_and_of_an_officer_are_told():
    term = {"term_from": date(2016, 4, 1), "term_until": date(2020, 3, 31)}
    body = council("representative-council", [Member(name="甲", **term)])
    subject = Subject("organization.officer", "乙")
    facts = Facts(bodies=(body,), officers=(Member(name="乙", subject=subject, **term),))
    due, begins = date(2019, 4, 1), date(2016, 4, 1)
    rest = "の任期が３年を超えています（令和２年３月31日まで）。"
    assert told(facts, "term-too-long") == [
        (f"甲（representative-council）{rest}", (body.subject,), due, begins, "甲", ""),
        (f"乙（役員）{rest}", (subject,), due, begins, "乙", ""),
    ]


def test_member_of_both_councils_is_told_with_the_name_of_the_other():
    other = Member(name="委員1", attested_on=date(2017, 3, 31))
    bodies = (
        council("representative-council", members(3, 3)),
        council("management-council", [other]),
    )
    [(sentence, subjects, *_rest)] = told(Facts(bodies=bodies), "posts-exclude-each-other")
    assert sentence == (
        "平成29年３月31日現在、委員1がmanagement-councilの委員と"
        "representative-councilとを兼ねています。"
    )
    assert subjects == (bodies[1].subject,)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_groups_are_unequal_by_their_sizes_in_whatever_order(counts, random):
    people = members(*counts)
    random.shuffle(people)
    is_equal = len(counts) == 2 and len(set(counts)) == 1
    assert codes(people) == ([] if is_equal else ["council-groups-unequal"])
