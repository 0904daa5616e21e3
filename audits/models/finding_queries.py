"""Questions asked of findings: who waits for whom, and how far each has come by a day."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from audits.finding_states import State
from audits.models.acceptance import RiskAcceptance
from audits.models.audit_children import AuditChildQuerySet
from audits.models.follow_up import DueDateExtension
from audits.models.remedy import CorrectiveAction
from dates import FiscalYear
from records.base import Life, Visibility

SOON = 30  # days before the due date from which a finding is due soon
NEW_ANSWER = timedelta(days=14)  # during which an answer is shown, whatever it says


def _is_planned(at: date) -> Exists:
    """True of findings of which an action is planned for `at` or later."""
    actions = CorrectiveAction.objects.filter(finding=OuterRef("pk"), planned_for__gte=at)
    return Exists(actions.exclude(completed_on__lte=at))


def _unreviewed(at: date) -> models.QuerySet[RiskAcceptance]:
    """The acceptances of risks that were not reviewed by the end of `at`: few, so asked once."""
    return RiskAcceptance.objects.order_by().exclude(reviewed_on__lte=at)


def _in_force(at: date) -> models.QuerySet[RiskAcceptance]:
    """The acceptances of risks that were in force at the end of `at`."""
    return _unreviewed(at).filter(approved_on__lte=at, until__gte=at)


class FindingQuerySet(AuditChildQuerySet):
    def with_rules(self) -> Self:
        checkers = "corrective_actions__checker_department__parent_department__parent_department"
        return self.select_related("department", "repeats").prefetch_related(
            "acceptances", "extensions", "procedures__procedure", checkers
        )

    def of_category(self, role: str, slug: str) -> Self:
        """Findings with this root cause or theme."""
        return self.filter(Exists(self._categories(role).filter(category__slug=slug)))

    def without_category(self, role: str) -> Self:
        """Findings without any root cause, or any theme."""
        return self.filter(~Exists(self._categories(role)))

    def _categories(self, role: str) -> models.QuerySet:
        links = self.model._meta.get_field("classifications").related_model.objects
        return links.filter(finding=OuterRef("pk"), category__role=role)

    def of_public_audits(self) -> Self:
        """Findings of audits that anyone may read and that are not withdrawn."""
        return self.filter(audit__visibility=Visibility.PUBLIC, audit__life=Life.REGISTERED)

    def published(self) -> Self:
        """Findings whose summary for the public anyone may read: see `Finding.is_published`."""
        found = self.filter(visibility=Visibility.PUBLIC, life=Life.REGISTERED)
        return found.of_public_audits().exclude(public_summary="")

    def made_by(self, on: date) -> Self:
        """Findings that were made on or before `on`, as far as is known."""
        made = self.annotate(made_on=Coalesce("found_on", "audit__starts_on"))
        return made.filter(Q(made_on=None) | Q(made_on__lte=on))

    def made_in(self, year: FiscalYear) -> Self:
        """Findings that were made in a fiscal year, whatever year's their audit is."""
        return self.filter(found_on__range=(year.first_day, year.last_day))

    def given(self, on: date) -> Self:
        """Findings that were made by the end of `on`; a draft is not given to anybody yet."""
        return self.exclude(life=Life.DRAFT).made_by(on)

    def completed_as_of(self, on: date) -> Self:
        """措置が完了したもの: given and closed by the end of `on`."""
        return self.given(on).filter(closed_on__lte=on)

    def not_completed_as_of(self, on: date) -> Self:
        """措置が完了していないもの: given by the end of `on` and not closed by then."""
        return self.given(on).not_closed(on)

    def not_closed(self, on: date) -> Self:
        """Findings that were not closed by the end of `on`."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=on))

    def extended(self, at: date) -> Self:
        """Findings whose due date had been extended by the end of `at`."""
        granted = DueDateExtension.objects.filter(finding=OuterRef("pk"), granted_on__lte=at)
        return self.filter(Exists(granted))

    def with_accepted_risk(self, at: date) -> Self:
        """Findings that were not closed and whose risk was accepted at the end of `at`."""
        return self.not_closed(at).filter(pk__in=_in_force(at).values("finding"))

    def with_due_date(self, at: date) -> Self:
        """With `due_at`: the due date with the extensions granted by the end of `at`."""
        granted = DueDateExtension.objects.filter(finding=OuterRef("pk"), granted_on__lte=at)
        latest = granted.order_by().values("finding").annotate(latest=Max("due_on"))
        return self.annotate(due_at=Coalesce(Subquery(latest.values("latest")), F("due_on")))

    def with_state(self, at: date) -> Self:
        """With `state_at`: the last state reached by the end of `at`, as in `finding_states`."""
        actions = CorrectiveAction.objects.filter(finding=OuterRef("pk"))
        standing = actions.exclude(was_effective=False, effectiveness_checked_on__lte=at)
        unfinished = standing.exclude(completed_on__lte=at)
        unproven = standing.exclude(was_effective=True, effectiveness_checked_on__lte=at)
        steps = (
            When(closed_on__lte=at, then=Value(State.CLOSED)),
            When(Exists(standing) & ~Exists(unproven), then=Value(State.CONFIRMED)),
            When(Exists(standing) & ~Exists(unfinished), then=Value(State.COMPLETED)),
            When(pk__in=_in_force(at).values("finding"), then=Value(State.ACCEPTED)),
            When(answered_on__lte=at, then=Value(State.ANSWERED)),
        )
        return self.annotate(state_at=Case(*steps, default=Value(State.OPEN)))

    def awaiting_action(self, at: date) -> Self:
        """Given, and neither closed nor acted on by the end of `at`: what reminders are about."""
        waiting = self.not_completed_as_of(at).with_state(at)
        return waiting.filter(state_at__in=(State.OPEN, State.ANSWERED))

    def awaiting_answer(self, at: date) -> Self:
        """Given, and not answered nor acted on by the end of `at`."""
        return self.awaiting_action(at).filter(state_at=State.OPEN)

    def awaiting_decision(self, at: date) -> Self:
        """Answered or acted on, and not closed by the end of `at`: the audit office is to decide.

        Where an action is planned for `at` or later, a new answer is shown; after a fortnight it is
        the department's turn, until the action is completed or its day is past.
        """
        answered = self.not_completed_as_of(at).with_state(at)
        answered = answered.filter(state_at__in=(State.ANSWERED, State.COMPLETED, State.CONFIRMED))
        return answered.filter(~_is_planned(at) | Q(answered_on__gte=at - NEW_ANSWER))

    def awaiting_department(self, at: date) -> Self:
        """Given, not acted on, and nothing about it waits for a decision of the audit office."""
        is_turn = _is_planned(at) & Q(answered_on__lt=at - NEW_ANSWER)
        is_open = Q(answered_on=None) | Q(answered_on__gt=at)  # of what is not acted on
        return self.awaiting_action(at).filter(is_open | is_turn)

    def awaiting_review(self, at: date, days: int = 0) -> Self:
        """With `accepted_until`: not closed, and the acceptance of the risk has ended or will.

        It was not reviewed by the end of `at`, and ended before `at` or will within `days`; the
        first to end comes first.
        """
        given = self.exclude(life=Life.DRAFT).not_closed(at)
        ends = _unreviewed(at).filter(approved_on__lte=at, until__lt=at + timedelta(days=days))
        ending = given.filter(pk__in=ends.values("finding"))
        own = ends.filter(finding=OuterRef("pk")).values("finding").annotate(first=Min("until"))
        return ending.annotate(accepted_until=Subquery(own.values("first"))).order_by(
            "accepted_until", "pk"
        )

    def overdue(self, at: date) -> Self:
        """Findings whose action should have been completed before `at`, the longest first."""
        return self.awaiting_action(at).past_due(at)

    def past_due(self, at: date) -> Self:
        """Findings whose due date, whatever became of them, lies before `at`, the longest first."""
        late = self.with_due_date(at).filter(due_at__lt=at)
        return late.order_by("due_at", "pk")

    def due_within(self, days: int, at: date) -> Self:
        """Findings whose action is due from `at` to `days` days later, the nearest first."""
        last = at + timedelta(days=days)
        due = self.awaiting_action(at).with_due_date(at).filter(due_at__range=(at, last))
        return due.order_by("due_at", "pk")

    def shown_as_of(self, at: date) -> Self:
        """With what a list shows of each as of a day, in a constant number of queries."""
        dated = self.with_due_date(at).annotate(as_of=Value(at, models.DateField()))
        listed = ("corrective_actions", "extensions", "acceptances", "classifications__category")
        return dated.prefetch_related(*listed)
