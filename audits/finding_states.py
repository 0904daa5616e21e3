"""The state of a finding on a day: pure rules over its dates, without a database or a clock.

A day's view knows only what had happened by then: an answer, an action or an extension of a later
date does not count yet. The queries of `audits.models.finding_queries` say the same in SQL; a test
holds the two against each other.
"""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The states of a finding, each after those above it.

    Where its risk is accepted it is so only while that is in force: see `is_accepted`.
    """

    OPEN = "open", _("waiting for an answer")
    ANSWERED = "answered", _("answered")
    ACCEPTED = "accepted", _("risk accepted")
    COMPLETED = "completed", _("action completed")
    CONFIRMED = "confirmed", _("effectiveness confirmed")
    CLOSED = "closed", _("closed")


class Action(Protocol):
    """A corrective action, as far as its dates go."""

    @property
    def completed_on(self) -> date | None: ...

    @property
    def effectiveness_checked_on(self) -> date | None: ...

    @property
    def was_effective(self) -> bool | None: ...


class Extension(Protocol):
    """A due date that took the place of an earlier one."""

    @property
    def due_on(self) -> date: ...

    @property
    def granted_on(self) -> date: ...


class Acceptance(Protocol):
    """An acceptance of the risk until a day."""

    @property
    def approved_on(self) -> date: ...

    @property
    def until(self) -> date: ...

    @property
    def reviewed_on(self) -> date | None: ...


def happened(day: date | None, at: date) -> bool:
    """Return True if something dated `day` had happened by the end of `at`; None never did."""
    return day is not None and day <= at


def failed(action: Action, at: date) -> bool:
    """Return True if by `at` a check had shown that the action did not work."""
    return action.was_effective is False and happened(action.effectiveness_checked_on, at)


def is_completed(actions: Iterable[Action], at: date) -> bool:
    """Return True if there was an action by `at`, and each that had not failed was completed."""
    standing = [action for action in actions if not failed(action, at)]
    return bool(standing) and all(happened(action.completed_on, at) for action in standing)


def is_confirmed(actions: Iterable[Action], at: date) -> bool:
    """Return True if there was an action by `at`, and each that had not failed was effective."""
    standing = [action for action in actions if not failed(action, at)]
    return bool(standing) and all(
        bool(action.was_effective) and happened(action.effectiveness_checked_on, at)
        for action in standing
    )


def is_accepted(acceptances: Iterable[Acceptance], at: date) -> bool:
    """Return True if an acceptance of the risk was in force at the end of `at`."""
    return any(
        one.approved_on <= at <= one.until and not happened(one.reviewed_on, at)
        for one in acceptances
    )


def awaits_review(acceptances: Iterable[Acceptance], at: date) -> bool:
    """Return True if an acceptance of the risk had ended before `at`, not reviewed by its end."""
    return any(one.until < at and not happened(one.reviewed_on, at) for one in acceptances)


def state_at(
    at: date,
    *,
    closed_on: date | None,
    answered_on: date | None,
    actions: Iterable[Action],
    acceptances: Iterable[Acceptance] = (),
) -> State:
    """The last state that the finding had reached by the end of `at`."""
    actions = list(actions)
    if happened(closed_on, at):
        return State.CLOSED
    if is_confirmed(actions, at):
        return State.CONFIRMED
    if is_completed(actions, at):
        return State.COMPLETED
    if is_accepted(acceptances, at):
        return State.ACCEPTED
    return State.ANSWERED if happened(answered_on, at) else State.OPEN


def due_at(due_on: date | None, extensions: Iterable[Extension], at: date) -> date | None:
    """The due date as it stood at the end of `at`, with the extensions granted by then."""
    granted = [one.due_on for one in extensions if happened(one.granted_on, at)]
    return max(granted, default=due_on)


def is_overdue(state: State, due_on: date | None, at: date) -> bool:
    """Return True if its action should have been completed before `at` and was not."""
    return state in (State.OPEN, State.ANSWERED) and due_on is not None and due_on < at
