"""What follows an audit: overdue, unchecked, unanswered, without conclusion, never carried out."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dates import FiscalYear
from oversight.rules import Acceptance, Action, Extension, Facts, Finding, Request, Step, Subject
from oversight.rules.follow_through import RULES, overdue
from tests.oversight.rules.values import audit, drill, noticed, told

CODES = [rule.code for rule in RULES]
DUE, BEFORE = date(2016, 10, 31), date(2016, 10, 1)
DAY_AFTER = date(2016, 11, 1)
OF = {
    "subject": Subject("audits.finding", "f"),
    "audit": Subject("audits.audit", "監査:平成28年９月"),
    "audit_title": "監査",
    "fiscal_year": 2016,
}
FINDING = Finding(**OF, reference="2016-内-01", grade="minor", due_on=DUE)
DONE = Action(completed_on=BEFORE)
CHECKED = replace(DONE, effectiveness_checked_on=DUE, was_effective=True)
FAILED = replace(CHECKED, was_effective=False)
SENT = Step("sent", BEFORE)


def codes(*findings: Finding, at: date = DAY_AFTER, **facts) -> list[str]:
    return [code for code, _ in noticed(Facts(findings=findings, **facts), *CODES, at=at)]


def test_finding_beyond_its_due_date():
    later = Extension(due_on=date(2016, 12, 28), granted_on=DUE)
    accepted = Acceptance(BEFORE, date(2017, 3, 31))
    cases = [
        ({}, DUE, []),
        ({}, DAY_AFTER, ["finding-overdue"]),
        ({"grade": "major"}, DAY_AFTER, ["major-finding-overdue"]),
        ({"due_on": None}, DAY_AFTER, []),
        ({"answered_on": BEFORE}, DAY_AFTER, ["finding-overdue"]),
        ({"actions": (CHECKED,)}, DAY_AFTER, []),
        ({"actions": (replace(CHECKED, completed_on=DUE), FAILED)}, DAY_AFTER, []),
        ({"actions": (FAILED,)}, DAY_AFTER, ["finding-overdue"]),
        ({"actions": (CHECKED, Action())}, DAY_AFTER, ["finding-overdue"]),
        ({"closed_on": DUE}, DAY_AFTER, []),
        ({"closed_on": date(2016, 11, 2)}, DAY_AFTER, ["finding-overdue"]),
        ({"extensions": (later,)}, date(2016, 12, 28), []),
        ({"extensions": (later,)}, date(2016, 12, 29), ["finding-overdue"]),
        ({"acceptances": (accepted,)}, DAY_AFTER, []),
        ({"fiscal_year": 2015}, DAY_AFTER, []),
    ]
    for values, at, expected in cases:
        assert codes(replace(FINDING, **values), at=at) == expected, (values, at)


def test_observation_says_which_finding_and_by_when():
    [one] = overdue(Facts(findings=(FINDING,)), FiscalYear(2016), DAY_AFTER)
    assert (one.due, one.on) == (DUE, DUE)
    assert one.subjects == (FINDING.subject, FINDING.audit)
    assert str(one) == (
        "「監査」の指摘事項2016-内-01は、是正処置の期限（平成28年10月31日）を過ぎていますが、"
        "完了の記録がありません。"
    )


def test_action_done_but_not_checked():
    cases = [
        ((DONE,), BEFORE, ["action-not-checked"]),
        ((DONE,), date(2016, 9, 30), []),
        ((CHECKED,), date(2016, 10, 30), ["action-not-checked"]),
        ((CHECKED,), DUE, []),
        ((CHECKED, DONE), DUE, ["action-not-checked"]),
        ((FAILED,), DUE, []),
        ((replace(FAILED, completed_on=None), DONE), DUE, ["action-not-checked"]),
    ]
    for actions, at, expected in cases:
        assert codes(replace(FINDING, actions=actions), at=at) == expected, (actions, at)
    assert codes(replace(FINDING, actions=(DONE,), closed_on=DUE), at=DUE) == []


def test_risk_accepted_beyond_its_end():
    accepted = Acceptance(BEFORE, date(2017, 3, 31))
    first, next_day = date(2017, 3, 31), date(2017, 4, 1)
    reviewed = replace(accepted, reviewed_on=next_day)
    cases = [
        (accepted, None, first, []),
        (accepted, None, next_day, ["risk-accepted-beyond-its-end"]),
        (reviewed, None, next_day, []),
        (accepted, first, next_day, []),
    ]
    for acceptance, closed_on, at, expected in cases:
        one = replace(FINDING, due_on=None, acceptances=(acceptance,), closed_on=closed_on)
        assert codes(one, at=at) == expected, (acceptance, closed_on, at)


def test_request_not_answered_by_its_due_date():
    asked = Request(**OF, number=3, title="入退室の記録", due_on=DUE, steps=(SENT,))
    submitted = Step("submitted", DUE)
    returned = Step("returned", DUE, date(2016, 11, 10), "不足")
    cases = [
        ((SENT,), DUE, []),
        ((SENT,), DAY_AFTER, ["request-unanswered"]),
        ((), DAY_AFTER, []),
        ((SENT, submitted), DAY_AFTER, []),
        ((SENT, submitted, returned), date(2016, 11, 10), []),
        ((SENT, submitted, returned), date(2016, 11, 11), ["request-unanswered"]),
    ]
    for steps, at, expected in cases:
        assert codes(requests=(replace(asked, steps=steps),), at=at) == expected, (steps, at)
    assert codes(requests=(replace(asked, due_on=None),)) == []


def test_conclusion_is_missed_where_one_is_expected():
    bare, concluded = audit("平成28年９月"), audit("平成28年10月", has_conclusion=True)
    other = audit("平成28年10月", has_conclusion=True, regime="external")
    closed = replace(FINDING, closed_on=DUE)
    found = ["audit-without-conclusion"]
    assert codes(audits=(bare,)) == []
    assert codes(audits=(bare, other)) == []
    assert codes(audits=(bare, concluded), at=date(2016, 9, 29)) == []
    assert codes(audits=(bare, concluded), at=date(2016, 9, 30)) == found
    assert codes(closed, audits=(bare,)) == found
    assert codes(closed, audits=(replace(bare, status="planned"),)) == []


def test_plan_not_carried_out_by_the_end_of_its_days():
    for event in (audit("平成28年９月", status="planned"), drill("平成28年９月", status="planned")):
        planned = {2016: frozenset({event.subject.uid})}
        name = "audits" if event.subject.label == "audits.audit" else "drills"
        cases = [
            ({}, date(2016, 9, 30), []),
            ({}, date(2016, 10, 1), ["plan-not-carried-out"]),
            ({"status": "postponed"}, date(2016, 10, 1), ["plan-not-carried-out"]),
            ({"status": "cancelled"}, date(2016, 10, 1), []),
            ({"status": "held"}, date(2016, 10, 1), []),
        ]
        for values, at, expected in cases:
            facts = {name: (replace(event, **values),), "planned": planned}
            assert codes(at=at, **facts) == expected, (name, values, at)
        assert codes(**{name: (event,)}, planned={2015: planned[2016]}) == []


def test_plan_without_a_day_is_missed_once_the_year_is_over():
    one = audit("未定", status="planned")
    facts = {"audits": (one,), "planned": {2016: frozenset({one.subject.uid})}}
    assert codes(at=date(2017, 3, 31), **facts) == []
    assert codes(at=date(2017, 4, 1), **facts) == ["plan-not-carried-out"]


def test_observations_name_the_finding_the_request_and_the_audit():
    accepted = replace(FINDING, due_on=None, acceptances=(Acceptance(BEFORE, DUE),))
    asked = Request(**OF, number=3, title="入退室の記録", due_on=DUE, steps=(SENT,))
    both = (FINDING.subject, FINDING.audit)
    held = audit("平成28年10月", title="甲")
    planned, exercise = audit("平成28年10月", status="planned"), drill("平成28年10月", 1)
    exercise = replace(exercise, status="planned")
    uids = frozenset({planned.subject.uid, exercise.subject.uid})
    late = "は承認された平成28年度監査計画にあり、実施時期（平成28年10月）を過ぎていますが、"
    facts = Facts(
        findings=(
            replace(FINDING, actions=(DONE,)),
            accepted,
            replace(FINDING, audit=held.subject),
        ),
        requests=(asked,),
        audits=(held, planned),
        drills=(exercise,),
        planned={2016: uids},
    )
    cases = {
        "action-not-checked": [
            (
                "「監査」の指摘事項2016-内-01は、是正処置が平成28年10月１日に完了していますが、"
                "有効性確認の記録がありません。",
                both,
                *(None, BEFORE, "", ""),
            )
        ],
        "risk-accepted-beyond-its-end": [
            (
                "「監査」の指摘事項2016-内-01は、リスク受容の期限（平成28年10月31日）を"
                "過ぎていますが、見直しの記録がありません。",
                both,
                *(DUE, DUE, "", ""),
            )
        ],
        "request-unanswered": [
            (
                "「監査」の依頼資料№3（入退室の記録）は、提出期限（平成28年10月31日）を"
                "過ぎていますが、提出されていません。",
                both,
                *(DUE, DUE, "", ""),
            )
        ],
        "audit-without-conclusion": [
            (
                "「甲」は実施済みですが、結論の記録がありません。",
                (held.subject,),
                *(None, DUE, "", "internal"),
            )
        ],
        "plan-not-carried-out": [
            (f"「{title}」{late}実施の記録がありません。", (subject,), DUE, DUE, "", whole)
            for title, subject, whole in (
                ("監査", planned.subject, "internal"),
                ("訓練", exercise.subject, "drills"),
            )
        ],
    }
    for code, expected in cases.items():
        assert told(facts, code, at=DAY_AFTER) == expected, code


DAYS = st.none() | st.dates(date(2016, 4, 1), date(2017, 3, 31))


@given(due=DAYS, closed=DAYS, done=DAYS, at=st.dates(date(2016, 4, 1), date(2017, 3, 31)))
def test_overdue_is_what_is_due_before_and_neither_done_nor_closed(due, closed, done, at):
    one = replace(FINDING, due_on=due, closed_on=closed, actions=(Action(completed_on=done),))
    is_open = not any(day and day <= at for day in (closed, done))
    expected = ["finding-overdue"] if due and due < at and is_open else []
    assert [code for code in codes(one, at=at) if code == "finding-overdue"] == expected
