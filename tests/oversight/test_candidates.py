"""What a fiscal year's plan should hold, and in which order."""

from datetime import date

from dates import FiscalYear
from oversight.candidates import Candidate, candidates
from oversight.rules import Facts
from tests.oversight.rules.values import audit, audit_type, department, drill

YEAR, AT = FiscalYear(2017), date(2017, 3, 31)  # on the eve of the year
PMS, CRISIS = audit_type("pms", 12), audit_type("crisis")
REVIEW, RENEWAL = audit_type("review", 12, "external"), audit_type("renewal", 36, "external")
MONTHLY = audit_type("monthly", 1, "auditor")
DEPARTMENTS = (
    department(1, "管理部"),
    department(2, "総務課", parent=1, kind="section"),
    department(3, "情報部"),
)


def found(*audits, at: date = AT, drills=(), departments=DEPARTMENTS) -> list[Candidate]:
    types = (PMS, CRISIS, REVIEW, RENEWAL, MONTHLY)
    facts = Facts(audit_types=types, departments=departments, audits=audits, drills=tuple(drills))
    return candidates(facts, YEAR, at)


def held(kind: str, year: int, *covers: int, status: str = "held"):
    return audit(f"{year}-09-01", kind, covers=covers, year=year, status=status, title=f"{covers}")


def duties(*audits, **given) -> list[tuple[str, str, str, bool]]:
    return [
        (one.column.slug, one.department.name, str(one.ground), one.is_planned)
        for one in found(*audits, **given)
        if one.is_duty and one.department
    ]


def test_yearly_internal_audit_is_due_of_each_department_whether_planned_or_not():
    assert duties(held("pms", 2017, 3, status="planned")) == [
        ("pms", "管理部", "each_year", False),
        ("pms", "情報部", "each_year", True),
    ]


def test_department_planned_in_a_part_alone_is_left_out():
    (administration, _other) = found(held("pms", 2017, 2, status="planned"))
    assert (administration.is_left_out, administration.cell.events) == (True, ())


def test_cancelled_audit_is_not_planned():
    assert not any(one[-1] for one in duties(held("pms", 2017, 1, 3, status="cancelled")))


def test_audit_of_a_cycle_is_due_of_those_of_the_last_round_alone():
    rounds = held("review", 2014, 3), held("review", 2016, 2)
    assert duties(*rounds)[2:] == [("review", "総務課", "cycle", False)]
    (ago,) = (one for one in found(*rounds) if not one.is_duty)
    assert (ago.column.slug, ago.department.name, ago.before.missed) == ("review", "情報部", 1)


def test_audit_of_three_years_is_due_in_the_third():
    for year, expected in ((2013, 1), (2014, 1), (2015, 0)):
        assert len(duties(held("renewal", year, 3))[2:]) == expected, year


def test_successor_stands_in_the_last_round_of_its_predecessor():
    departments = (
        department(4, "新部", valid_from=date(2017, 4, 1), predecessors=(5,)),
        department(5, "旧部", valid_until=date(2017, 3, 31)),
    )
    names = [one[:2] for one in duties(held("review", 2016, 5), departments=departments)]
    assert names == [("pms", "新部"), ("review", "新部")]


def test_months_without_an_audit_of_each_month_are_told():
    planned = (
        audit("平成29年５月～平成30年２月", "monthly", year=2017, status="planned"),
        audit("平成29年４月", "monthly", year=2017, status="planned", title="四月"),
    )
    (monthly,) = (one for one in found(*planned) if one.ground == "each_month")
    assert (monthly.months, monthly.is_left_out) == (((2018, 3),), True)
    (monthly,) = (
        one
        for one in found(*planned, audit("毎月", "monthly", year=2017, status="planned"))
        if one.ground == "each_month"
    )
    assert (monthly.months, monthly.is_left_out) == ((), False)


def test_monthly_audit_that_is_nowhere_on_record_is_not_asked_for():
    assert [one for one in found() if one.ground == "each_month"] == []


def test_departments_without_an_audit_for_long_follow_duties_the_oldest_first():
    ranked = found(
        held("crisis", 2014, 1),
        held("crisis", 2015, 3),
        drills=[drill("2014-07-01", 3, year=2014), drill("2016-07-01", 2)],
    )
    assert [(one.column.slug, one.department.name) for one in ranked] == [
        *(("pms", name) for name in ("管理部", "情報部")),
        ("", "情報部"),
        ("crisis", "管理部"),
        ("crisis", "情報部"),
    ]
    assert [event.fiscal_year for one in ranked for event in one.last] == [2014, 2014, 2015]


def test_department_audited_last_year_or_about_to_be_is_not_named():
    for status in ("held", "planned"):
        audits = held("crisis", 2014, 1), held("crisis", 2016, 1, 3, status=status)
        at = date(2016, 8, 1) if status == "planned" else AT
        names = [one.department.name for one in found(*audits, at=at) if not one.is_duty]
        assert names == [], status


def test_department_never_audited_comes_before_those_that_were():
    ranked = [one for one in found(held("crisis", 2014, 1)) if not one.is_duty]
    assert [(one.department.name, one.before.last_year) for one in ranked] == [
        ("情報部", None),
        ("管理部", FiscalYear(2014)),
    ]
