"""The state of a request for documents on a day: pure rules over its steps, without a database.

A day's view knows only the steps taken by then. The queries of `audits.models.request` say the same
in SQL; a test holds the two against each other.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OUT_OF_ORDER = _("The step “%(step)s” cannot be taken where the state is “%(before)s”.")
BEFORE_THE_LAST = _("The step “%(step)s” cannot be earlier than the step before it.")
NEEDS_WORDS = _("Please say what is missing or wrong: the department reads it.")
DUE_BEFORE_SENDING = _("What is asked for cannot be due before the day on which it is sent.")


class RequestState(models.TextChoices):
    """The states of a request; each but the first is that of the last step taken."""

    UNSENT = "unsent", pgettext_lazy("state of a request", "not sent")
    SENT = "sent", pgettext_lazy("state of a request", "not submitted")
    SUBMITTED = "submitted", pgettext_lazy("state of a request", "received")
    RETURNED = "returned", pgettext_lazy("state of a request", "returned")
    ACCEPTED = "accepted", pgettext_lazy("state of a request", "accepted")


class StepKind(models.TextChoices):
    """The steps that can be taken with a request; each leads to the state of its name."""

    SENT = "sent", pgettext_lazy("step of a request", "sending")
    SUBMITTED = "submitted", pgettext_lazy("step of a request", "submission")
    RETURNED = "returned", pgettext_lazy("step of a request", "return")
    ACCEPTED = "accepted", pgettext_lazy("step of a request", "acceptance")


AWAITED = (RequestState.SENT, RequestState.RETURNED)  # the department's turn
OPEN = (*AWAITED, RequestState.SUBMITTED)  # sent, and not accepted
FOLLOWING = {
    RequestState.UNSENT: {StepKind.SENT},
    RequestState.SENT: {StepKind.SUBMITTED},
    RequestState.SUBMITTED: {StepKind.SUBMITTED, StepKind.RETURNED, StepKind.ACCEPTED},
    RequestState.RETURNED: {StepKind.SUBMITTED},
    RequestState.ACCEPTED: {StepKind.RETURNED},
}


class Step(Protocol):
    """A step taken with a request."""

    @property
    def kind(self) -> str: ...

    @property
    def taken_on(self) -> date: ...

    @property
    def due_on(self) -> date | None: ...

    @property
    def words(self) -> str: ...


AnyStep = TypeVar("AnyStep", bound=Step)


def taken_by(steps: Iterable[AnyStep], at: date) -> list[AnyStep]:
    """The steps that were taken by the end of `at`, in order; `steps` are in order."""
    return [step for step in steps if step.taken_on <= at]


def state_at(steps: Iterable[Step], at: date) -> RequestState:
    """The state that a request with these steps, in order, had reached by the end of `at`."""
    taken = taken_by(steps, at)
    return RequestState(taken[-1].kind) if taken else RequestState.UNSENT


def due_at(due_on: date | None, steps: Iterable[Step], at: date) -> date | None:
    """The due date at the end of `at`: as the last return set it anew, else `due_on`."""
    later = [step.due_on for step in taken_by(steps, at) if step.due_on]
    return later[-1] if later else due_on


def is_overdue(state: RequestState, due_on: date | None, at: date) -> bool:
    """Return True if the documents should have been submitted before `at` and were not."""
    return state in AWAITED and due_on is not None and due_on < at


def check_steps(due_on: date | None, steps: Sequence[Step]) -> None:
    """Raise `ValidationError` unless these steps, in order, can follow one another."""
    before = RequestState.UNSENT
    for step in steps:
        kind = StepKind(step.kind)
        if kind not in FOLLOWING[before]:
            named = {"step": kind.label, "before": before.label}
            raise ValidationError(OUT_OF_ORDER, params=named)
        if kind == StepKind.RETURNED and not step.words.strip():
            raise ValidationError(NEEDS_WORDS)
        before = RequestState(kind)
    for earlier, later in pairwise(steps):
        if later.taken_on < earlier.taken_on:
            named = {"step": StepKind(later.kind).label}
            raise ValidationError(BEFORE_THE_LAST, params=named)
    if steps and due_on and due_on < steps[0].taken_on:
        raise ValidationError(DUE_BEFORE_SENDING)
