"""Old records stay open to corrections once a department of theirs has ended."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from records import journal
from records.base import validate_with_parts
from tests.admin_forms import address_of, assert_accepted, complaints, submit
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    DepartmentFactory,
    DrillDepartmentFactory,
    DrillFactory,
)

pytestmark = pytest.mark.django_db
WHY = {"change_reason": "誤記の訂正"}


def end(department, on=date(2016, 6, 30)):
    with journal.change(actor="test"):
        department.valid_until = on
        department.save()


@pytest.fixture
def old_audit():
    """An audit of November 2016 whose department, as became known later, had ended by then."""
    audit = AuditFactory(schedule_text="平成28年11月８日", status="held")
    AuditClassificationFactory(audit=audit)
    target = AuditTargetFactory(audit=audit, department=DepartmentFactory(name="旧情報部"))
    end(target.department)
    return audit


def test_another_field_of_an_audit_is_changed_though_its_department_is_gone(
    admin_client, old_audit
):
    typed = {"subject": "訂正した対象業務"} | WHY
    assert_accepted(submit(admin_client, address_of(old_audit), typed))
    old_audit.refresh_from_db()
    assert old_audit.subject == "訂正した対象業務"
    assert [str(target) for target in old_audit.targets.all()] == ["旧情報部"]


def test_other_days_on_which_the_department_is_gone_are_refused(admin_client, old_audit):
    typed = {"schedule_text": "平成28年12月８日"} | WHY
    said = complaints(submit(admin_client, address_of(old_audit), typed))
    assert "旧情報部は監査の実施時期に存在していません（存続期間：～2016-06-30）。" in said


def test_days_on_which_the_department_was_there_are_taken(admin_client, old_audit):
    typed = {"schedule_text": "平成28年６月８日"} | WHY
    assert_accepted(submit(admin_client, address_of(old_audit), typed))


def test_department_that_is_gone_is_not_chosen_anew(old_audit):
    other = DepartmentFactory(valid_until=date(2016, 6, 30))
    target = old_audit.targets.get()
    target.department = other
    with pytest.raises(ValidationError, match="存在していません"):
        target.full_clean()
    with pytest.raises(ValidationError, match="存在していません"):
        AuditTargetFactory(audit=old_audit, department=other)


def test_steps_of_a_record_whose_department_is_gone_stay_possible(old_audit):
    validate_with_parts(old_audit)


def test_drill_whose_department_is_gone_is_corrected(admin_client):
    drill = DrillFactory(schedule_text="平成28年11月８日")
    row = DrillDepartmentFactory(drill=drill)
    end(row.department)
    typed = {"scenario": "訂正した想定"} | WHY
    assert_accepted(submit(admin_client, address_of(drill), typed))
    drill.refresh_from_db()
    assert drill.scenario == "訂正した想定"
