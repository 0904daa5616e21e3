"""Where a finding stands on a day: the pure rules, and the queries that must say the same."""

from datetime import date, timedelta
from itertools import product

import pytest

from audits.finding_states import State, awaits_review, due_at, is_overdue, state_at
from audits.models import Finding
from records import journal
from tests.factories import (
    AuditFactory,
    CorrectiveActionFactory,
    DueDateExtensionFactory,
    FindingFactory,
    RiskAcceptanceFactory,
)

FOUND = date(2017, 2, 8)
ANSWERED = date(2017, 2, 20)
COMPLETED = date(2017, 3, 10)
CHECKED = date(2017, 5, 8)
CLOSED = date(2017, 5, 31)
ACCEPTED, UNTIL, REVIEWED = date(2017, 3, 5), date(2017, 4, 14), date(2017, 4, 20)
DUE = date(2017, 3, 31)
DAY = timedelta(days=1)


def action(completed_on=None, checked_on=None, was_effective=None):
    """Something that has the dates of a corrective action."""

    class Action:
        pass

    found = Action()
    found.completed_on = completed_on
    found.effectiveness_checked_on = checked_on
    found.was_effective = was_effective
    return found


def state(at, actions=(), answered_on=None, closed_on=None, acceptances=()):
    return state_at(
        at,
        closed_on=closed_on,
        answered_on=answered_on,
        actions=actions,
        acceptances=acceptances,
    )


class Accepted:
    """A risk that was accepted for five weeks."""

    approved_on, until = ACCEPTED, UNTIL

    def __init__(self, reviewed_on=None):
        self.reviewed_on = reviewed_on


@pytest.mark.parametrize(
    ("day", "before", "from_then_on"),
    [
        (ANSWERED, State.OPEN, State.ANSWERED),
        (COMPLETED, State.ANSWERED, State.COMPLETED),
        (CHECKED, State.COMPLETED, State.CONFIRMED),
        (CLOSED, State.CONFIRMED, State.CLOSED),
    ],
)
def test_each_step_counts_from_its_day_on(day, before, from_then_on):
    facts = {
        "actions": [action(COMPLETED, CHECKED, True)],
        "answered_on": ANSWERED,
        "closed_on": CLOSED,
    }
    assert state(day - DAY, **facts) == before
    assert state(day, **facts) == from_then_on


def test_action_that_failed_counts_until_it_was_checked():
    failed = action(COMPLETED, CHECKED, False)
    assert state(CHECKED - DAY, [failed]) == State.COMPLETED
    assert state(CHECKED, [failed]) == State.OPEN
    assert state(CHECKED, [failed], answered_on=ANSWERED) == State.ANSWERED


def test_action_in_place_of_one_that_failed_is_what_counts():
    failed, second = action(COMPLETED, COMPLETED, False), action(CHECKED)
    assert state(CHECKED - DAY, [failed, second]) == State.OPEN
    assert state(CHECKED, [failed, second]) == State.COMPLETED


def test_one_of_two_actions_is_not_enough():
    assert state(CLOSED, [action(COMPLETED), action()]) == State.OPEN
    both = [action(COMPLETED, CHECKED, True), action(COMPLETED)]
    assert state(CLOSED, both) == State.COMPLETED


def test_acceptance_is_in_force_from_its_approval_to_its_last_day():
    facts = {"answered_on": ANSWERED, "acceptances": [Accepted()]}
    assert state(ACCEPTED - DAY, **facts) == State.ANSWERED
    assert state(ACCEPTED, **facts) == State.ACCEPTED
    assert state(UNTIL, **facts) == State.ACCEPTED
    assert state(UNTIL + DAY, **facts) == State.ANSWERED


def test_acceptance_that_was_reviewed_early_is_in_force_no_longer():
    early = Accepted(reviewed_on=UNTIL - 7 * DAY)
    assert state(UNTIL - 8 * DAY, acceptances=[early]) == State.ACCEPTED
    assert state(UNTIL - 7 * DAY, acceptances=[early]) == State.OPEN


def test_action_that_is_completed_counts_though_the_risk_was_accepted():
    facts = {"actions": [action(COMPLETED)], "acceptances": [Accepted()]}
    assert state(COMPLETED - DAY, **facts) == State.ACCEPTED
    assert state(COMPLETED, **facts) == State.COMPLETED


def test_acceptance_awaits_its_review_from_the_day_after_its_end():
    assert not awaits_review([Accepted()], UNTIL)
    assert awaits_review([Accepted()], UNTIL + DAY)
    assert awaits_review([Accepted(REVIEWED)], REVIEWED - DAY)
    assert not awaits_review([Accepted(REVIEWED)], REVIEWED)


def test_due_date_is_the_last_one_granted_by_then():
    class Extension:
        due_on, granted_on = date(2017, 4, 28), date(2017, 3, 24)

    assert due_at(DUE, [Extension], date(2017, 3, 23)) == DUE
    assert due_at(DUE, [Extension], date(2017, 3, 24)) == date(2017, 4, 28)
    assert due_at(None, [], DUE) is None


@pytest.mark.parametrize("reached", State)
def test_only_what_waits_for_its_action_is_overdue_and_only_after_the_day(reached):
    assert is_overdue(reached, DUE, DUE) is False
    assert is_overdue(reached, DUE, DUE + DAY) is (reached in (State.OPEN, State.ANSWERED))
    assert is_overdue(reached, None, DUE + DAY) is False


def make_every_kind_of_finding():
    """Findings with each combination of dates that the rules allow, on one audit."""
    audit = AuditFactory(schedule_text="平成29年２月８日")
    both = (False, True)
    for answered, done, closed, extended, accepted in product(both, range(4), both, both, range(3)):
        finding = FindingFactory(
            audit=audit,
            found_on=FOUND,
            due_on=DUE,
            answer="回答" if answered else "",
            answered_on=ANSWERED if answered else None,
        )
        if extended:
            DueDateExtensionFactory(finding=finding)
        if accepted:
            is_reviewed = accepted > 1
            RiskAcceptanceFactory(
                finding=finding,
                approved_on=ACCEPTED,
                until=UNTIL,
                reviewed_on=REVIEWED if is_reviewed else None,
                result="ended" if is_reviewed else "",
            )
        if done:
            CorrectiveActionFactory(
                finding=finding,
                completed_on=COMPLETED,
                effectiveness_checked_on=CHECKED if done > 1 else None,
                was_effective={2: False, 3: True}.get(done),
            )
        if closed:
            close(finding)


def close(finding):
    finding = Finding.objects.get(pk=finding.pk)
    finding.closed_on, finding.closing_reason = CLOSED, "対象の業務の廃止"
    with journal.change(actor="test"):
        finding.full_clean()
        finding.save()


STEPS = (
    *(FOUND, ANSWERED, ACCEPTED, COMPLETED, date(2017, 3, 24), DUE),
    *(UNTIL, REVIEWED, date(2017, 4, 28), CHECKED, CLOSED),
)
PARTS = ("corrective_actions", "extensions", "acceptances")


@pytest.mark.django_db
def test_queries_say_what_the_rules_say_on_every_day_that_matters():
    make_every_kind_of_finding()
    days = sorted({day + step * DAY for day in STEPS for step in (-1, 0, 1)})
    for at in days:
        every = Finding.objects.with_state(at).with_due_date(at)
        for finding in every.prefetch_related(*PARTS):
            assert finding.state_at == finding.state(at), (at, finding.pk)
            assert finding.due_at == finding.due(at), (at, finding.pk)
        late = {finding.pk for finding in every if finding.is_overdue(at)}
        assert set(Finding.objects.overdue(at).values_list("pk", flat=True)) == late, at
        ended = {
            finding.pk
            for finding in every
            if awaits_review(finding.acceptances.all(), at) and finding.state_at != State.CLOSED
        }
        assert set(Finding.objects.awaiting_review(at).values_list("pk", flat=True)) == ended, at
    assert late  # the comparison was not one of empty sets


@pytest.mark.django_db
def test_completed_and_not_completed_part_the_findings_made_by_a_day():
    make_every_kind_of_finding()
    for at in (FOUND - DAY, FOUND, CLOSED - DAY, CLOSED):
        made = set(Finding.objects.made_by(at))
        completed = set(Finding.objects.completed_as_of(at))
        waiting = set(Finding.objects.not_completed_as_of(at))
        assert completed | waiting == made
        assert completed & waiting == set()
        assert bool(completed) is (at >= CLOSED)
        assert bool(made) is (at >= FOUND)


@pytest.mark.django_db
def test_finding_without_a_date_is_as_old_as_its_audit():
    FindingFactory(audit=AuditFactory(schedule_text="平成29年２月８日"))
    undated = FindingFactory(audit=AuditFactory(schedule_text="未定"))
    assert list(Finding.objects.not_completed_as_of(FOUND - DAY)) == [undated]
    assert Finding.objects.not_completed_as_of(FOUND).count() == 2


@pytest.mark.django_db
def test_due_within_holds_both_ends_and_the_nearest_first():
    last, first = FindingFactory(due_on=DUE), FindingFactory(due_on=DUE - 7 * DAY)
    at = DUE - 7 * DAY
    assert list(Finding.objects.due_within(7, at)) == [first, last]
    assert list(Finding.objects.due_within(6, at)) == [first]
    assert list(Finding.objects.due_within(7, at + DAY)) == [last]
