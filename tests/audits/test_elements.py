"""The elements of a finding, its reference, and the independence of the check."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from audits.models import CorrectiveAction, Finding
from records import journal
from tests.admin_forms import address_of, assert_accepted, rows, submit
from tests.factories import (
    AuditFactory,
    CorrectiveActionFactory,
    DepartmentFactory,
    FindingFactory,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]
CHECKED = {
    "completed_on": "2017-03-10",
    "effectiveness_checked_on": "2017-05-08",
    "was_effective": True,
}


@pytest.mark.parametrize(
    ("regime", "reference"),
    [
        ("internal", "2016-内-01"),
        ("external", "2016-外-01"),
        ("accounting", "2016-会-01"),
        ("auditor", "2016-監-01"),
    ],
)
def test_first_finding_of_a_year_has_the_first_reference(regime, reference):
    assert FindingFactory(audit=AuditFactory(regime=regime)).reference == reference


def test_references_run_on_over_the_audits_of_a_year():
    made = [FindingFactory(audit=AuditFactory(regime="internal")) for _ in range(3)]
    assert [one.reference for one in made] == ["2016-内-01", "2016-内-02", "2016-内-03"]


def test_other_year_begins_anew():
    FindingFactory(audit=AuditFactory(regime="internal"))
    audit = AuditFactory(regime="internal", fiscal_year=2017, schedule_text="平成29年９月６日")
    assert FindingFactory(audit=audit).reference == "2017-内-01"


def test_reference_after_the_ninety_ninth_goes_on():
    FindingFactory(audit=AuditFactory(regime="internal"), reference="2016-内-99")
    made = FindingFactory(audit=AuditFactory(regime="internal"))
    assert made.reference == "2016-内-100"


def test_reference_typed_far_too_high_is_not_followed():
    for tail in ("9" * 23, "12345", "07"):
        FindingFactory(audit=AuditFactory(regime="internal"), reference=f"2016-内-{tail}")
    made = FindingFactory(audit=AuditFactory(regime="internal"))
    assert made.reference == "2016-内-08"


def test_reference_after_the_last_of_four_digits_passes_those_that_are_taken():
    for tail in ("9999", "10000"):
        FindingFactory(audit=AuditFactory(regime="internal"), reference=f"2016-内-{tail}")
    made = FindingFactory(audit=AuditFactory(regime="internal"))
    assert made.reference == "2016-内-10001"


@pytest.mark.django_db(transaction=True)
def test_findings_made_at_the_same_time_have_references_of_their_own():
    if connection.vendor == "sqlite":
        pytest.skip("a database in memory has one connection")
    audits = [AuditFactory(regime="internal") for _ in range(4)]

    def make(audit):
        with journal.change(actor="somebody"):
            made = Finding.objects.create(audit=audit, grade="minor", summary="承認の印がない。")
        connection.close()
        return made.reference

    with ThreadPoolExecutor(4) as pool:
        made = sorted(pool.map(make, audits))
    assert made == [f"2016-内-{number:02d}" for number in range(1, 5)]


def test_reference_of_another_form_is_kept_and_not_counted():
    FindingFactory(audit=AuditFactory(regime="internal"), reference="2016-内-Ａ")
    made = FindingFactory(audit=AuditFactory(regime="internal"))
    assert made.reference == "2016-内-01"


def test_reference_is_used_once():
    FindingFactory(reference="2016-内-07")
    with pytest.raises(ValidationError, match="番号"):
        FindingFactory(reference="2016-内-07")


def test_old_finding_without_a_reference_gets_none_by_being_saved():
    finding = FindingFactory()
    with journal.change(actor="test"):
        finding.reference = ""
        finding.save()
        finding.cause = "様式に承認欄がない"
        finding.save()
    assert Finding.objects.get().reference == ""


def test_response_without_an_answer_is_refused():
    with pytest.raises(ValidationError):
        FindingFactory(response="disagreed")
    finding = FindingFactory()
    finding.response = "partly"
    with journal.change(actor="test"), pytest.raises(IntegrityError), transaction.atomic():
        finding.save()


@pytest.fixture
def department():
    return DepartmentFactory(name="情報処理部")


@pytest.fixture
def finding(department):
    return FindingFactory(department=department)


def check(finding, **values):
    told = CHECKED | {"responsible": "総務課長", "checked_by": "監査室長"} | values
    return CorrectiveActionFactory(finding=finding, **told)


def test_check_by_another_of_another_department_needs_no_word(finding):
    assert check(finding, checker_department=DepartmentFactory(name="監査室")).pk


@pytest.mark.parametrize("name", ["総務課長", "総務 課長", "総務課長　"])
def test_check_by_the_doer_is_refused(finding, name):
    with pytest.raises(ValidationError, match="処置を行った"):
        check(finding, checked_by=name)


def test_check_from_the_department_concerned_is_refused(finding, department):
    with pytest.raises(ValidationError, match="処置を行った"):
        check(finding, checker_department=department)


def test_check_from_a_part_of_the_department_concerned_is_refused(finding, department):
    part = DepartmentFactory(name="運用課", parent_department=department)
    with pytest.raises(ValidationError, match="処置を行った"):
        check(finding, checker_department=part)


def test_check_that_is_not_independent_says_why_for_ever(finding, client, django_user_model):
    check(finding, checked_by="総務課長", independence_reason="監査室に代わる者がいないため")
    client.force_login(django_user_model.objects.create_superuser("admin"))
    page = client.get(finding.get_absolute_url()).content.decode()
    assert "この確認は独立して行われたものではありません" in page
    assert "監査室に代わる者がいないため" in page


def test_nobody_named_is_not_the_same_person(finding):
    action = CorrectiveAction(finding=finding, responsible="", checked_by="")
    assert not action.is_checked_within


def test_check_entered_in_the_form_says_who_and_on_what(admin_client, finding):
    entered = {"description": "研修", **CHECKED, "was_effective": "true"}
    refused = submit(admin_client, address_of(finding), rows("corrective_actions", entered))
    assert "有効性の確認には" in refused.content.decode()
    assert not CorrectiveAction.objects.exists()
    entered |= {"checked_by": "監査室長", "check_evidence": "点検表の閲覧"}
    typed = rows("corrective_actions", entered) | {"change_reason": "確認"}
    assert_accepted(submit(admin_client, address_of(finding), typed))


@pytest.fixture
def closing(finding):
    """What is typed to close a finding whose one action was done and checked by its doer."""
    CorrectiveActionFactory(finding=finding, responsible="総務課長")
    checked = {"checked_by": "総務課長", "check_evidence": "点検表の閲覧", "was_effective": "true"}
    entered = rows("corrective_actions", CHECKED | checked)
    return entered | {"closed_on": "2017-05-08", "change_reason": "確認"}


def test_closing_with_a_check_by_the_doer_is_refused_for_that_alone(admin_client, finding, closing):
    refused = submit(admin_client, address_of(finding), closing).content.decode()
    assert "処置を行った" in refused
    assert "指摘事項を完了とするには" not in refused
    assert Finding.objects.get().closed_on is None


def test_closing_does_not_pass_by_an_action_that_is_deleted(admin_client, finding, closing):
    deleted = closing | {"corrective_actions-0-DELETE": "on"}
    refused = submit(admin_client, address_of(finding), deleted).content.decode()
    assert "指摘事項を完了とするには" in refused
    assert Finding.objects.get().closed_on is None


def test_check_from_before_these_were_asked_may_stay_as_it_is(admin_client, finding):
    action = CorrectiveActionFactory(finding=finding, **CHECKED)
    page = submit(admin_client, address_of(finding), {"cause": "様式", "change_reason": "追記"})
    assert_accepted(page)
    assert CorrectiveAction.objects.get() == action
    assert Finding.objects.get().cause == "様式"


def test_page_tells_the_elements_that_are_on_record_and_no_others(admin_client):
    finding = FindingFactory(
        title="入退室記録の不備", criteria="入退室管理規程", clause="第５条", deficiency="operation"
    )
    page = admin_client.get(finding.get_absolute_url()).content.decode()
    for text in ("2016-", "入退室記録の不備", "入退室管理規程", "第５条", "運用状況"):
        assert text in page
    assert "水平展開" not in page


def test_elements_are_data_of_the_export(admin_client):
    FindingFactory(
        title="入退室記録の不備",
        cause="様式に\n承認欄がない",
        response="agreed",
        answer="改めます",
        answered_on=date(2017, 3, 1),
    )
    answer = admin_client.get("/findings/?_export=csv&_shape=machine")
    text = answer.getvalue().decode("utf-8-sig")
    head, row = text.splitlines()[:2]
    for label in (
        "参照番号",
        "件名",
        "監査基準",
        "原因",
        "影響",
        "改善提案",
        "整備・運用の別",
        "責任者",
    ):
        assert label in head
    for value in ("入退室記録の不備", "様式に 承認欄がない", "同意"):
        assert value in row


def test_search_of_the_office_finds_a_reference(admin_client):
    FindingFactory(reference="2016-内-07")
    FindingFactory()
    page = admin_client.get("/admin/audits/finding/", {"q": "2016-内-07"}).content.decode()
    assert page.count("field-reference") == 1
