"""The financial statements: their last day, and the settlement that is resolved before."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dates import FiscalYear
from oversight.rules import Facts, Item
from oversight.rules.facts import MANAGEMENT_COUNCIL, REPRESENTATIVE_COUNCIL
from oversight.rules.statements import RULES, due_on
from tests.oversight.rules.values import AFTER, noticed, sitting, submission, told

CODES = [rule.code for rule in RULES]
LATE, AHEAD = CODES
TITLE = "平成28年度財務諸表"


def codes(*submissions, sittings=(), year: int = 2016, at: date = AFTER) -> list[str]:
    facts = Facts(submissions=submissions, sittings=tuple(sittings))
    return [code for code, _ in noticed(facts, *CODES, year=year, at=at)]


def statements(text: str, title: str = TITLE, kind: str = "submission", year: int = 2016):
    return submission(kind, text, title, year=year)


def settled(text: str, title: str = "平成28年度決算", year: int = 2017, **values):
    body = values.pop("body", REPRESENTATIVE_COUNCIL)
    item = Item(uid=title, body=body, title=title, matter="settlement", **values)
    return sitting(body, text, item, year=year)


def test_last_day_is_three_months_after_the_year_moved_to_a_day_of_work():
    days = {2015: (2016, 6, 30), 2016: (2017, 6, 30), 2017: (2018, 7, 2), 2018: (2019, 7, 1)}
    days |= {2023: (2024, 7, 1)}
    assert {year: due_on(FiscalYear(year)) for year in days} == {
        year: date(*day) for year, day in days.items()
    }


def test_statements_are_late_after_the_last_day():
    cases = [
        ((statements("平成29年６月30日"),), []),
        ((statements("平成29年７月１日"),), [LATE]),
        ((statements("平成29年７月"),), [LATE]),
        ((statements("平成29年６月"),), []),
        ((statements("平成29年"),), []),  # it may have been in time
        ((statements("平成29年６月30日"), statements("平成29年７月３日")), []),
        ((statements("平成29年７月１日", "平成28年度事業報告書"),), []),
        ((statements("平成29年７月１日", kind="gazette"),), []),
        ((statements("平成29年７月１日", year=2015),), []),
        ((), []),
    ]
    for submissions, expected in cases:
        assert codes(*submissions) == expected, submissions
    assert codes(statements("平成29年７月１日"), at=date(2017, 6, 30)) == []
    assert codes(statements("平成29年７月１日"), at=date(2017, 7, 1)) == [LATE]
    assert codes(statements("平成30年７月２日", year=2017), year=2017) == []
    assert codes(statements("平成30年７月３日", year=2017), year=2017) == [LATE]


def test_settlement_is_resolved_before_the_statements_are_submitted():
    one, of_june = statements("平成29年６月22日"), settled("平成29年６月23日")
    cases = [
        ((one, of_june), [AHEAD]),
        ((one, settled("平成29年６月22日")), []),  # the same day is the least that is legal
        ((one, settled("平成29年６月")), []),
        ((statements("平成29年６月"), of_june), []),
        ((statements("平成29年５月"), of_june), [AHEAD]),
        ((one, settled("平成29年６月23日", "平成27年度決算")), []),
        ((one, settled("平成29年６月23日", "決算について")), [AHEAD]),
        ((one, settled("平成29年６月23日", "平成28年度決算（年度末現在）")), [AHEAD]),
        ((one, settled("平成29年３月23日", "決算について", 2016)), []),
        ((one, settled("平成29年６月23日", body=MANAGEMENT_COUNCIL)), []),
        ((one, settled("平成29年６月23日", outcome="rejected")), []),
        ((one, settled("平成29年６月23日", kind="report")), []),
        ((one, replace(of_june, status="cancelled")), []),
    ]
    for n, (submitted, resolved) in enumerate([pair for pair, _ in cases]):
        assert codes(submitted, sittings=[resolved]) == cases[n][1], n
    assert codes(one, sittings=[of_june, settled("平成29年６月21日")]) == []
    assert codes(one) == []


def test_the_first_submission_and_the_first_resolution_are_told():
    last, first = statements("平成29年７月５日"), statements("平成29年７月３日")
    sentence = (
        "「平成28年度財務諸表」は平成29年７月３日に提出されましたが、"
        "提出期限は平成29年６月30日でした。"
    )
    due, day = date(2017, 6, 30), date(2017, 6, 22)
    found = told(Facts(submissions=(last, first)), LATE)
    assert found == [(sentence, (first.subject,), due, due, "", "")]
    second, earlier = settled("平成29年６月28日"), settled("平成29年６月26日")
    one = statements("平成29年６月22日")
    sentence = (
        "「平成28年度財務諸表」は、代表者会議による決算の議決（平成29年６月26日）より前の"
        "平成29年６月22日に提出されています。"
    )
    found = told(Facts(submissions=(one,), sittings=(second, earlier)), AHEAD)
    assert found == [(sentence, (one.subject, earlier.subject), day, day, "", "")]


@given(year=st.integers(2014, 2090))
def test_last_day_is_a_day_of_work_at_the_end_of_june_or_soon_after(year):
    due = due_on(FiscalYear(year))
    assert due.weekday() < 5
    assert 0 <= (due - date(year + 1, 6, 30)).days <= 3
