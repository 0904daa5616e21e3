"""What the forms of audits refuse: clearly, saving nothing, keeping all that was typed."""

from datetime import date

import pytest

from audits.models import (
    Audit,
    ConductedTogether,
)
from records.journal.models import JournalEntry
from tests.admin_forms import (
    address_of,
    complaints,
    new_audit,
    rows,
    submit,
    take_step,
)
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    ConductedTogetherFactory,
    DepartmentFactory,
    FindingFactory,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/audits/audit/add/"


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


def test_reason_with_control_characters_is_refused(admin_client):
    audit = AuditFactory()
    said = complaints(submit(admin_client, address_of(audit), {"change_reason": "a\x1bb"}))
    assert "U+001B" in said


@pytest.mark.parametrize(
    "text",
    ["平成29年13月８日", "平成29年２月の平日", "平成29年２月17日～８日", "平成29年２月８日（月）"],
)
def test_schedule_that_cannot_be_read_is_refused_and_kept(admin_client, text):
    said = refused(admin_client, new_audit(schedule_text=text), text)
    assert said.isascii() is False


def test_schedule_that_is_missing_is_refused(admin_client):
    assert "必ず入力" in refused(admin_client, new_audit(schedule_text=""))


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


def test_type_of_another_regime_is_refused(admin_client):
    other = AuditTypeFactory(regime="external")
    typed = new_audit(**rows("classifications", {"type": other.pk}))
    assert "別の監査区分" in refused(admin_client, typed)


def test_audit_without_a_type_is_refused(admin_client):
    assert "監査種別を１つ以上" in refused(admin_client, new_audit())


def test_public_finding_cannot_be_moved_to_an_internal_audit(admin_client):
    hidden = AuditClassificationFactory(audit=AuditFactory(internal=True)).audit
    typed = {"audit": hidden.pk, "change_reason": "別の監査の指摘"}
    said = complaints(submit(admin_client, address_of(FindingFactory(published=True)), typed))
    assert "公表できません" in said
    assert not hidden.findings.exists()


def test_public_audit_cannot_name_an_internal_department(admin_client):
    audit = AuditClassificationFactory().audit
    hidden = DepartmentFactory(name="未公表部", internal=True)
    typed = rows("targets", {"department": hidden.pk}) | {"change_reason": "対象の追加"}
    assert "未公表部" in complaints(submit(admin_client, address_of(audit), typed))
    assert not audit.targets.exists()


def test_audit_of_an_internal_department_is_not_published(admin_client):
    hidden = DepartmentFactory(name="未公表部", internal=True)
    audit = AuditTargetFactory(audit=AuditFactory(internal=True), department=hidden).audit
    assert "未公表部" in complaints(take_step(admin_client, audit, "publish"))
    assert not Audit.objects.get().is_public


def test_audit_with_a_public_finding_is_not_hidden(admin_client):
    audit = FindingFactory(published=True).audit
    response = take_step(admin_client, audit, "unpublish", change_reason="誤った公表")
    assert "先にそちらを非公表に戻してください" in complaints(response)
    assert Audit.objects.get().is_public


def test_partner_named_from_either_side_once_only(admin_client):
    link = ConductedTogetherFactory()
    typed = rows("conducted_with", {"partner": link.audit.pk})
    said = complaints(submit(admin_client, address_of(link.partner), typed))
    assert "同じ監査が重複しています" in said
    assert ConductedTogether.objects.count() == 1


def test_number_of_a_finding_twice_in_one_audit_is_refused(admin_client):
    first = FindingFactory()
    second = FindingFactory(audit=first.audit)
    said = complaints(submit(admin_client, address_of(second), {"number": first.number}))
    assert "同じ番号の指摘事項" in said


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
