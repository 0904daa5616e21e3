"""An approved annual plan stays as it was approved."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from audits.models import AuditPlan
from audits.models.plan import FrozenPlanError
from records import journal
from records.base import Visibility
from records.journal.models import JournalEntry
from tests.factories import AuditFactory, AuditPlanFactory, DrillFactory

pytestmark = pytest.mark.django_db


def test_plan_and_its_rows_are_journalled_as_one():
    plan = AuditPlanFactory(rows=[AuditFactory(), DrillFactory()])
    entry = JournalEntry.objects.last()
    assert (entry.record_type, entry.record_id) == ("audits.AuditPlan", plan.pk)
    assert (len(entry.form()["audits"]), len(entry.form()["drills"])) == (1, 1)


def test_approved_plan_is_never_changed_even_by_a_stale_copy():
    plan = AuditPlanFactory(rows=[AuditFactory()])
    assert plan.version == 0  # this object does not know yet that it was journalled
    plan.title = "別の計画"
    with pytest.raises(FrozenPlanError), journal.change(actor="test"):
        plan.save()
    row = AuditPlan.objects.get().audits.get()
    row.schedule_text = "平成29年３月"
    with pytest.raises(FrozenPlanError), journal.change(actor="test"):
        row.save()


def test_approved_plan_gets_and_loses_no_row():
    plan = AuditPlanFactory(rows=[AuditFactory()])
    row = plan.audits.get()
    with pytest.raises(FrozenPlanError), journal.change(actor="test"):
        row.delete()
    row.pk, row.audit = None, AuditFactory()
    with pytest.raises(FrozenPlanError), journal.change(actor="test"):
        row.save()
    with pytest.raises(FrozenPlanError), journal.change(actor="test"):
        plan.delete()
    assert plan.audits.count() == 1


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("decision_number", {"decision_number": ""}),
        ("reason", {"revision": 1}),
        ("visibility", {"visibility": Visibility.PUBLIC}),
    ],
)
def test_plan_needs_its_decision_its_reason_and_stays_internal(field, values):
    given = {"fiscal_year": 2016, "title": "監査計画", "approver": "理事長", "life": "registered"}
    given |= {"approved_on": date(2016, 3, 24), "decision_number": "決第３号"} | values
    with pytest.raises(ValidationError) as refused:
        AuditPlan(**given).full_clean()
    assert list(refused.value.message_dict) == [field]


def test_revision_is_approved_once():
    AuditPlanFactory()
    with pytest.raises(ValidationError):
        AuditPlanFactory()


def test_plan_never_waits_to_be_published():
    AuditPlanFactory()
    assert not AuditPlan.objects.awaiting_publication().exists()
