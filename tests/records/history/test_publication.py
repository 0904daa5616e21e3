"""A record's steps: which are possible, what each demands, and what may be deleted."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import ValidationError

from audits.models import Audit, Finding
from meetings.models import Meeting
from records import change, journal
from records.base import Life, Visibility
from records.history import publication
from records.history.publication import Step
from records.journal.models import JournalEntry, JournalPayload
from tests.factories import (
    AuditFactory,
    AuditPlanFactory,
    AuditTargetFactory,
    BodyFactory,
    DepartmentFactory,
    DrillFactory,
    FindingFactory,
    HandoutFactory,
    SessionFactory,
    UserFactory,
)
from tests.journal import unlocked

pytestmark = pytest.mark.django_db

DRAFT = (Life.DRAFT, Visibility.INTERNAL)
APPROVED = (Life.REGISTERED, Visibility.INTERNAL)
PUBLISHED = (Life.REGISTERED, Visibility.PUBLIC)
WITHDRAWN_INTERNAL = (Life.WITHDRAWN, Visibility.INTERNAL)
WITHDRAWN_PUBLIC = (Life.WITHDRAWN, Visibility.PUBLIC)
# From which state each step leads where. A record made withdrawn by the factory was public before
# or is a draft as far as its journal tells.
LEGAL = {
    (DRAFT, Step.APPROVE): APPROVED,
    (DRAFT, Step.WITHDRAW): WITHDRAWN_INTERNAL,
    (APPROVED, Step.PUBLISH): PUBLISHED,
    (APPROVED, Step.WITHDRAW): WITHDRAWN_INTERNAL,
    (PUBLISHED, Step.UNPUBLISH): APPROVED,
    (PUBLISHED, Step.WITHDRAW): WITHDRAWN_PUBLIC,
    (WITHDRAWN_INTERNAL, Step.REINSTATE): DRAFT,
    (WITHDRAWN_PUBLIC, Step.REINSTATE): PUBLISHED,
    (WITHDRAWN_PUBLIC, Step.UNPUBLISH): WITHDRAWN_INTERNAL,
}
STATES = [DRAFT, APPROVED, PUBLISHED, WITHDRAWN_INTERNAL, WITHDRAWN_PUBLIC]
ILLEGAL = [pair for pair in product(STATES, Step) if pair not in LEGAL]


def made(state, factory=DrillFactory, **values):
    return factory(life=state[0], visibility=state[1], **values)


def take(step, record, reason="理由", **values):
    """Take the step as a caller would, in a change of its own."""
    if step == Step.APPROVE:
        values = {"decision_number": "決裁第12号"} | values
    with journal.change(actor="承認者", reason=reason):
        return getattr(publication, step)(record=record, **values)


def state_of(record):
    kept = type(record).objects.get(pk=record.pk)
    return kept.life, kept.visibility


@pytest.mark.parametrize(("before", "step"), LEGAL)
def test_step_leads_to_its_state_and_is_journalled(before, step):
    record = made(before)
    returned = take(step, record)
    assert state_of(record) == (returned.life, returned.visibility) == LEGAL[before, step]
    entry = JournalEntry.objects.last()
    assert (entry.actor, entry.reason, entry.action) == ("承認者", "理由", "change")
    assert entry.says(type(record).objects.get(pk=record.pk).canonical())


@pytest.mark.parametrize(("before", "step"), ILLEGAL)
def test_step_that_the_state_does_not_allow_is_refused(before, step):
    record = made(before)
    entries = JournalEntry.objects.count()
    with pytest.raises(ValidationError) as refusal:
        take(step, record)
    assert refusal.value.code == "not_possible"
    assert state_of(record) == before
    assert JournalEntry.objects.count() == entries


@pytest.mark.parametrize("state", STATES)
def test_steps_from_a_state_are_those_that_can_be_taken(state):
    steps = {step for before, step in LEGAL if before == state}
    assert set(publication.steps_from(made(state))) == steps


def test_record_is_judged_as_it_is_kept_not_as_it_was_read():
    early = made(DRAFT)
    late = type(early).objects.get(pk=early.pk)
    take(Step.APPROVE, early)
    with pytest.raises(ValidationError):
        take(Step.APPROVE, late, decision_number="別の決裁")
    assert type(early).objects.get(pk=early.pk).decision_number == "決裁第12号"


def test_record_that_is_gone_is_said_to_be_gone():
    record = made(DRAFT)
    with journal.change(actor="test"):
        publication.delete_draft(record=type(record).objects.get(pk=record.pk))
    with pytest.raises(ValidationError) as refusal:
        take(Step.APPROVE, record)
    assert refusal.value.code == "gone"


@pytest.mark.parametrize("step", [Step.APPROVE, Step.PUBLISH])
def test_step_outside_a_change_is_a_mistake_in_the_program(step):
    with pytest.raises(change.OutsideChangeError):
        publication._begin(step, made(DRAFT))


@pytest.mark.parametrize("number", ["", "  ", "　"])
def test_approval_needs_the_number_of_the_decision(number):
    record = made(DRAFT)
    with pytest.raises(ValidationError) as refusal:
        take(Step.APPROVE, record, decision_number=number)
    assert refusal.value.code == "decision"
    assert state_of(record) == DRAFT


@pytest.mark.parametrize("number", ["決" * 51, "第1\x00号"])
def test_number_that_cannot_be_kept_is_refused(number):
    record = made(DRAFT)
    with pytest.raises(ValidationError):
        take(Step.APPROVE, record, decision_number=number)
    assert state_of(record) == DRAFT


@pytest.mark.parametrize(
    ("before", "step"), [pair for pair in LEGAL if pair[1] not in (Step.APPROVE, Step.PUBLISH)]
)
@pytest.mark.parametrize("reason", ["", " \n"])
def test_step_off_the_usual_way_needs_a_reason(before, step, reason):
    record = made(before)
    with pytest.raises(ValidationError) as refusal:
        take(step, record, reason=reason)
    assert refusal.value.code == "reason"
    assert state_of(record) == before


def test_reason_with_control_characters_is_refused():
    record = made(PUBLISHED)
    with pytest.raises(ValidationError) as refusal:
        take(Step.WITHDRAW, record, reason="a\x1bb")
    assert refusal.value.code == "control_characters"
    assert state_of(record) == PUBLISHED


def test_part_that_names_something_internal_keeps_the_record_internal():
    audit = made(APPROVED, AuditFactory)
    AuditTargetFactory(audit=audit, department=DepartmentFactory(name="未公表部", internal=True))
    with pytest.raises(ValidationError) as refusal:
        take(Step.PUBLISH, audit)
    assert "未公表部" in " ".join(refusal.value.messages)
    assert state_of(audit) == APPROVED


def test_child_is_not_published_before_its_parent():
    finding = made(APPROVED, FindingFactory, audit=made(APPROVED, AuditFactory))
    with pytest.raises(ValidationError):
        take(Step.PUBLISH, finding)
    assert state_of(finding) == APPROVED


def test_parent_is_not_hidden_before_its_child():
    finding = made(PUBLISHED, FindingFactory)
    with pytest.raises(ValidationError):
        take(Step.UNPUBLISH, finding.audit)
    assert state_of(finding.audit) == PUBLISHED


def test_what_is_named_in_public_is_not_hidden():
    session = SessionFactory()
    with pytest.raises(ValidationError):
        take(Step.UNPUBLISH, session.body)
    assert state_of(session.body) == PUBLISHED


def test_documents_are_hidden_with_what_they_belong_to():
    handout = HandoutFactory()
    SessionFactory(meeting=handout.meeting)
    take(Step.UNPUBLISH, handout.meeting)
    handout.refresh_from_db()
    assert handout.visibility == Visibility.INTERNAL
    assert JournalEntry.objects.last().says(Meeting.objects.get().canonical())
    take(Step.PUBLISH, handout.meeting)
    handout.refresh_from_db()
    assert handout.visibility == Visibility.INTERNAL


def test_withdrawn_record_becomes_again_what_it_was():
    approved = made(DRAFT)
    take(Step.APPROVE, approved)
    take(Step.WITHDRAW, approved)
    with journal.change(actor="test"):  # corrected while withdrawn
        current = publication.locked(approved)
        current.name = "訂正後"
        current.save()
    take(Step.REINSTATE, approved)
    assert state_of(approved) == APPROVED


def test_withdrawn_copy_stays_withdrawn_where_another_was_made_since():
    source = made(APPROVED, fiscal_year=2015, schedule_text="平成27年11月８日")
    first = made(DRAFT, copied_from=source)
    take(Step.WITHDRAW, first)
    made(DRAFT, copied_from=source)
    with pytest.raises(ValidationError) as refusal:
        take(Step.REINSTATE, first)
    assert refusal.value.messages == ["この年度には既に複写されています。"]
    assert state_of(first) == WITHDRAWN_INTERNAL


RIGHTS = {
    (DRAFT, Step.APPROVE): "approve",
    (DRAFT, Step.WITHDRAW): "approve",
    (APPROVED, Step.PUBLISH): "publish",
    (APPROVED, Step.WITHDRAW): "approve",
    (PUBLISHED, Step.UNPUBLISH): "publish",
    (PUBLISHED, Step.WITHDRAW): "publish",
    (WITHDRAWN_INTERNAL, Step.REINSTATE): "approve",
    (WITHDRAWN_PUBLIC, Step.REINSTATE): "publish",
    (WITHDRAWN_PUBLIC, Step.UNPUBLISH): "publish",
}


@pytest.mark.parametrize("right", ["approve", "publish"])
@pytest.mark.parametrize("state", STATES)
def test_each_right_opens_its_own_steps(state, right):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename=f"{right}_drill"))
    steps = {
        step for (before, step), needed in RIGHTS.items() if (before, needed) == (state, right)
    }
    assert set(publication.steps_open_to(user, made(state))) == steps


@pytest.mark.parametrize("state", STATES)
def test_right_for_one_kind_opens_nothing_of_another(state):
    user = UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_audit"))
    assert publication.steps_open_to(user, made(state)) == []
    assert publication.steps_open_to(AnonymousUser(), made(state)) == []


def test_draft_that_was_never_public_is_deleted_with_its_parts():
    audit = made(DRAFT, AuditFactory)
    AuditTargetFactory(audit=audit)
    with journal.change(actor="test", reason="二重の起案"):
        publication.delete_draft(record=audit)
    assert not Audit.objects.exists()
    entry = JournalEntry.objects.last()
    assert (entry.action, entry.record_uid, entry.reason) == ("delete", audit.uid, "二重の起案")


def refuse_to_delete(record):
    """What is said; the record is still there."""
    with pytest.raises(ValidationError) as refusal, journal.change(actor="test"):
        publication.delete_draft(record=record)
    assert type(record).objects.filter(pk=record.pk).exists()
    return refusal.value.code


@pytest.mark.parametrize("state", [state for state in STATES if state != DRAFT])
def test_what_is_no_draft_is_never_deleted(state):
    assert refuse_to_delete(made(state)) == "not_deletable"


def test_draft_that_once_was_public_is_not_deleted():
    record = made(PUBLISHED)
    with journal.change(actor="test"):
        record.life, record.visibility = DRAFT
        record.save()
    assert refuse_to_delete(record) == "not_deletable"


def test_draft_of_which_the_journal_no_longer_tells_is_not_deleted():
    record = made(DRAFT)
    with journal.change(actor="test"):
        record.name = "改めた名"
        record.save()
    with unlocked():
        JournalPayload.objects.order_by("pk").first().delete()
    assert refuse_to_delete(record) == "not_deletable"


def test_draft_without_a_journal_is_not_deleted():
    record = made(DRAFT)
    with unlocked():
        JournalPayload.objects.all().delete()
        JournalEntry.objects.all().delete()
    assert refuse_to_delete(record) == "not_deletable"


def test_draft_that_others_name_is_not_deleted():
    department = made(DRAFT, DepartmentFactory)
    target = AuditTargetFactory(department=department, audit=made(DRAFT, AuditFactory))
    section = made(DRAFT, DepartmentFactory, parent_department=department)
    assert refuse_to_delete(department) == "referred_to"
    assert set(publication.referring(department)) == {section, target.audit}


def test_draft_audit_with_findings_is_not_deleted():
    finding = made(DRAFT, FindingFactory, audit=made(DRAFT, AuditFactory))
    assert refuse_to_delete(finding.audit) == "referred_to"


@pytest.mark.parametrize("state", STATES)
def test_each_queue_holds_what_waits_in_it(state):
    record = made(state)
    assert list(type(record).objects.awaiting_approval()) == [record] * (state == DRAFT)
    assert list(type(record).objects.awaiting_publication()) == [record] * (state == APPROVED)


def test_finding_awaits_approval_and_never_publication():
    audit = made(APPROVED, AuditFactory)
    draft = made(DRAFT, FindingFactory, audit=audit)
    made(APPROVED, FindingFactory, audit=audit)
    assert list(Finding.objects.awaiting_approval()) == [draft]
    assert not Finding.objects.awaiting_publication().exists()


def test_annual_plan_is_approved_and_awaits_nothing():
    plan = AuditPlanFactory()
    assert (plan.life, plan.visibility) == APPROVED
    assert not type(plan).objects.awaiting_publication().exists()


@pytest.mark.parametrize(
    ("factory", "values"),
    [(BodyFactory, {}), (DepartmentFactory, {}), (AuditFactory, {"scope": "agency"})],
)
def test_whole_way_of_a_record(factory, values):
    record = made(DRAFT, factory, **values)
    for step in (Step.APPROVE, Step.PUBLISH, Step.WITHDRAW, Step.REINSTATE, Step.UNPUBLISH):
        take(step, record)
    assert state_of(record) == APPROVED
    lives = [entry.form()["life"] for entry in JournalEntry.objects.filter(record_id=record.pk)]
    assert lives == ["draft", *["registered"] * 2, "withdrawn", *["registered"] * 2]
