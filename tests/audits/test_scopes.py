import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import Audit, Regime, Scopes
from audits.scopes import resolve, word_targets
from organization.models import Department
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    DepartmentFactory,
)
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.django_db
Scope, Kind = Audit.Scope, Department.Kind


def audit_of(kind, *departments, role="target", **fields):
    audit = AuditFactory(**fields)
    AuditClassificationFactory(audit=audit, type=kind)
    for order, department in enumerate(departments, start=1):
        AuditTargetFactory(audit=audit, department=department, order=order, role=role)
    return audit


def meant(audit, **options):
    """What an audit means as {department: [parts left out]}, in order."""
    return {
        str(found.department): [str(part) for part in found.except_for]
        for found in resolve(audit, **options)
    }


@pytest.fixture
def kind():
    return AuditTypeFactory(regime=Regime.INTERNAL)


@pytest.fixture
def secretariat():
    return DepartmentFactory(name="事務局", kind=Kind.BUREAU)


@pytest.fixture
def administration(secretariat):
    return DepartmentFactory(name="管理部", parent_department=secretariat)


@pytest.fixture
def sections(administration):
    return [
        DepartmentFactory(name=name, kind=Kind.SECTION, parent_department=administration)
        for name in ("総務課", "リスク管理課")
    ]


@pytest.fixture
def processing(secretariat):
    return DepartmentFactory(name="情報処理部", parent_department=secretariat)


@pytest.fixture
def centre():
    return DepartmentFactory(name="センター", kind=Kind.CENTRE)


@pytest.fixture
def operations(centre):
    return DepartmentFactory(name="運用部", parent_department=centre)


def test_listed_and_included_departments_are_meant_in_their_own_order(
    kind, processing, administration
):
    audit = audit_of(kind, processing)
    AuditTargetFactory(audit=audit, department=administration, order=2, role="included")
    assert meant(audit) == {"情報処理部": [], "管理部": []}


def test_all_others_are_the_highest_departments_not_audited_by_name(
    kind, administration, sections, processing, centre
):
    audit_of(kind, processing)
    assert meant(audit_of(kind, scope=Scope.ALL_OTHERS)) == {"管理部": [], "センター": []}


def test_all_others_keep_the_rest_of_a_department_audited_in_part(kind, administration, sections):
    audit_of(kind, sections[0])
    assert meant(audit_of(kind, scope=Scope.ALL_OTHERS)) == {"管理部": ["管理部総務課"]}


def test_all_others_drop_a_department_audited_in_all_of_its_parts(
    kind, administration, sections, processing
):
    audit_of(kind, *sections)
    assert meant(audit_of(kind, scope=Scope.ALL_OTHERS)) == {"情報処理部": []}


def test_all_others_keep_a_department_of_which_only_one_part_is_known(kind, centre, operations):
    audit_of(kind, operations)
    assert meant(audit_of(kind, scope=Scope.ALL_OTHERS)) == {"センター": ["センター運用部"]}


@pytest.mark.parametrize(
    "fields", [{"status": "cancelled"}, {"life": "withdrawn"}, {"fiscal_year": 2015}]
)
def test_all_others_do_not_heed_an_audit_that_does_not_count(kind, processing, fields):
    audit_of(kind, processing, **fields)
    assert meant(audit_of(kind, scope=Scope.ALL_OTHERS)) == {"情報処理部": []}


def test_all_others_do_not_heed_audits_of_other_types(kind, processing):
    audit_of(AuditTypeFactory(regime=Regime.INTERNAL), processing)
    both = audit_of(kind, processing)
    AuditClassificationFactory(audit=both, type=AuditTypeFactory(regime=Regime.INTERNAL))
    assert meant(audit_of(kind, scope=Scope.ALL_OTHERS)) == {"情報処理部": []}


def test_all_others_heed_only_the_audits_given(kind, processing):
    audit_of(kind, processing, visibility="internal")
    rest = audit_of(kind, scope=Scope.ALL_OTHERS)
    assert meant(rest) == {}
    assert meant(rest, others=Audit.objects.visible_to(None)) == {"情報処理部": []}


def test_all_but_leaves_out_the_excluded_and_parts_of_them(
    kind, administration, sections, processing, centre
):
    audit = audit_of(kind, sections[1], centre, role="excluded", scope=Scope.ALL_BUT)
    assert meant(audit) == {"管理部": ["管理部リスク管理課"], "情報処理部": []}


def test_the_agency_as_a_whole_is_no_department(kind, processing):
    assert meant(audit_of(kind, scope=Scope.AGENCY)) == {}


def test_departments_that_did_not_exist_during_the_audit_are_not_meant(kind):
    schedule_text = "平成28年５月～６月"
    DepartmentFactory(name="新設", valid_from="2016-07-01")
    DepartmentFactory(name="廃止", valid_until="2016-04-30")
    DepartmentFactory(name="初日に廃止", valid_until="2016-05-01")
    DepartmentFactory(name="末日に新設", valid_from="2016-06-30")
    audit = audit_of(kind, scope=Scope.ALL_OTHERS, schedule_text=schedule_text)
    assert meant(audit) == {"初日に廃止": [], "末日に新設": []}


def test_resolving_takes_as_many_queries_for_many_departments_as_for_few(kind, processing):
    audit_of(kind, processing)
    rest = audit_of(kind, scope=Scope.ALL_OTHERS)
    with CaptureQueriesContext(connection) as few:
        meant(Audit.objects.get(pk=rest.pk))
    centre = DepartmentFactory(kind=Kind.CENTRE)
    for _number in range(3):
        audit_of(kind, DepartmentFactory(parent_department=centre))
        DepartmentFactory(parent_department=centre)
    with CaptureQueriesContext(connection) as many:
        meant(Audit.objects.get(pk=rest.pk))
    assert len(many) == len(few)


def test_many_audits_are_resolved_with_as_many_queries_as_one(kind, processing, centre):
    audit_of(kind, processing)
    for year in (2015, 2016, 2017):
        audit_of(kind, scope=Scope.ALL_OTHERS, fiscal_year=year)
    with CaptureQueriesContext(connection) as one:
        Scopes(Audit.objects.in_fiscal_year(2016).filter(scope=Scope.ALL_OTHERS))
    rest = Audit.objects.filter(scope=Scope.ALL_OTHERS).by_date()
    with CaptureQueriesContext(connection) as many:
        scopes = Scopes(rest)
        found = {audit.fiscal_year: scopes.resolve(audit) for audit in rest}
    assert len(many) == len(one)
    assert {year: [str(t.department) for t in targets] for year, targets in found.items()} == {
        2015: ["情報処理部", "センター"],
        2016: ["センター"],
        2017: ["情報処理部", "センター"],
    }


def test_sections_of_one_department_share_its_name_in_print(
    kind, processing, sections, centre, operations
):
    audit = audit_of(kind, processing, *sections, operations)
    assert word_targets(audit) == "情報処理部、管理部総務課・リスク管理課、センター運用部"


def test_sections_printed_without_their_department_stand_alone(kind, sections, processing):
    audit = AuditFactory()
    AuditTargetFactory(audit=audit, department=sections[0], order=1, without_parent=True)
    AuditTargetFactory(audit=audit, department=processing, order=2)
    assert word_targets(audit) == "総務課、情報処理部"


@pytest.mark.parametrize(
    ("scope", "role", "text"),
    [
        (Scope.ALL_OTHERS, "excluded", "その他全部門（情報処理部を除く）"),
        (Scope.ALL_BUT, "excluded", "情報処理部を除く部門"),
        (Scope.LISTED, "included", "（情報処理部含む）"),
        (Scope.LISTED, "excluded", "（情報処理部を除く）"),
    ],
)
def test_a_scope_is_worded_with_its_departments(kind, processing, scope, role, text):
    assert word_targets(audit_of(kind, processing, scope=scope, role=role)) == text


@pytest.mark.parametrize(
    ("scope", "text"), [(Scope.ALL_OTHERS, "その他全部門"), (Scope.AGENCY, "機構全体")]
)
def test_a_scope_without_departments_is_worded_by_itself(kind, scope, text):
    assert word_targets(audit_of(kind, scope=scope)) == text


def test_targets_typed_by_hand_go_before_the_rule(kind, processing):
    audit = audit_of(kind, processing, targets_override="情報処理部の一部")
    assert word_targets(audit) == "情報処理部の一部"


def test_table_9_rows_3_8_and_16_mean_these_departments_of_the_real_record():
    load_record()
    internal = Audit.objects.of_regime(Regime.INTERNAL)
    assert meant(internal.get(order=3)) == {
        "情報化支援戦略部": [],
        "管理部": [],
        "教育研修部": [],
        "情報処理部": [],
        "住基全国センター": ["住基全国センター運用部"],
        "個人番号センター": [],
        "LGWAN全国センター": [],
        "システム統括室": [],
        "監査室": [],
    }
    assert meant(internal.get(order=8)) == {
        "情報化支援戦略部": [],
        "管理部": [],
        "教育研修部": [],
        "情報処理部": [],
        "住基全国センター": [],
        "個人番号センター": ["個人番号センター公的個人認証部"],
        "LGWAN全国センター": [],
        "システム統括室": [],
        "監査室": [],
    }
    assert meant(internal.get(order=16)) == {
        "情報化支援戦略部": [],
        "管理部": [],
        "研究開発部": [],
        "教育研修部": [],
        "情報処理部": [],
        "住基全国センター": [],
        "個人番号センター": [],
        "LGWAN全国センター": [],
        "システム統括室": [],  # set up on 1 July, within the audit's days
    }
