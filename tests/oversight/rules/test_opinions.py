"""The Management Council's opinion: heard, late, on the same day, not needed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dates import FiscalYear, read
from oversight.rules import RULES, Facts, Item, Session, Sitting, Subject
from oversight.rules.facts import MANAGEMENT_COUNCIL as HEARD
from oversight.rules.facts import REPRESENTATIVE_COUNCIL as RESOLVING
from oversight.rules.opinions import topics
from tests.oversight.rules.values import told

YEAR = FiscalYear(2016)
AT = date(2017, 4, 1)
BUDGET = "平成28年度12月補正予算"


def sitting(body: str, day: str, *items: Item, status: str = "held", year: int = 2016) -> Sitting:
    return Sitting(
        subject=Subject("meetings.meeting", f"{body}:{day}"),
        fiscal_year=year,
        title=day,
        schedule=read(day, fiscal_year=FiscalYear(year)).schedule,
        status=status,
        sessions=(Session(body, 1),),
        items=items,
    )


def item(body: str, title: str = BUDGET, matter: str = "budget", **values: str) -> Item:
    return Item(uid=f"{body}:{title}", body=body, title=title, matter=matter, **values)


def resolved(day: str = "2016-12-12", *, status: str = "held", **values: str) -> Sitting:
    return sitting(RESOLVING, day, item(RESOLVING, **values), status=status)


def heard(day: str = "2016-12-08", *, status: str = "held", **values: str) -> Sitting:
    return sitting(HEARD, day, item(HEARD, **values), status=status)


def noticed(*sittings: Sitting, year: FiscalYear = YEAR, at: date = AT) -> list[str]:
    facts = Facts(sittings=sittings)
    return [
        rule.code
        for rule in RULES
        if rule.code.startswith("opinion-")
        for _one in rule.observations(facts, year, at)
    ]


@pytest.mark.parametrize(
    ("sittings", "expected"),
    [
        pytest.param([heard(), resolved()], [], id="heard before"),
        pytest.param([heard("2016-12-12"), resolved()], [], id="on the same day"),
        pytest.param([heard("2016-12-13"), resolved()], ["opinion-late"], id="a day later"),
        pytest.param([resolved()], ["opinion-missing"], id="not heard"),
        pytest.param([heard("2016-12"), resolved()], [], id="in the month, the day unknown"),
        pytest.param([heard("2017-01"), resolved()], ["opinion-late"], id="in a later month"),
        pytest.param([heard("未定"), resolved()], [], id="heard on a day that nobody knows"),
        pytest.param(
            [heard(status="cancelled"), resolved()], ["opinion-missing"], id="sitting cancelled"
        ),
        pytest.param([resolved(status="cancelled")], [], id="resolution cancelled"),
        pytest.param([resolved(kind="report")], [], id="a report is no resolution"),
        pytest.param([resolved(outcome="rejected")], [], id="rejected"),
        pytest.param([resolved(outcome="resolved")], ["opinion-missing"], id="said to be resolved"),
        pytest.param([resolved(matter="articles")], [], id="articles need none"),
        pytest.param([resolved(matter="pay")], [], id="pay needs none"),
        pytest.param([resolved(matter="procedures")], ["opinion-missing"], id="procedures"),
        pytest.param([resolved(matter="settlement")], ["opinion-missing"], id="settlement"),
        pytest.param(
            [heard(title="平成28年度10月補正予算"), resolved()],
            ["opinion-missing"],
            id="an opinion on another budget",
        ),
        pytest.param(
            [
                heard(title="平成28年度10月補正予算"),
                resolved(opinion=f"{HEARD}:平成28年度10月補正予算"),
            ],
            [],
            id="linked, whatever its title",
        ),
        pytest.param([heard(), resolved(opinion="another")], ["opinion-missing"], id="other link"),
        pytest.param(
            [
                heard(title="平成28年度12月補正予算（案）"),
                resolved(title="平成28年度12月補正予算 等"),
            ],
            [],
            id="draft and 等",
        ),
    ],
)
def test_resolution_of_2016(sittings, expected):
    assert noticed(*sittings) == expected


def test_resolution_ahead_lacks_a_plan_for_its_opinion_until_there_is_one():
    ahead = resolved("2017-03-09", status="planned")
    assert noticed(ahead, at=date(2017, 3, 8)) == ["opinion-not-planned"]
    assert noticed(heard("2017-03-07", status="planned"), ahead, at=date(2017, 3, 1)) == []
    assert noticed(heard("2017-03-10", status="planned"), ahead, at=date(2017, 3, 1)) == [
        "opinion-not-planned"
    ]
    assert noticed(ahead, at=date(2017, 3, 9)) == ["opinion-missing"]


def test_opinion_of_the_year_before_counts_and_one_of_the_year_after_is_late():
    before = sitting(HEARD, "2016-03-30", item(HEARD), year=2015)
    assert noticed(before, resolved("2016-04-02")) == []
    after = sitting(HEARD, "2017-04-05", item(HEARD), year=2017)
    assert noticed(after, resolved("2017-03-30")) == ["opinion-late"]


def test_resolution_belongs_to_its_own_year_alone():
    assert noticed(resolved(), year=FiscalYear(2015)) == []


def test_act_asks_for_no_opinion_before_it_was_in_force():
    before = sitting(RESOLVING, "2014-03-31", item(RESOLVING), year=2014)
    after = sitting(RESOLVING, "2014-04-01", item(RESOLVING), year=2014)
    assert noticed(before, year=FiscalYear(2014)) == []
    assert noticed(after, year=FiscalYear(2014)) == ["opinion-missing"]


def test_observation_names_the_matter_its_day_and_both_sittings():
    facts = Facts(sittings=(heard("2016-12-13"), resolved()))
    (rule,) = [one for one in RULES if one.code == "opinion-late"]
    (one,) = rule.observations(facts, YEAR, AT)
    assert str(one) == (
        "代表者会議が「平成28年度12月補正予算」を議決した後に、経営審議委員会の意見が述べられています。"
    )
    assert one.due == date(2016, 12, 12)
    assert [subject.uid for subject in one.subjects] == [
        f"{RESOLVING}:2016-12-12",
        f"{HEARD}:2016-12-13",
    ]


def test_what_is_missing_and_what_is_not_planned_is_said_of_the_item():
    past, ahead = resolved(), resolved("2017-03-09", status="planned")
    missing = (
        f"代表者会議が議決した「{BUDGET}」について、経営審議委員会の意見を聴いた記録がありません。"
    )
    planned = (
        f"代表者会議に付議する「{BUDGET}」について、経営審議委員会の意見聴取が予定されていません。"
    )
    cases = [
        ("opinion-missing", past, missing, date(2016, 12, 12)),
        ("opinion-not-planned", ahead, planned, date(2017, 3, 9)),
    ]
    for code, one, sentence, day in cases:
        found = told(Facts(sittings=(one,)), code, at=date(2017, 3, 8))
        assert found == [(sentence, (one.subject,), day, day, f"{RESOLVING}:{BUDGET}", "")]


TITLES = st.sets(st.sampled_from([f"平成28年度{n}月補正予算" for n in (6, 8, 10, 12)]), min_size=1)


@settings(max_examples=25)
@given(TITLES, TITLES, st.randoms(use_true_random=False))
def test_missing_is_each_matter_without_an_opinion_in_whatever_order(matters, opinions, random):
    sittings = [resolved(title=title) for title in matters]
    sittings += [heard(title=title) for title in opinions]
    random.shuffle(sittings)
    found = told(Facts(sittings=tuple(sittings)), "opinion-missing")
    assert {detail for *_told, detail, _whole in found} == {
        f"{RESOLVING}:{title}" for title in matters - opinions
    }


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("平成29年度事業計画及び予算（案）について", {"平成29年度事業計画", "平成29年度予算"}),
        ("平成28事業年度決算について", {"平成28年度決算"}),
        ("平成 28 年度 10 月補正予算", {"平成28年度10月補正予算"}),
        ("令和元年度の決算", {"令和元年度決算"}),
        ("業務方法書の変更", {"業務方法書の変更"}),
    ],
)
def test_topics_of_a_title(title, expected):
    assert topics(title) == expected
