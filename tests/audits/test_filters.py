"""The lists of audits and drills narrowed down by their addresses."""

from datetime import date

import pytest

from audits.models import AuditTarget
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """部 with 課, and another 部."""
    department = factories.DepartmentFactory(slug="kanri", name="管理部")
    section = factories.DepartmentFactory(
        slug="kaikei", name="会計課", kind="section", parent_department=department
    )
    other = factories.DepartmentFactory(slug="kyoiku", name="教育研修部")
    return department, section, other


def audit_of(*departments, role=AuditTarget.Role.TARGET, **facts):
    audit = factories.AuditFactory(**facts)
    for department in departments:
        factories.AuditTargetFactory(audit=audit, department=department, role=role)
    return audit


def shown(client, query, path="/audits/"):
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200
    return set(response.context["table"].records())


def test_department_includes_its_sections_but_not_what_it_belongs_to(client, house):
    department, section, other = house
    whole, part = audit_of(department), audit_of(section)
    audit_of(other)
    assert shown(client, "department=kanri") == {whole, part}
    assert shown(client, "department=kaikei") == {part}


def test_department_is_found_among_all_the_others(client, house):
    department, _section, _other = house
    kind = factories.AuditTypeFactory()
    named = audit_of(department)
    rest = factories.AuditFactory(scope="all_others")
    for audit in (named, rest):
        factories.AuditClassificationFactory(audit=audit, type=kind)
    assert shown(client, "department=kanri") == {named}
    assert shown(client, "department=kyoiku") == {rest}


def test_excluded_department_is_not_found(client, house):
    department, _section, _other = house
    but = audit_of(department, role=AuditTarget.Role.EXCLUDED, scope="all_but")
    assert shown(client, "department=kanri") == set()
    assert shown(client, "department=kyoiku") == {but}


def test_audit_of_the_agency_is_of_no_department(client, house):
    factories.AuditFactory(scope="agency")
    assert shown(client, "department=kanri") == set()


def test_internal_audit_takes_nothing_from_the_others_for_the_public(client, house):
    department, _section, _other = house
    kind = factories.AuditTypeFactory()
    hidden = audit_of(department, internal=True)
    rest = factories.AuditFactory(scope="all_others")
    for audit in (hidden, rest):
        factories.AuditClassificationFactory(audit=audit, type=kind)
    assert shown(client, "department=kanri") == {rest}
    client.force_login(factories.UserFactory(staff=True))
    assert shown(client, "department=kanri") == {hidden}


def test_regime_and_type(client):
    kind = factories.AuditTypeFactory(slug="isms", regime="external")
    external = factories.AuditFactory(regime="external")
    factories.AuditClassificationFactory(audit=external, type=kind)
    factories.AuditClassificationFactory(audit=external)
    factories.AuditFactory()
    assert shown(client, "regime=external") == {external}
    assert shown(client, "type=isms") == {external}
    assert shown(client, "type=isms&regime=internal") == set()


def test_types_that_are_called_alike_are_told_apart_by_their_regime(client):
    for regime in ("accounting", "auditor"):
        factories.AuditTypeFactory(
            slug=regime, regime=regime, name="決算監査", english_name="settlement audit"
        )
    factories.AuditTypeFactory(slug="pms", name="PMS内部監査", english_name="PMS internal audit")
    text = client.get("/audits/?type=auditor").text
    assert ">決算監査（監事監査）</option>" in text
    assert ">決算監査（外部監査人による会計監査）</option>" in text
    assert ">PMS内部監査</option>" in text
    response = client.get("/en/audits/?type=auditor")
    [chip] = response.context["chips"]
    assert chip.text == "Settlement audit (statutory auditors' audit)"


def test_words_are_found_in_types_subjects_and_departments(client, house):
    department, section, _other = house
    audit = audit_of(section, department, subject="カード管理システムの運用")
    factories.AuditClassificationFactory(
        audit=audit, type=factories.AuditTypeFactory(name="ISMS内部監査")
    )
    factories.AuditFactory()
    for query in ("q=isms", "q=会計課", "q=管理部", "q=カード管理 ISMS", "q=ＩＳＭＳ"):
        assert shown(client, query) == {audit}, query


@pytest.mark.parametrize(
    "query", ["regime=secret", "type=nothing", "department=nothing", "status=x", "sort=targets"]
)
def test_value_that_means_nothing_is_refused(client, query):
    assert client.get(f"/audits/?{query}").status_code == 400


def test_drills_by_department_and_words(client, house):
    department, section, other = house
    drill = factories.DrillFactory(scenario="回線の障害")
    for one in (section, department):
        factories.DrillDepartmentFactory(drill=drill, department=one)
    factories.DrillDepartmentFactory(department=other)
    assert shown(client, "department=kanri", "/drills/") == {drill}
    assert shown(client, "q=障害+会計課", "/drills/") == {drill}


@pytest.fixture
def staff(client):
    client.force_login(factories.UserFactory(staff=True))
    return client


def test_findings_are_sorted_by_whether_measures_were_completed_as_of_a_day(staff):
    audit = factories.AuditFactory(schedule_text="平成29年２月８日")
    dates = {"found_on": date(2017, 2, 8), "closing_reason": "業務の廃止"}
    closed = factories.FindingFactory(audit=audit, closed_on=date(2017, 5, 31), **dates)
    open_one = factories.FindingFactory(audit=audit, found_on=date(2017, 2, 8))
    later = factories.FindingFactory(audit=audit, found_on=date(2017, 6, 1))

    def listed(query):
        return shown(staff, query, "/findings/")

    assert listed("") == {closed, open_one, later}
    assert listed("as_of=平成29年５月30日") == {closed, open_one}
    assert listed("as_of=H29.5.30&measures=completed") == set()
    assert listed("as_of=2017-05-31&measures=completed") == {closed}
    assert listed("as_of=2017-05-30&measures=pending") == {closed, open_one}
    assert listed("measures=completed") == {closed}
    assert listed("measures=pending") == {open_one, later}


def test_state_and_due_date_are_those_of_the_day_asked_for(staff):
    finding = factories.FindingFactory(due_on=date(2017, 3, 31))
    factories.DueDateExtensionFactory(finding=finding, due_on=date(2017, 4, 28))
    factories.CorrectiveActionFactory(finding=finding, completed_on=date(2017, 5, 10))

    def cells(day):
        table = staff.get(f"/en/findings/?as_of={day}").context["table"]
        [record] = table.records()
        return {column.name: column.value(record) for column in table.shown}

    assert cells("2017-03-23")["due"] == "31 March 2017"
    assert cells("2017-03-24")["due"] == "28 April 2017"
    assert "overdue" in cells("2017-05-09")["state"]
    assert "overdue" not in cells("2017-05-10")["state"]


@pytest.mark.parametrize("query", ["as_of=平成29年３月", "as_of=いつか", "measures=some"])
def test_what_cannot_be_understood_of_findings_is_refused(staff, query):
    assert staff.get(f"/findings/?{query}").status_code == 400


@pytest.mark.parametrize("words", ["2016-内-03", "２０１６－内－０３", "入退室 記録", "施錠"])
def test_finding_is_found_by_its_reference_title_and_text(admin_client, words):
    facts = {"reference": "2016-内-03", "title": "入退室記録の不備", "summary": "施錠の跡がない。"}
    wanted = factories.FindingFactory(internal=True, **facts)
    factories.FindingFactory(internal=True, reference="2016-内-04", summary="別の件")
    assert shown(admin_client, f"q={words}", "/findings/") == {wanted}
