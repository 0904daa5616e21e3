"""Audits, findings, drills and certifications as the office enters them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import (
    Audit,
    AuditType,
    Certification,
    ConductedTogether,
    Drill,
    Finding,
)
from records.base import Life, Visibility
from records.models import JournalEntry
from tests.admin_forms import (
    address_of,
    assert_accepted,
    complaints,
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


@pytest.fixture
def office():
    return DepartmentFactory(name="情報処理部")


def new_audit(**typed) -> dict:
    return {
        "regime": "internal",
        "fiscal_year": "2016",
        "schedule_text": "平成29年２月８日～17日",
        "subject": "部門別監査の対象業務",
        "change_reason": "年度監査計画の承認",
    } | typed


def refused(client, typed, *kept: str) -> str:
    """What the form says; nothing is saved and all that was typed is still on the page."""
    response = submit(client, ADD, typed)
    said = complaints(response)
    assert not Audit.objects.exists()
    assert not JournalEntry.objects.filter(record_type="audits.Audit").exists()
    page = response.content.decode()
    for text in ("部門別監査の対象業務", "年度監査計画の承認", *kept):
        assert text in page
    return said


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


def test_reason_with_control_characters_is_refused(admin_client):
    audit = AuditFactory()
    said = complaints(submit(admin_client, address_of(audit), {"change_reason": "a\x1bb"}))
    assert "U+001B" in said


def test_form_sent_back_untouched_changes_nothing(admin_client):
    audit = AuditTargetFactory().audit
    before = JournalEntry.objects.count()
    assert_accepted(submit(admin_client, address_of(audit), {"change_reason": "確認のみ"}))
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize(
    "text",
    ["平成29年13月８日", "平成29年２月の平日", "平成29年２月17日～８日", "平成29年２月８日（月）"],
)
def test_schedule_that_cannot_be_read_is_refused_and_kept(admin_client, text):
    said = refused(admin_client, new_audit(schedule_text=text), text)
    assert said.isascii() is False


def test_schedule_that_is_missing_is_refused(admin_client):
    assert "必須" in refused(admin_client, new_audit(schedule_text=""))


@pytest.mark.parametrize("year", ["0", "1", "2013", "2101", "3000", "99999", "-1", "二千"])
def test_fiscal_year_out_of_range_is_refused(admin_client, year, office):
    typed = new_audit(
        fiscal_year=year, schedule_text="未定", **rows("targets", {"department": office.pk})
    )
    assert refused(admin_client, typed, f'value="{year}"')


def test_department_abolished_before_the_audit_is_refused(admin_client):
    gone = DepartmentFactory(name="旧情報部", valid_until=date(2016, 3, 31))
    typed = new_audit(**rows("targets", {"department": gone.pk}))
    said = refused(admin_client, typed, "旧情報部")
    assert "旧情報部は監査の実施時期に存在していません" in said


def test_department_set_up_after_the_audit_is_refused(admin_client):
    later = DepartmentFactory(valid_from=date(2017, 2, 18))
    assert "存在していません" in refused(
        admin_client, new_audit(**rows("targets", {"department": later.pk}))
    )


def test_department_abolished_during_the_audit_is_accepted(admin_client):
    part = DepartmentFactory(valid_until=date(2017, 2, 8))
    typed = new_audit(**rows("targets", {"department": part.pk}))
    assert_accepted(submit(admin_client, ADD, typed))


def test_target_listed_twice_in_one_form_is_refused(admin_client, office):
    typed = new_audit(**rows("targets", {"department": office.pk}, {"department": office.pk}))
    assert "同じ部門が重複しています" in refused(admin_client, typed, "情報処理部")


def test_target_listed_already_is_refused(admin_client):
    target = AuditTargetFactory()
    typed = rows("targets", {"department": target.department.pk}, before=1)
    said = complaints(submit(admin_client, address_of(target.audit), typed))
    assert "同じ部門が重複しています" in said


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\t", "\u2028", "\u202e", "\ufffe"], ids=ascii)
def test_control_character_is_refused(admin_client, char):
    said = refused(admin_client, new_audit(theme=f"課題{char}取組"))
    assert "文字" in said


def test_draft_cannot_be_made_public(admin_client):
    typed = new_audit(life="draft", visibility="public")
    assert "起案中の記録は公開できません" in refused(admin_client, typed)


def test_type_of_another_regime_is_refused(admin_client):
    other = AuditTypeFactory(regime="external")
    typed = new_audit(**rows("classifications", {"type": other.pk}))
    assert "別の監査区分" in refused(admin_client, typed)


def test_finding_more_visible_than_its_new_audit_is_refused(admin_client):
    finding = {"grade": "minor", "summary": "記録の不足", "visibility": "public"}
    typed = new_audit(**rows("findings", finding | {"life": "registered"}))
    assert "公開することはできません" in refused(admin_client, typed, "記録の不足")


def test_finding_more_visible_than_its_audit_is_refused(admin_client):
    finding = FindingFactory(audit=AuditFactory(internal=True), internal=True)
    said = complaints(submit(admin_client, address_of(finding), {"visibility": "public"}))
    assert "公開することはできません" in said


def test_audit_with_a_public_finding_cannot_be_hidden(admin_client):
    audit = FindingFactory().audit
    said = complaints(submit(admin_client, address_of(audit), {"visibility": "internal"}))
    assert "先にそちらを内部にしてください" in said


def test_partner_named_from_either_side_once_only(admin_client):
    link = ConductedTogetherFactory()
    typed = rows("conducted_with", {"partner": link.audit.pk})
    said = complaints(submit(admin_client, address_of(link.partner), typed))
    assert "同じ監査が重複しています" in said
    assert ConductedTogether.objects.count() == 1


def test_target_is_removed_and_journalled_with_its_audit(admin_client):
    audit = AuditTargetFactory().audit
    typed = {"targets-0-DELETE": "on", "change_reason": "対象の見直し"}
    assert_accepted(submit(admin_client, address_of(audit), typed))
    assert not audit.targets.exists()
    entry = JournalEntry.objects.last()
    assert (entry.record_id, entry.action, entry.reason) == (audit.pk, "change", "対象の見直し")


def test_number_of_a_finding_twice_in_one_audit_is_refused(admin_client):
    first = FindingFactory()
    second = FindingFactory(audit=first.audit)
    said = complaints(submit(admin_client, address_of(second), {"number": first.number}))
    assert "同じ番号の指摘事項" in said


def test_dates_of_a_finding_are_taken_as_documents_write_them(admin_client):
    finding = FindingFactory()
    typed = {"found_on": "平成29年２月17日", "due_on": "H29.5.31", "closed_on": "2017-05-30"}
    assert_accepted(submit(admin_client, address_of(finding), typed))
    finding.refresh_from_db()
    assert (finding.found_on, finding.due_on, finding.closed_on) == (
        date(2017, 2, 17),
        date(2017, 5, 31),
        date(2017, 5, 30),
    )


@pytest.mark.parametrize("text", ["平成29年２月", "平成29年２月30日", "いつか", "２月17日～18日"])
def test_date_that_is_no_single_day_is_refused_and_kept(admin_client, text):
    response = submit(admin_client, address_of(FindingFactory()), {"found_on": text})
    assert complaints(response)
    assert f'value="{text}"' in response.content.decode()


def test_effect_checked_before_the_action_was_completed_is_refused(admin_client):
    finding = FindingFactory()
    action = {"description": "再教育", "effectiveness_checked_on": "2017-03-01"}
    said = complaints(submit(admin_client, address_of(finding), rows("corrective_actions", action)))
    assert "実施完了日以後" in said


def test_several_lines_are_kept_as_typed(admin_client):
    finding = FindingFactory()
    assert_accepted(submit(admin_client, address_of(finding), {"summary": "一行目\r\n二行目"}))
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


def test_nothing_is_deleted(admin_client):
    audit = AuditFactory()
    assert admin_client.get(address_of(audit).replace("change", "delete")).status_code == 403
    page = admin_client.get("/admin/audits/audit/").content.decode()
    assert "delete_selected" not in page


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
