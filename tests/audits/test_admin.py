"""Audits, findings, drills and certifications as the office enters them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import (
    Audit,
    AuditType,
    Certification,
    Drill,
    Finding,
)
from records.base import Life, Visibility
from records.journal.models import JournalEntry
from tests.admin_forms import (
    address_of,
    assert_accepted,
    complaints,
    new_audit,
    queries_of_list,
    rows,
    submit,
)
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    CertificationFactory,
    ConductedTogetherFactory,
    CorrectiveActionFactory,
    DepartmentFactory,
    DrillDepartmentFactory,
    FindingFactory,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/audits/audit/add/"


def test_audit_with_its_parts_is_saved_at_once_and_journalled_once(admin_client, office):
    kind = AuditTypeFactory()
    partner = AuditFactory(subject="監事監査")
    typed = new_audit(
        **rows("classifications", {"type": kind.pk}),
        **rows("targets", {"department": office.pk}, {"department": DepartmentFactory().pk}),
        **rows("auditors", {"name": "鈴木", "person_days": "1.5"}),
        **rows("conducted_with", {"partner": partner.pk}),
        **rows("findings", {"grade": "minor", "summary": "記録の不足", "department": office.pk}),
    )
    assert_accepted(submit(admin_client, ADD, typed))
    audit = Audit.objects.exclude(pk=partner.pk).get()
    assert (audit.schedule.starts_on, audit.schedule.ends_on) == (
        date(2017, 2, 8),
        date(2017, 2, 17),
    )
    assert [target.order for target in audit.targets.all()] == [1, 2]
    assert audit.types == [kind]
    assert audit.partners == [partner]
    assert audit.findings.get().number == 1
    entries = JournalEntry.objects.filter(reason="年度監査計画の承認")
    assert [(entry.record_type, entry.actor) for entry in entries] == [
        ("audits.Audit", "admin"),
        ("audits.Finding", "admin"),
    ]
    assert (audit.version, audit.life, audit.visibility) == (1, Life.DRAFT, Visibility.INTERNAL)


def test_schedule_as_understood_stands_beneath_in_both_calendars(admin_client):
    audit = AuditFactory(schedule_text="平成29年２月８日～17日")
    page = admin_client.get(address_of(audit)).content.decode()
    assert page.count("平成29年２月８日～17日") >= 2
    assert "2017年" in page


def test_new_audit_shows_no_schedule_as_understood(admin_client):
    page = admin_client.get(ADD).content.decode()
    assert "field-understood" not in page


def test_reason_is_typed_again_only_by_whoever_lost_it(admin_client):
    audit = AuditFactory()
    response = submit(admin_client, address_of(audit), {"fiscal_year": "", "change_reason": "訂正"})
    assert complaints(response)
    assert ">\n訂正</textarea>" in response.content.decode()


def test_form_sent_back_untouched_changes_nothing(admin_client):
    audit = AuditTargetFactory(audit=AuditClassificationFactory().audit).audit
    before = JournalEntry.objects.count()
    assert_accepted(submit(admin_client, address_of(audit), {"change_reason": "確認のみ"}))
    assert JournalEntry.objects.count() == before


def test_department_abolished_during_the_audit_is_accepted(admin_client):
    part = DepartmentFactory(valid_until=date(2017, 2, 8))
    kind = rows("classifications", {"type": AuditTypeFactory().pk})
    typed = new_audit(**kind, **rows("targets", {"department": part.pk}))
    assert_accepted(submit(admin_client, ADD, typed))


def test_target_is_removed_and_journalled_with_its_audit(admin_client):
    audit = AuditTargetFactory(audit=AuditClassificationFactory().audit).audit
    typed = {"targets-0-DELETE": "on", "change_reason": "対象の見直し"}
    assert_accepted(submit(admin_client, address_of(audit), typed))
    assert not audit.targets.exists()
    entry = JournalEntry.objects.last()
    assert (entry.record_id, entry.action, entry.reason) == (audit.pk, "change", "対象の見直し")


def test_dates_of_a_finding_are_taken_as_documents_write_them(admin_client):
    finding = FindingFactory(audit=AuditFactory(schedule_text="平成29年２月17日"))
    days = {"found_on": "平成29年２月17日", "due_on": "H29.5.31", "closed_on": "2017-05-30"}
    typed = days | {"change_reason": "是正の完了"}
    typed["closing_reason"] = "対象の業務の廃止"
    assert_accepted(submit(admin_client, address_of(finding), typed))
    finding.refresh_from_db()
    assert (finding.found_on, finding.due_on, finding.closed_on) == (
        date(2017, 2, 17),
        date(2017, 5, 31),
        date(2017, 5, 30),
    )


def test_several_lines_are_kept_as_typed(admin_client):
    finding = FindingFactory()
    typed = {"summary": "一行目\r\n二行目", "change_reason": "補足"}
    assert_accepted(submit(admin_client, address_of(finding), typed))
    finding.refresh_from_db()
    assert finding.summary == "一行目\n二行目"


def test_drill_and_its_departments_are_saved(admin_client, office):
    typed = {
        "fiscal_year": "2016",
        "schedule_text": "平成28年７月、12月",
        "scenario": "首都直下地震",
        **rows("departments", {"department": office.pk}),
    }
    assert_accepted(submit(admin_client, "/admin/audits/drill/add/", typed))
    drill = Drill.objects.get()
    assert drill.title == "訓練（情報処理部）"
    assert drill.segments.count() == 2


def test_list_words_schedule_and_targets_as_the_report_does(admin_client):
    audit = AuditFactory(schedule_text="平成28年９月１日、５日、６日、12日")
    AuditTargetFactory(audit=audit, department=DepartmentFactory(short_name="監査室"))
    page = admin_client.get("/admin/audits/audit/").content.decode()
    assert "平成28年９月１日、５日、６日、12日" in page
    assert "監査室" in page


def audit_with_everything():
    audit = AuditFactory()
    AuditClassificationFactory(audit=audit)
    parent = DepartmentFactory()
    AuditTargetFactory(audit=audit, department=DepartmentFactory(parent_department=parent))
    ConductedTogetherFactory(audit=audit)
    return audit


def finding_with_everything():
    section = DepartmentFactory(parent_department=DepartmentFactory())
    return CorrectiveActionFactory(
        finding=FindingFactory(audit=audit_with_everything(), department=section)
    )


def drill_with_departments():
    return DrillDepartmentFactory(
        department=DepartmentFactory(parent_department=DepartmentFactory())
    )


def certification_of_a_section():
    return CertificationFactory(department=DepartmentFactory(parent_department=DepartmentFactory()))


@pytest.mark.parametrize(
    ("model", "make"),
    [
        (Audit, audit_with_everything),
        (Finding, finding_with_everything),
        (Drill, drill_with_departments),
        (Certification, certification_of_a_section),
        (AuditType, AuditTypeFactory),
    ],
)
def test_list_asks_as_often_for_three_rows_as_for_one(admin_client, model, make):
    make()
    alone = queries_of_list(admin_client, model)
    make()
    make()
    assert queries_of_list(admin_client, model) == alone


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("fiscal_year", "2016"),
        ("regime__exact", "internal"),
        ("status__exact", "held"),
        ("life__exact", "registered"),
        ("department", None),
        ("classifications__type__id__exact", None),
        ("q", "対象業務"),
    ],
)
def test_filter_finds_an_audit_once(admin_client, parameter, value):
    audit = audit_with_everything()
    AuditTargetFactory(audit=audit)
    if value is None:
        is_type = parameter.startswith("classifications")
        value = audit.types[0].pk if is_type else audit.targets.first().department.pk
    AuditFactory(
        fiscal_year=2017,
        schedule_text="平成29年11月８日",
        regime="external",
        status="planned",
        life="withdrawn",
        subject="別件",
    )
    AuditClassificationFactory(audit=Audit.objects.get(subject="別件"))
    response = admin_client.get("/admin/audits/audit/", {parameter: value})
    assert response.context["cl"].result_list.filter(pk=audit.pk).count() == 1
    assert not response.context["cl"].result_list.filter(subject="別件").exists()


@pytest.mark.parametrize("query", ["fiscal_year=x", "department=x", "q=%00", "regime__exact=x"])
def test_filter_with_nonsense_is_no_server_error(admin_client, query):
    assert admin_client.get(f"/admin/audits/audit/?{query}").status_code in (200, 302)


def test_form_asks_as_often_for_three_targets_as_for_one(admin_client):
    audit = AuditFactory()
    admin_client.get(address_of(audit))  # content types are asked for once, and remembered
    asked = []
    for more in (1, 2):
        for _row in range(more):
            section = DepartmentFactory(parent_department=DepartmentFactory())
            AuditTargetFactory(audit=audit, department=section)
            ConductedTogetherFactory(audit=audit, partner=AuditClassificationFactory().audit)
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(address_of(audit))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_list_offers_no_deletion_of_many(admin_client):
    AuditFactory(draft=True)
    page = admin_client.get("/admin/audits/audit/").content.decode()
    assert "delete_selected" not in page


def test_finding_of_a_new_audit_starts_as_an_internal_draft(admin_client):
    forged = {"life": "registered", "visibility": "public"}
    finding = {"grade": "minor", "summary": "記録の不足"} | forged
    kind = rows("classifications", {"type": AuditTypeFactory().pk})
    typed = new_audit(**kind, **rows("findings", finding))
    assert_accepted(submit(admin_client, ADD, typed))
    kept = Finding.objects.get()
    assert (kept.life, kept.visibility) == (Life.DRAFT, Visibility.INTERNAL)


@pytest.mark.parametrize("model", ["department", "audittype", "audit"])
def test_choices_are_offered_while_typing(admin_client, model):
    AuditClassificationFactory(audit__subject="探す", type__name="探す種別")
    DepartmentFactory(name="探す部")
    options = {
        "department": ("organization", "department", "parent_department"),
        "audittype": ("audits", "auditclassification", "type"),
        "audit": ("audits", "conductedtogether", "partner"),
    }[model]
    query = dict(zip(("app_label", "model_name", "field_name"), options, strict=True))
    response = admin_client.get("/admin/autocomplete/", query | {"term": "探す"})
    assert len(response.json()["results"]) == 1


def test_audit_to_be_chosen_says_what_tells_it_apart(admin_client):
    audit = AuditFactory(fiscal_year=2016, schedule_text="平成29年２月８日～17日")
    AuditClassificationFactory(audit=audit, type__name="PMS内部監査")
    AuditTargetFactory(audit=audit, department__name="情報処理部")
    query = {"app_label": "audits", "model_name": "conductedtogether", "field_name": "partner"}
    found = admin_client.get("/admin/autocomplete/", query | {"term": "PMS"}).json()["results"]
    expected = f"{audit}（平成28年度、平成29年２月８日～17日、情報処理部）"
    assert [choice["text"] for choice in found] == [expected]


def test_types_are_offered_of_the_regime_that_was_chosen(admin_client):
    for regime in ("internal", "external"):
        AuditTypeFactory(name=f"定例の{regime}", regime=regime)
    query = {"app_label": "audits", "model_name": "auditclassification", "field_name": "type"}
    query |= {"term": "定例"}
    for regime, number in (("external", 1), ("", 2), ("no-such", 2)):
        found = admin_client.get("/admin/autocomplete/", query | {"regime": regime}).json()
        assert len(found["results"]) == number
    found = admin_client.get("/admin/autocomplete/", query | {"regime": "external"}).json()
    assert [choice["text"] for choice in found["results"]] == ["定例のexternal"]


def test_form_of_an_audit_follows_the_order_of_thought(admin_client):
    page = admin_client.get("/admin/audits/audit/add/").content.decode()
    texts = (
        *('name="regime"', 'name="classifications-0-type"', 'name="targets-0-department"'),
        *('name="schedule_text"', 'name="subject"', 'name="objective"', 'name="period_text"'),
        *('id="criteria-group"', 'id="auditors-group"', 'id="conducted_with-group"'),
        *('id="findings-group"', 'name="exit_on"', 'name="conclusion"', 'name="reported_on"'),
        *('name="distribution"', 'name="targets_override"'),
        *('name="document_number"', 'name="change_reason"', 'name="_save"'),
    )
    places = [page.index(text) for text in texts]
    assert places == sorted(places)
    assert 'data-narrowed-by="regime"' in page


def test_form_of_a_finding_follows_its_life(admin_client):
    page = admin_client.get("/admin/audits/finding/add/").content.decode()
    texts = (
        *('name="due_on"', 'id="extensions-group"', 'name="answer"'),
        *('id="corrective_actions-group"', 'id="follow_ups-group"', 'name="closed_on"'),
        *('name="document_number"', 'name="change_reason"'),
    )
    places = [page.index(text) for text in texts]
    assert places == sorted(places)
