"""Who audits whom."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oversight.rules import Action, Facts, Finding, Person, Subject
from tests.oversight.rules.values import audit, department, noticed, told

DEPARTMENTS = (
    department(1, "監査室", slug="audit-office"),
    department(2, "管理部"),
    department(3, "総務課", parent=2),
)


def codes(*audits) -> list[str]:
    own = ("audit-office-audits-itself", "auditor-of-own-department")
    facts = Facts(departments=DEPARTMENTS, audits=audits)
    return [code for code, _detail in noticed(facts, *own)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"covers": (1,)}, ["audit-office-audits-itself"]),
        ({"covers": (2,)}, []),
        ({"covers": (1,), "regime": "auditor"}, []),
        ({"covers": (1,), "regime": "auditor", "people": (Person("監査法人", None),)}, []),
        ({"covers": (1,), "status": "cancelled"}, []),
        ({"covers": (2,), "people": (Person("監査 太郎", 1),)}, []),
        ({"covers": (2,), "people": (Person("管理 花子", 3),)}, ["auditor-of-own-department"]),
        ({"covers": (3,), "people": (Person("管理 花子", 2),)}, []),
        ({"covers": (2,), "people": (Person("○○監査法人", None),)}, []),
    ],
)
def test_audit_by_its_own_people(values, expected):
    assert codes(audit("平成28年９月１日", **values)) == expected


def test_check_of_an_action_by_its_doer_or_by_the_department_that_it_is_about():
    code, day = "action-checked-by-its-doer", date(2016, 12, 1)
    done = Action(responsible="総務課長", checked_by="監査 太郎", effectiveness_checked_on=day)
    finding = Finding(
        subject=Subject("audits.finding", "f"),
        audit=Subject("audits.audit", "a"),
        audit_title="監査",
        fiscal_year=2016,
        reference="2016-内-01",
        grade="minor",
        department=2,
    )
    cases = [
        (done, 2, []),
        (replace(done, checked_by="総務 課長"), 2, [code]),
        (replace(done, checked_by="", responsible=""), 2, []),
        (replace(done, checker_department=1), 2, []),
        (replace(done, checker_department=2), 2, [code]),
        (replace(done, checker_department=3), 2, [code]),  # a section of it
        (replace(done, checker_department=2), 3, []),  # what it belongs to
        (replace(done, checker_department=2), None, []),
        (replace(done, checked_by="総務課長", effectiveness_checked_on=None), 2, []),
    ]
    for action, department_key, expected in cases:
        one = replace(finding, department=department_key, actions=(action,))
        facts = Facts(departments=DEPARTMENTS, findings=(one,))
        found = noticed(facts, code, at=day)
        assert [each for each, _ in found] == expected, (action, department_key)
    late = replace(finding, actions=(replace(done, checker_department=2),))
    assert noticed(Facts(findings=(late,)), code, at=date(2016, 11, 30)) == []


def test_observations_name_who_audits_what():
    day = date(2016, 9, 1)
    office, own = DEPARTMENTS[:2]
    one = audit("平成28年９月１日", covers=(1, 2), people=(Person("管理 花子", 2),), title="甲")
    facts = Facts(departments=DEPARTMENTS, audits=(one,))
    sentence = "「甲」の対象に、監査を行う監査室自身が含まれています。"
    subjects = (one.subject, office.subject)
    assert told(facts, "audit-office-audits-itself") == [(sentence, subjects, None, day, "", "")]
    sentence = "「甲」の監査員管理 花子が、自ら所属する管理部を監査しています。"
    subjects = (one.subject, own.subject)
    found = told(facts, "auditor-of-own-department")
    assert found == [(sentence, subjects, None, day, "管理 花子", "")]


def test_observation_of_a_check_names_the_finding_and_which_action():
    day = date(2016, 12, 1)
    done = Action(responsible="課長", checked_by="課長", effectiveness_checked_on=day)
    one = Finding(
        subject=Subject("audits.finding", "f"),
        audit=Subject("audits.audit", "a"),
        audit_title="甲",
        fiscal_year=2016,
        reference="2016-内-01",
        grade="minor",
        actions=(Action(), done),
    )
    sentence = (
        "「甲」の指摘事項2016-内-01の是正処置は、実施した者又は指摘を受けた部門が有効性を"
        "確認しています。"
    )
    found = told(Facts(findings=(one,)), "action-checked-by-its-doer")
    assert found == [(sentence, (one.subject, one.audit), None, day, "2", "")]


def test_section_belongs_to_what_is_audited_as_it_stood_on_that_day():
    gone = replace(DEPARTMENTS[2], valid_until=date(2016, 9, 1))
    for text, expected in (("平成28年９月１日", 1), ("平成28年９月２日", 0)):
        one = audit(text, covers=(2,), people=(Person("管理 花子", 3),))
        facts = Facts(departments=(*DEPARTMENTS[:2], gone), audits=(one,))
        assert len(noticed(facts, "auditor-of-own-department")) == expected, text


@settings(max_examples=25)
@given(st.sets(st.sampled_from([1, 2, 3])), st.none() | st.sampled_from([1, 2, 3]))
def test_own_department_is_one_that_is_covered_or_belongs_to_one(covers, own):
    one = audit("平成28年９月１日", covers=tuple(covers), people=(Person("甲", own),))
    is_covered = own in covers or (own == 3 and 2 in covers)
    assert ("auditor-of-own-department" in codes(one)) == is_covered
