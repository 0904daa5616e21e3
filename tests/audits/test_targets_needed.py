"""An audit of the departments listed that lists none is not approved, and loses none after."""

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from audits.models import Audit, AuditPlan, AuditType
from audits.plans import approve_plan
from records import journal
from records.history import publication
from tests.admin_forms import (
    address_of,
    assert_accepted,
    complaints,
    filled,
    rows,
    submit,
    take_step,
)
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    DepartmentFactory,
)

pytestmark = pytest.mark.django_db


def audit(draft=True, **values) -> Audit:
    made = AuditFactory(**{"subject": "実地", "draft": draft, "internal": True} | values)
    kind = AuditType.objects.first() or AuditTypeFactory(name="棚卸し")
    return AuditClassificationFactory(audit=made, type=kind).audit


def approve(record: Audit) -> None:
    with journal.change(actor="clerk"):
        publication.approve(record=record, decision_number="決第１号")


def test_step_refuses_an_audit_without_a_target_and_says_which(admin_client):
    draft = audit()
    said = complaints(take_step(admin_client, draft, "approve", decision_number="決第１号"))
    assert "「棚卸し（実地）（平成28年11月８日）」に対象部門がありません" in said
    assert Audit.objects.get().life == "draft"
    AuditTargetFactory(audit=draft)
    assert take_step(admin_client, draft, "approve", decision_number="決第１号").status_code == 302
    assert Audit.objects.get().life == "registered"


@pytest.mark.parametrize("scope", ["all_others", "all_but", "agency"])
def test_audit_of_another_scope_needs_none(scope):
    approve(audit(scope=scope))
    assert Audit.objects.get().life == "registered"


def test_departments_that_are_excluded_are_no_target():
    draft = audit()
    target = AuditTargetFactory(audit=draft, role="excluded")
    with pytest.raises(ValidationError):
        approve(draft)
    with journal.change(actor="clerk"):
        target.role = "included"
        target.save()
    approve(draft)


def test_plan_names_every_draft_without_a_target_and_approves_nothing():
    first, second = audit(), audit(schedule_text="平成28年12月")
    AuditTargetFactory(audit=audit(schedule_text="平成29年１月"))
    given = {"approver": "理事長", "approved_on": date(2016, 3, 24), "decision_number": "決第３号"}
    with pytest.raises(ValidationError) as refusal, journal.change(actor="clerk"):
        approve_plan(fiscal_year=2016, **given)
    assert ["平成28年11月８日" in refusal.value.messages[0], len(refusal.value.messages)] == [
        True,
        2,
    ]
    assert not AuditPlan.objects.exists()
    for one in (first, second):
        AuditTargetFactory(audit=one)
    with journal.change(actor="clerk"):
        approve_plan(fiscal_year=2016, **given)
    assert {one.life for one in Audit.objects.all()} == {"registered"}


@pytest.fixture
def approved():
    kept = audit(draft=False)
    AuditTargetFactory(audit=kept)
    return kept


@pytest.mark.parametrize(
    "typed",
    [{"targets-0-DELETE": "on"}, {"targets-0-role": "excluded"}],
    ids=str,
)
def test_approved_audit_loses_its_last_target_for_a_reason_only(admin_client, approved, typed):
    assert "対象部門がなくなります" in complaints(submit(admin_client, address_of(approved), typed))
    assert approved.targets.get().role == "target"
    address = address_of(approved)
    given = filled(admin_client, address, typed | {"change_reason": "部門の廃止"})
    page = admin_client.post(address, given, follow=True).content.decode()
    assert "対象部門がありません" in page
    assert not approved.targets.filter(role="target").exists()


def test_approved_audit_may_change_its_last_target_or_its_scope(admin_client, approved):
    other = DepartmentFactory()
    typed = {"targets-0-DELETE": "on", "change_reason": "整理"}
    typed |= rows("targets", {"department": other.pk}, before=1)
    assert_accepted(submit(admin_client, address_of(approved), typed))
    assert approved.targets.get().department == other
    typed = {"targets-0-DELETE": "on", "change_reason": "整理", "scope": "agency"}
    assert_accepted(submit(admin_client, address_of(approved), typed))
    assert not approved.targets.exists()


def test_approved_audit_of_all_does_not_become_one_of_none(admin_client):
    kept = audit(draft=False, scope="agency")
    typed = {"scope": "listed"}
    assert "対象部門がなくなります" in complaints(submit(admin_client, address_of(kept), typed))


def test_draft_may_be_kept_without_a_target(admin_client):
    draft = audit()
    AuditTargetFactory(audit=draft)
    typed = {"targets-0-DELETE": "on", "change_reason": "整理"}
    assert_accepted(submit(admin_client, address_of(draft), typed))


def test_record_typed_by_hand_names_its_audit_without_a_target(tmp_path):
    (tmp_path / "audits.toml").write_text(
        '[defaults]\nlife = "registered"\nfiscal_year = 2016\n'
        '[[audit]]\nkey = "one"\nregime = "internal"\nsubject = "実地"\n'
        'schedule_text = "平成28年11月８日"\nstatus = "held"\n',
        "utf-8",
    )
    with pytest.raises(CommandError, match="実地"):
        call_command("load_record", tmp_path, stdout=StringIO())
    assert not Audit.objects.exists()
