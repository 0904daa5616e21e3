"""A record's way: drafted, approved, published; withdrawn with a reason, and hardly ever deleted.

Every function here needs an open change (`journal.change`), whose reason is the reason of the step.
Each locks the record, checks it as it is kept now, and returns it; a step that cannot be taken
raises `ValidationError` and changes nothing. Who may take a step is for the caller to ask, by
`right_for`.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from records import change
from records.base import (
    JournalledModel,
    Life,
    Record,
    Visibility,
    parts_of,
    referring,
    validate_text,
    validate_with_parts,
)
from records.history.changes import entries_of
from records.history.names import readable_form
from records.history.wording import Form
from records.papers import Attachment


class Step(models.TextChoices):
    """A step that can be taken with a record; the values stand in addresses."""

    APPROVE = "approve", _("Approve")
    PUBLISH = "publish", _("Publish")
    UNPUBLISH = "unpublish", _("Unpublish")
    WITHDRAW = "withdraw", _("Withdraw")
    REINSTATE = "reinstate", _("Reinstate")

    @property
    def needs_reason(self) -> bool:
        """True where the step is none of the usual way, so that somebody will ask why."""
        return self not in {Step.APPROVE, Step.PUBLISH}


def steps_from(record: Record) -> list[Step]:
    """The steps that the state of `record` allows."""
    if not record.takes_steps:
        return []
    is_public = record.visibility == Visibility.PUBLIC
    if record.life == Life.DRAFT:
        return [Step.APPROVE, Step.WITHDRAW]
    if record.life == Life.WITHDRAWN:
        return [Step.REINSTATE, *([Step.UNPUBLISH] if is_public else [])]
    return [Step.UNPUBLISH if is_public else Step.PUBLISH, Step.WITHDRAW]


def step_between(old: Form, new: Form) -> Step | None:
    """The step that leads from one form of a record to another; None where no single one does."""
    life, seen, before = new["life"], new["visibility"], (old["life"], old["visibility"])
    if life == before[0] and seen != before[1]:
        return Step.PUBLISH if seen == Visibility.PUBLIC else Step.UNPUBLISH
    if seen != before[1] or life == before[0]:
        return None
    if life == Life.WITHDRAWN:
        return Step.WITHDRAW
    if before[0] == Life.WITHDRAWN:
        return Step.REINSTATE
    return Step.APPROVE if life == Life.REGISTERED else None


def right_for(step: Step, record: Record) -> str:
    """The permission that the step takes: what anyone may see is the publisher's affair."""
    concerns_public = step in {Step.PUBLISH, Step.UNPUBLISH}
    is_public = record.visibility == Visibility.PUBLIC
    right = "publish" if concerns_public or is_public else "approve"
    return f"{record._meta.app_label}.{right}_{record._meta.model_name}"


def steps_open_to(user: Any, record: Record) -> list[Step]:
    """The steps that its state allows and `user` has the right to take."""
    allowed = [step for step in steps_from(record) if record.may_be_public or step != Step.PUBLISH]
    return [step for step in allowed if user.has_perm(right_for(step, record))]


def locked(record: Record) -> Record:
    """`record` as it is kept now, locked until the transaction ends."""
    rows = type(record)._base_manager.select_for_update(no_key=True)
    current = rows.filter(pk=record.pk).first()
    if current is None:
        raise ValidationError(_("This record is no longer there."), code="gone")
    return current


@transaction.atomic
def approve(*, record: Record, decision_number: str) -> Record:
    """From a draft to a registered record, by the decision of this number, if it lacks nothing."""
    current = _begin(Step.APPROVE, record)
    if not decision_number.strip():
        raise ValidationError(_("Please give the number of the decision."), code="decision")
    return _saved(current, stepped(Step.APPROVE, current, decision_number.strip()))


@transaction.atomic
def publish(*, record: Record) -> Record:
    """From internal to public; what it belongs to and what it names must be public already."""
    return _taken(Step.PUBLISH, record)


@transaction.atomic
def unpublish(*, record: Record) -> Record:
    """From public to internal, and its documents with it: they are published one by one."""
    return _taken(Step.UNPUBLISH, record)


@transaction.atomic
def withdraw(*, record: Record) -> Record:
    """Withdrawn, and still visible to those who could see it."""
    return _taken(Step.WITHDRAW, record)


@transaction.atomic
def reinstate(*, record: Record) -> Record:
    """From withdrawn to what it was before, draft or registered."""
    return _taken(Step.REINSTATE, record)


def stepped(step: Step, record: Record, decision_number: str = "") -> list[JournalledModel]:
    """Take the step with `record`, which is as it is kept; the rows to save, itself the last.

    Nothing is written. Raises `ValidationError` where the step cannot be taken.
    """
    require_possible(step, record)
    if step == Step.UNPUBLISH:
        return [*_hidden(record), record]
    if step == Step.PUBLISH:
        record.visibility = Visibility.PUBLIC
        if missing := record.lacks_for_public():
            raise ValidationError(missing, code="incomplete")
    elif step == Step.APPROVE:
        record.life = Life.REGISTERED
        record.decision_number = decision_number or record.decision_number
        if missing := record.lacks():
            raise ValidationError(missing, code="incomplete")
    elif step == Step.WITHDRAW:
        record.life = Life.WITHDRAWN
        return [record]
    else:
        record.life = _life_before(record)
        record.validate_constraints()  # another may have taken its place meanwhile
        return [record]
    validate_with_parts(record)
    return [record]


def _hidden(record: Record) -> list[Attachment]:
    """Make it internal; its documents that are so now, too."""
    record.visibility = Visibility.INTERNAL
    record.clean()  # no more: whatever else is wrong with it must not keep it in public
    documents = [row for row in parts_of(record) if isinstance(row, Attachment)]
    hidden = [row for row in documents if row.visibility == Visibility.PUBLIC]
    for row in hidden:
        row.visibility = Visibility.INTERNAL
    return hidden


def _life_before(record: Record) -> str:
    forms = (readable_form(entry) or {} for entry in entries_of(record))  # the newest first
    lives = (form.get("life") for form in forms)
    # The safe one where the journal cannot tell.
    unknown = Life.REGISTERED if record.visibility == Visibility.PUBLIC else Life.DRAFT
    return next((life for life in lives if life and life != Life.WITHDRAWN), unknown)


def was_never_public(record: Record) -> bool:
    """True where the journal shows that nobody outside ever could see it.

    Where a payload is disposed of it cannot be known, which is answered with False.
    """
    forms = [readable_form(entry) or {} for entry in entries_of(record)]
    return bool(forms) and all(form.get("visibility") == Visibility.INTERNAL for form in forms)


def can_be_deleted(record: Record) -> bool:
    """True for a draft of which the journal shows that it never was public.

    Where a payload is disposed of it cannot be known, which is answered with False.
    """
    return record.life == Life.DRAFT and was_never_public(record)


def require_deletable(record: Record) -> None:
    """Raise `ValidationError` unless `can_be_deleted`."""
    if not can_be_deleted(record):
        raise ValidationError(
            _("Only a draft that was never published can be deleted. Please withdraw it instead."),
            code="not_deletable",
        )


@transaction.atomic
def delete_draft(*, record: Record) -> None:
    """Delete a draft that never was public and that nothing refers to."""
    current = locked(record)
    require_deletable(current)
    if others := referring(current):
        raise ValidationError(
            _("Other records refer to it (%(count)d). Please change those first."),
            params={"count": len(others)},
            code="referred_to",
        )
    current.delete()


def require_possible(step: Step, record: Record) -> None:
    """Raise `ValidationError` unless the state of `record` allows the step."""
    if step not in steps_from(record):
        raise ValidationError(
            _("“%(step)s” is not possible now: the record is %(life)s and %(visibility)s."),
            params={
                "step": step.label,
                "life": record.get_life_display(),
                "visibility": record.get_visibility_display(),
            },
            code="not_possible",
        )


def require_reason(step: Step) -> None:
    """Raise `ValidationError` where the step needs a reason and the open change gives none."""
    if step.needs_reason and not change.reason().strip():
        raise ValidationError(_("Please give the reason."), code="reason")
    validate_text(change.reason(), multiline=True)


def _begin(step: Step, record: Record) -> Record:
    change.require_open()
    current = locked(record)
    require_possible(step, current)
    require_reason(step)
    return current


def _taken(step: Step, record: Record) -> Record:
    current = _begin(step, record)
    return _saved(current, stepped(step, current))


def _saved(record: Record, rows: list[JournalledModel]) -> Record:
    for row in rows:
        row.save()
    return record
