import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits import report
from audits.models import AuditType, Regime
from dates.fiscal import FiscalYear
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    ConductedTogetherFactory,
    DepartmentFactory,
    DrillDepartmentFactory,
    DrillFactory,
)

pytestmark = pytest.mark.django_db
YEAR = FiscalYear(2016)


def typed_audit(type_name="部門別監査", regime=Regime.INTERNAL, department="管理部", **fields):
    audit = AuditFactory(regime=regime, **fields)
    kinds = AuditType.objects.filter(regime=regime, name=type_name)
    kind = kinds.first() or AuditTypeFactory(regime=regime, name=type_name)
    AuditClassificationFactory(audit=audit, type=kind)
    AuditTargetFactory(audit=audit, department=DepartmentFactory(name=department))
    return audit


def test_drills_are_printed_in_the_reports_order():
    second = DrillFactory(order=2, scenario="想定乙", schedule_text="平成28年７月、12月")
    DrillFactory(order=1, scenario="想定甲", schedule_text="平成29年３月")
    DrillDepartmentFactory(drill=second, department=DepartmentFactory(name="情報処理部"))
    DrillDepartmentFactory(drill=second, department=DepartmentFactory(name="管理部"))
    table = report.drills(YEAR)
    assert table.title == "平成28年度の業務継続計画等に基づく訓練の実施状況"
    assert table.rows == (
        ("", "平成29年３月", "想定甲"),
        ("情報処理部、管理部", "平成28年７月、12月", "想定乙"),
    )


def test_an_audit_with_a_theme_prints_it_on_a_line_above_its_targets():
    typed_audit(theme="課題の取組状況", schedule_text="平成29年２月20日")
    assert report.internal_audits(YEAR).rows == (
        ("部門別監査", "（課題の取組状況）\n管理部", "平成29年２月20日"),
    )


def test_audits_of_the_other_regime_are_marked_on_both_sides():
    internal = typed_audit()
    auditor = typed_audit("例月監査", Regime.AUDITOR)
    ConductedTogetherFactory(audit=internal, partner=auditor)
    assert report.internal_audits(YEAR).rows[0][0] == "部門別監査※"
    assert report.auditor_audits(YEAR).rows[0][0] == "例月監査※"


def test_an_audit_together_with_one_of_its_own_regime_is_not_marked():
    ConductedTogetherFactory(audit=typed_audit(), partner=typed_audit())
    assert [row[0] for row in report.internal_audits(YEAR).rows] == ["部門別監査"] * 2


@pytest.mark.parametrize("hidden", [{"visibility": "internal"}, {"life": "withdrawn"}])
def test_a_partner_that_the_public_may_not_see_marks_nothing(hidden):
    partner = typed_audit(regime=Regime.AUDITOR, **hidden)
    ConductedTogetherFactory(audit=typed_audit(), partner=partner)
    assert report.internal_audits(YEAR).rows[0][0] == "部門別監査"


def test_an_external_audit_prints_its_types_and_subject_and_its_phases_on_lines():
    audit = typed_audit(
        "検証",
        Regime.EXTERNAL,
        subject="運営",
        schedule_text="事前評価：平成28年９月\n本評価：平成29年１月～２月",
    )
    second = AuditTypeFactory(regime=Regime.EXTERNAL, name="準拠性監査")
    AuditClassificationFactory(audit=audit, type=second)
    assert report.external_audits(YEAR).rows == (
        (
            "管理部",
            "検証及び準拠性監査（運営）",
            "事前評価：平成28年９月\n本評価：平成29年１月～２月",
        ),
    )


def test_an_accounting_audit_prints_each_period_on_a_line():
    schedule_text = "平成29年３月16日～17日、23日～24日"
    typed_audit(regime=Regime.ACCOUNTING, subject="検証", schedule_text=schedule_text)
    assert report.accounting_audits(YEAR).rows == (
        ("検証", "平成29年３月16日～17日\n平成29年３月23日～24日"),
    )


def test_a_wording_typed_by_hand_goes_before_the_rules():
    typed_audit(
        regime=Regime.ACCOUNTING,
        subject="検証",
        schedule_text="平成29年５月11日～19日",
        schedule_override="平成29年５月11～19日",
    )
    assert report.accounting_audits(YEAR).rows == (("検証", "平成29年５月11～19日"),)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "planned"},
        {"status": "postponed"},
        {"visibility": "internal"},
        {"life": "withdrawn"},
        {"fiscal_year": 2015},
    ],
)
def test_audits_that_do_not_count_are_left_out(fields):
    typed_audit(**fields)
    DrillFactory(**fields)
    assert report.internal_audits(YEAR).rows == ()
    assert report.drills(YEAR).rows == ()


@pytest.mark.parametrize(
    ("table", "regime"),
    [
        (report.internal_audits, Regime.INTERNAL),
        (report.external_audits, Regime.EXTERNAL),
        (report.accounting_audits, Regime.ACCOUNTING),
        (report.auditor_audits, Regime.AUDITOR),
    ],
)
def test_a_table_takes_as_many_queries_for_three_audits_as_for_one(table, regime):
    typed_audit(regime=regime)
    with CaptureQueriesContext(connection) as one:
        table(YEAR)
    typed_audit(regime=regime)
    typed_audit(regime=regime)
    with CaptureQueriesContext(connection) as three:
        assert len(table(YEAR).rows) == 3
    assert len(three) == len(one)
