"""The annual plan approved as a whole, revised, and its versions compared."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.forms import PlanForm
from audits.models import Audit, AuditPlan, PlanOmission
from audits.models.plan import FrozenPlanError
from audits.plans import approve_plan, compare, next_rows, next_version, rows_of
from records import journal
from records.base import Life, Visibility
from records.journal.models import JournalEntry
from tests.factories import (
    AuditClassificationFactory,
    AuditFactory,
    AuditTargetFactory,
    AuditTypeFactory,
    DrillDepartmentFactory,
    DrillFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/admin/audits/auditplan/approve/2016/"
DECISION = {
    "approver": "理事長",
    "approved_on": "平成28年３月24日",
    "decision_number": "決第３号",
}


def draft(text="平成28年９月", **fields) -> Audit:
    hidden = {"visibility": Visibility.INTERNAL, "life": Life.DRAFT, "status": "planned"}
    audit = AuditFactory(schedule_text=text, **hidden | {"scope": "agency"} | fields)
    AuditClassificationFactory(audit=audit)
    return audit


def approve(**more) -> AuditPlan:
    given = {"approver": "理事長", "approved_on": date(2016, 3, 24), "decision_number": "決第３号"}
    with journal.change(actor="clerk", reason="承認"):
        return approve_plan(fiscal_year=2016, **given | more)


def save(record, **values) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    with journal.change(actor="clerk"):
        record.full_clean()
        record.save()


def test_approved_plan_lists_what_was_planned_in_the_words_of_the_day():
    audit = draft(scope="listed")
    AuditTargetFactory(audit=audit, department__name="情報処理部")
    drill = DrillDepartmentFactory(drill__name="初動訓練", department__name="管理部").drill
    draft(status="cancelled")
    draft(life=Life.WITHDRAWN)
    draft(fiscal_year=2017, text="平成29年９月")
    plan = approve()
    (row,) = plan.audits.all()
    assert (row.audit, row.title, row.targets) == (audit, audit.title, "情報処理部")
    assert row.schedule_text == "平成28年９月"
    assert [(row.drill, row.title, row.targets) for row in plan.drills.all()] == [
        (drill, "初動訓練", "管理部")
    ]
    assert (plan.title, plan.revision, plan.life) == ("平成28年度監査計画", 0, Life.REGISTERED)


def test_drafts_become_registered_by_the_same_decision_in_the_same_change():
    audit, registered = draft(), draft(life=Life.REGISTERED)
    approve()
    audit.refresh_from_db()
    registered.refresh_from_db()
    assert (audit.life, audit.decision_number) == (Life.REGISTERED, "決第３号")
    assert registered.decision_number == ""
    entries = JournalEntry.objects.filter(reason="承認")
    assert [entry.record_type for entry in entries] == ["audits.AuditPlan", "audits.Audit"]


def test_later_change_of_an_audit_does_not_reach_the_approved_version():
    audit = draft()
    plan = approve()
    save(Audit.objects.get(), schedule_text="平成28年12月", subject="別の対象")
    (row,) = AuditPlan.objects.get().audits.all()
    assert (row.schedule_text, row.title) == ("平成28年９月", audit.title)
    assert plan.audits.get().schedule.starts_on == date(2016, 9, 1)


def test_versions_differ_by_what_was_added_dropped_moved_and_reworded():
    same, moved, reworded, dropped = (draft(subject=name) for name in "同移語消")
    approve()
    save(Audit.objects.get(pk=moved.pk), schedule_text="平成28年12月")
    save(Audit.objects.get(pk=reworded.pk), targets_override="全部門")
    save(Audit.objects.get(pk=dropped.pk), status="cancelled")
    draft(subject="加")
    found = {
        change.row.record.subject: change.difference
        for change in compare(rows_of(AuditPlan.objects.get()), next_rows(2016))
    }
    assert found == {
        same.subject: "same",
        moved.subject: "moved",
        reworded.subject: "reworded",
        dropped.subject: "dropped",
        "加": "added",
    }


def test_revision_counts_on_and_needs_its_reason():
    audit = draft()
    approve()
    save(Audit.objects.get(pk=audit.pk), schedule_text="平成28年12月")
    with pytest.raises(ValidationError):
        approve()
    revision = approve(reason="対象部門の都合")
    assert (revision.revision, revision.title) == (1, "平成28年度監査計画（第１次改定）")
    assert revision.reason == "対象部門の都合"


def test_plan_that_is_as_it_was_is_not_approved_again():
    draft()
    approve()
    with pytest.raises(ValidationError):
        approve(reason="念のため")
    assert AuditPlan.objects.count() == 1


def test_year_without_anything_planned_has_no_plan():
    with pytest.raises(ValidationError):
        approve()


def test_draft_that_cannot_be_approved_keeps_the_whole_plan_back():
    audit = draft()
    good = draft()
    with connection.cursor() as cursor:  # as an older program might have left it
        cursor.execute("UPDATE audits_audit SET regime = 'x' WHERE id = %s", [audit.pk])
    with pytest.raises(ValidationError):
        approve()
    good.refresh_from_db()
    assert (AuditPlan.objects.count(), good.life) == (0, Life.DRAFT)


def test_title_names_the_revision_as_officials_do():
    assert next_version(2019, None).title == "令和元年度監査計画"
    last = AuditPlan(fiscal_year=2017, revision=11)
    assert next_version(2017, last).title == "平成29年度監査計画（第12次改定）"


def test_clerk_approves_and_revises_on_one_page(admin_client):
    audit = draft()
    assert audit.title in admin_client.get(PAGE).content.decode()
    assert not AuditPlan.objects.exists()
    assert admin_client.post(PAGE, DECISION).status_code == 302
    save(Audit.objects.get(pk=audit.pk), schedule_text="平成28年12月")
    refused = admin_client.post(PAGE, DECISION)
    assert "change_reason" in refused.context["form"].errors
    assert "決第３号" in refused.content.decode()  # nothing typed is lost
    assert admin_client.post(PAGE, DECISION | {"change_reason": "都合"}).status_code == 302
    first, second = AuditPlan.objects.of_year(2016)
    page = admin_client.get(f"/admin/audits/auditplan/{second.pk}/change/")
    assert [change.difference for change in page.context["changes"]] == ["moved"]
    assert str(first) in page.content.decode()
    assert JournalEntry.objects.last().reason == "都合"


def test_approval_of_tomorrow_is_refused(admin_client):
    draft()
    response = admin_client.post(PAGE, DECISION | {"approved_on": "2090-01-01"})
    assert list(response.context["form"].errors) == ["approved_on"]


@pytest.mark.parametrize("year", [1900, 2013, 2101, 99999])
def test_year_that_has_no_plan_is_not_found(admin_client, year):
    assert admin_client.get(f"/admin/audits/auditplan/approve/{year}/").status_code == 404


def test_who_may_not_approve_reads_and_no_more(client):
    draft(life=Life.REGISTERED)
    plan = approve()
    client.force_login(UserFactory(staff=True))
    assert client.get("/admin/audits/auditplan/").status_code == 200
    assert client.get(f"/admin/audits/auditplan/{plan.pk}/change/").status_code == 200
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, DECISION).status_code == 403
    assert client.get("/admin/audits/auditplan/add/").status_code == 403


def test_who_may_not_read_plans_meets_none(client):
    draft(life=Life.REGISTERED)
    plan = approve()
    user = UserFactory(is_staff=True)
    client.force_login(user)
    assert client.get(f"/admin/audits/auditplan/{plan.pk}/change/").status_code == 403
    assert client.get("/admin/audits/auditplan/").status_code == 403


def test_pages_ask_as_often_for_three_rows_as_for_one(admin_client):
    admin_client.get(PAGE)  # Django asks SQLite once whether it knows JSON
    asked = []
    for more in (1, 2):
        for _row in range(more):
            AuditTargetFactory(audit=draft())
            DrillDepartmentFactory(drill=DrillFactory())
        plan = approve(reason="追加")
        for address in (PAGE, f"/admin/audits/auditplan/{plan.pk}/change/"):
            with CaptureQueriesContext(connection) as queries:
                assert admin_client.get(address).status_code == 200
            asked.append(len(queries))
    assert asked[:2] == asked[2:]


def omission(**values) -> PlanOmission:
    kind = AuditTypeFactory(name="PMS内部監査")
    words = {"title": "PMS内部監査", "targets": "全部門", "ground": "毎年度、全部門に行う監査"}
    return PlanOmission(type=kind, **words | values)


def test_what_a_version_leaves_out_is_kept_with_its_reason_and_frozen():
    draft()
    plan = approve(omissions=[omission(reason="組織改編のため")])
    (kept,) = plan.omissions.all()
    assert (kept.title, kept.targets, kept.reason) == ("PMS内部監査", "全部門", "組織改編のため")
    entry = JournalEntry.objects.get(record_type="audits.AuditPlan")
    assert "組織改編のため" in entry.payload
    kept.reason = "別の理由"
    with pytest.raises(FrozenPlanError):
        save(kept)


def test_omission_without_a_reason_is_refused():
    draft()
    with pytest.raises(ValidationError, match="reason"):
        approve(omissions=[omission()])
    assert not AuditPlan.objects.exists()


def test_form_asks_for_the_reason_of_each_omission_and_brings_that_of_the_last_version():
    audit, left_out = draft(), omission(reason="組織改編のため")
    form = PlanForm(DECISION, last=None, omissions=[left_out])
    assert list(form.errors) == [f"omission-{left_out.key}"]
    last = approve(omissions=[left_out])
    save(Audit.objects.get(pk=audit.pk), schedule_text="平成28年12月")
    form = PlanForm(last=last, omissions=[PlanOmission(type=left_out.type, title="", targets="")])
    assert form[f"omission-{left_out.key}"].initial == "組織改編のため"
