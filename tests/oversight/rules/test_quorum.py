"""The quorum: by the body's own rule of the day, where attendance is kept."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from oversight.rules import Attendance, Body, Facts, Member, Quorum, Subject
from tests.oversight.rules.values import AFTER, noticed, sitting, told

CODE, DAY = "quorum-not-reached", date(2016, 6, 22)
MAJORITY = Quorum(share="majority")
HELD = sitting("council", "平成28年６月22日")


def council(*quorums: Quorum, members: int = 6, **values) -> Body:
    values = {"term_from": date(2016, 4, 1), "term_until": date(2017, 3, 31), **values}
    return Body(
        subject=Subject("meetings.body", "council"),
        slug="council",
        name="代表者会議",
        numbering="continuous",
        members=tuple(Member(name=f"委員{n}", key=n, **values) for n in range(1, members + 1)),
        quorums=quorums,
    )


def roll(*presences: str) -> tuple[Attendance, ...]:
    return tuple(Attendance(n, presence) for n, presence in enumerate(presences, 1))


def codes(body: Body, *presences: str, held=HELD, at: date = AFTER) -> list[str]:
    facts = Facts(bodies=(body,), sittings=(replace(held, attendances=roll(*presences)),))
    return [code for code, _detail in noticed(facts, CODE, at=at)]


HERE, AWAY, PROXY = "present", "absent", "proxy"


def test_members_needed_of_so_many():
    numbers = (0, 1, 2, 3, 4, 5, 6, 9)
    needed = {
        "majority": [1, 1, 2, 2, 3, 3, 4, 5],
        "half": [0, 1, 1, 2, 2, 3, 3, 5],
        "two_thirds": [0, 1, 2, 2, 3, 4, 4, 6],
        "number": [5] * len(numbers),
    }
    for share, expected in needed.items():
        assert [Quorum(share=share, number=5).needed(n) for n in numbers] == expected, share


def test_sitting_of_six_members():
    four_away = (HERE, HERE, AWAY, AWAY, AWAY, AWAY)
    cases = [
        (MAJORITY, (HERE,) * 4 + (AWAY,) * 2, []),
        (MAJORITY, (HERE,) * 3 + (AWAY,) * 3, [CODE]),
        (Quorum(share="half"), (HERE,) * 3 + (AWAY,) * 3, []),
        (Quorum(share="half"), four_away, [CODE]),
        (Quorum(share="number", number=2), four_away, []),
        (Quorum(share="number", number=3), four_away, [CODE]),
        (MAJORITY, (HERE,) * 3 + (PROXY,) + (AWAY,) * 2, [CODE]),
        (replace(MAJORITY, counts_proxies=True), (HERE,) * 3 + (PROXY,) + (AWAY,) * 2, []),
        (replace(MAJORITY, counts_proxies=True), (PROXY,) * 3 + (AWAY,) * 3, [CODE]),
        (MAJORITY, (AWAY, AWAY), []),  # of the others nobody knows
        (MAJORITY, (AWAY, AWAY, AWAY), [CODE]),
        (MAJORITY, (), []),
    ]
    for quorum, presences, expected in cases:
        assert codes(council(quorum), *presences) == expected, (quorum, presences)
    assert codes(council(), *four_away) == []


def test_quorum_of_the_day_counts_and_of_two_the_later():
    until, since = (replace(MAJORITY, **{name: DAY}) for name in ("valid_until", "valid_from"))
    alone = Quorum(share="number", number=1)
    before, after = date(2016, 6, 21), date(2016, 6, 23)
    cases = [
        ((until,), [CODE]),
        ((since,), [CODE]),
        ((replace(until, valid_until=before),), []),
        ((replace(since, valid_from=after),), []),
        ((MAJORITY, replace(alone, valid_from=DAY)), []),
        ((alone, since), [CODE]),
        ((alone, replace(since, valid_from=after)), []),
    ]
    for quorums, expected in cases:
        assert codes(council(*quorums), HERE, *(AWAY,) * 5) == expected, quorums


def test_only_what_was_held_on_an_exact_day_is_judged_once_it_is_over():
    body, presences = council(MAJORITY), (HERE, *(AWAY,) * 5)
    assert codes(body, *presences, at=date(2016, 6, 21)) == []
    assert codes(body, *presences, at=DAY) == [CODE]
    assert codes(body, *presences, held=sitting("council", "平成28年６月")) == []
    assert codes(body, *presences, held=sitting("council", "未定")) == []
    planned = sitting("council", "平成28年６月22日", status="planned")
    assert codes(body, *presences, held=planned) == []
    assert codes(body, *presences, held=sitting("council", "2015-06-22", year=2015)) == []
    assert codes(body, *presences, held=sitting("another", "平成28年６月22日")) == []


def test_members_are_those_who_may_sit_on_the_day_and_those_listed():
    """Two of three listed are absent: two more who may have been present make it three of five."""
    listed = (HERE, AWAY, AWAY)
    attested = {"term_from": None, "term_until": None}
    cases = [
        ({}, []),
        ({"term_until": DAY}, []),
        ({"term_until": None}, []),
        ({"term_until": date(2016, 6, 21)}, [CODE]),
        ({"term_from": date(2016, 6, 23)}, [CODE]),
        (attested | {"attested_on": date(2017, 3, 31)}, []),
        (attested | {"attested_on": date(2016, 4, 1)}, []),
        (attested | {"attested_on": date(2016, 3, 31)}, [CODE]),
        (attested, [CODE]),
    ]
    for values, expected in cases:
        body = council(MAJORITY, members=5, **values)
        assert codes(body, *listed) == expected, values


def test_members_of_another_body_at_a_joint_sitting_do_not_count():
    body = council(MAJORITY, members=2)
    assert codes(body, HERE, HERE, AWAY, AWAY, AWAY) == []
    strangers = (Attendance(8, AWAY), Attendance(9, AWAY))
    facts = Facts(bodies=(body,), sittings=(replace(HELD, attendances=strangers),))
    assert noticed(facts, CODE) == []


def test_observation_says_how_many_there_were():
    facts = Facts(
        bodies=(council(MAJORITY),),
        sittings=(replace(HELD, attendances=roll(HERE, HERE, HERE, AWAY, AWAY, AWAY)),),
    )
    sentence = (
        "「council」の代表者会議の出席委員は、委員6人のうち多くとも3人で、"
        "定足数（4人）に達していません。"
    )
    assert told(facts, CODE) == [
        (sentence, (HELD.subject, facts.bodies[0].subject), None, DAY, "council", "")
    ]


@settings(max_examples=25)
@given(st.lists(st.sampled_from([HERE, AWAY, PROXY]), max_size=6), st.integers(0, 5))
def test_more_present_never_break_a_quorum(presences, one):
    more = [HERE if n == one else each for n, each in enumerate(presences)]
    for share in ("majority", "half", "two_thirds"):
        body = council(Quorum(share=share))
        assert len(codes(body, *more)) <= len(codes(body, *presences))
