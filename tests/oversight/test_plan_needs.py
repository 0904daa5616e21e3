"""What the year should hold, on the page on which its plan is approved."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from audits.models import AuditPlan
from oversight.plan_needs import targets_text
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/admin/audits/auditplan/approve/2017/"
DECISION = {"approver": "理事長", "approved_on": "平成29年３月24日", "decision_number": "決第３号"}


def audited(kind, *departments, year: int = 2016, **values):
    facts = {"regime": "internal", "life": "registered", "status": "held"} | values
    text = f"平成{year - 1988}年９月"
    audit = factories.AuditFactory(fiscal_year=year, schedule_text=text, **facts)
    factories.AuditClassificationFactory(audit=audit, type=kind)
    for department in departments:
        factories.AuditTargetFactory(audit=audit, department=department)
    return audit


def planned(kind, *departments):
    drafted = {"life": "draft", "visibility": "internal", "status": "planned"}
    return audited(kind, *departments, year=2017, **drafted)


@pytest.fixture
def pms():
    return factories.AuditTypeFactory(name="PMS内部監査", regime="internal", cycle_months=12)


@pytest.fixture
def departments():
    return [factories.DepartmentFactory(name=name) for name in ("管理部", "情報処理部")]


def test_draft_counts_as_planned_and_what_is_left_out_asks_for_its_reason(
    admin_client, pms, departments
):
    administration, processing = departments
    audited(pms, *departments)
    planned(pms, administration)
    needs = admin_client.get(PAGE).context["needs"]
    assert [(line.kind, line.targets) for line in needs.left_out] == [("PMS内部監査", "情報処理部")]
    assert [line.targets for line in needs.held] == ["管理部"]
    page = admin_client.post(PAGE, DECISION)
    name = f"omission-{pms.pk}-{processing.pk}"
    assert list(page.context["form"].errors) == [name]
    assert not AuditPlan.objects.exists()
    admin_client.post(PAGE, DECISION | {name: "組織改編のため"})
    (kept,) = AuditPlan.objects.get().omissions.all()
    assert (kept.department, kept.reason) == (processing, "組織改編のため")
    assert kept.ground == "毎年度、全部門に行う監査"


def test_kind_that_is_left_out_of_all_departments_is_one_omission(admin_client, pms, departments):
    other = factories.AuditTypeFactory(regime="internal")
    planned(other, departments[0])
    (row,) = admin_client.get(PAGE).context["needs"].omissions
    assert (row.targets, row.department_id) == ("全部門", None)


def test_last_audit_is_told_and_linked(admin_client, departments):
    kind = factories.AuditTypeFactory(name="危機管理内部監査", regime="internal")
    first = audited(kind, departments[0], year=2014)
    audited(kind, departments[1], year=2016)
    (line,) = admin_client.get(PAGE).context["needs"].long_ago
    assert line.ground.startswith("１年度未実施、最後は平成26年度（平成26年９月）")
    assert [link.text for link in line.links] == [first.full_name]


def test_queries_do_not_grow_with_what_is_due(admin_client, pms, departments):
    admin_client.get(PAGE)  # Django asks SQLite once whether it knows JSON
    numbers = []
    for made in (1, 2):
        for _one in range(made):
            department = factories.DepartmentFactory()
            audited(pms, department)
            audited(factories.AuditTypeFactory(regime="internal"), department, year=2015)
            planned(pms, department)
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(PAGE).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_months_are_joined_as_the_language_joins_them():
    open_months = SimpleNamespace(department=None, months=[(2016, 4), (2016, 5)])
    for language, words in (("ja", "４月、５月"), ("en", "April, May")):
        with translation.override(language):
            assert targets_text(open_months) == words
