"""The newest changes: one for each request, and the step that all of it took."""

import pytest
from django.contrib.auth.models import Permission

from audits.models import Drill
from records import history, journal
from records.history import Step, publication, recent
from records.journal.models import JournalPayload
from tests.factories import AuditFactory, DrillFactory, MeetingFactory, UserFactory
from tests.journal import unlocked

pytestmark = pytest.mark.django_db


def newest(user) -> tuple[int, str, list[str]]:
    change = history.recent_changes(user, 1)[0]
    return change.count, change.kind, [str(one) for one in change.done]


def stepped(step: Step, *records) -> None:
    with journal.change(actor="監査室", reason="理由", request=f"to-{step}"):
        for record in records:
            if step == Step.APPROVE:
                publication.approve(record=record, decision_number="第１号")
            else:
                getattr(publication, step.value)(record=record)


@pytest.mark.parametrize(
    ("traits", "step"),
    [
        ({"draft": True}, Step.APPROVE),
        ({"internal": True}, Step.PUBLISH),
        ({}, Step.UNPUBLISH),
        ({}, Step.WITHDRAW),
        ({"draft": True}, Step.WITHDRAW),
    ],
)
def test_step_of_all_is_told_as_such(admin_user, traits, step):
    drills = [DrillFactory(**traits) for _number in range(2)]
    stepped(step, *drills)
    assert newest(admin_user) == (2, "audits.Drill", [str(step.label)])
    if step == Step.WITHDRAW:
        stepped(Step.REINSTATE, *drills)
        assert newest(admin_user)[2] == [str(Step.REINSTATE.label)]


def test_step_that_not_all_took_is_a_change(admin_user):
    drills = [DrillFactory(internal=True) for _number in range(2)]
    with journal.change(actor="監査室", reason="理由", request="a-request"):
        publication.publish(record=drills[0])
        publication.withdraw(record=drills[1])
    assert newest(admin_user) == (2, "audits.Drill", ["変更"])


def test_more_than_can_be_read_is_a_change(admin_user, monkeypatch):
    monkeypatch.setattr(recent, "MOST_READ", 1)
    stepped(Step.PUBLISH, *[DrillFactory(internal=True) for _number in range(2)])
    assert newest(admin_user) == (2, "audits.Drill", ["変更"])


def test_step_whose_forms_are_gone_is_a_change(admin_user):
    drill = DrillFactory(internal=True)
    stepped(Step.PUBLISH, drill)
    with unlocked():
        JournalPayload.objects.order_by("pk").first().delete()
    assert newest(admin_user) == (1, "audits.Drill", ["変更"])


def test_request_of_several_kinds_and_actions_names_no_kind(admin_user):
    drill = DrillFactory()
    with journal.change(actor="監査室", reason="理由"):
        MeetingFactory()
        drill = Drill.objects.get()
        drill.name = "改称"
        drill.save()
    assert newest(admin_user) == (2, "", ["作成", "変更"])


def test_changes_of_one_moment_and_different_requests_stay_apart(admin_user):
    for _number in range(3):
        DrillFactory()
    assert [one.count for one in history.recent_changes(admin_user, 8)] == [1, 1, 1]
    assert len(history.recent_changes(admin_user, 2)) == 2


def test_only_what_one_may_read_is_counted():
    clerk = UserFactory(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="change_drill"))
    with journal.change(actor="監査室", reason="理由"):
        DrillFactory()
        AuditFactory()
    found = history.recent_changes(clerk, 8)
    assert [(one.count, one.kind) for one in found] == [(1, "audits.Drill")]


def test_empty_journal_has_no_changes(admin_user):
    with unlocked():
        JournalPayload.objects.all().delete()
        journal.JournalEntry.objects.all().delete()
    assert history.recent_changes(admin_user, 8) == []
