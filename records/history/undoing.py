"""The changes of one request taken back: its records become again what they were before it."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from records.base import Record, Visibility, parts_of, validate_with_parts, writes
from records.history.bulk import NO_RIGHT, Change, Outcome, step_change
from records.history.differences import changed_names
from records.history.names import readable_form
from records.history.publication import Step, right_for, step_between
from records.history.restoring import fill, restore, restored_form
from records.history.wording import Form
from records.journal import JournalEntry
from records.papers import Attachment

STATES = {"life", "visibility"}  # which steps alone change
CREATED = _("This change made it. Please withdraw it, or delete the draft.")
DELETED = _("This change deleted it. What is deleted does not come back.")
SINCE = _("It was changed again since.")
LOST = _("What it was before is not known any more.")
APPROVED = _("An approval is not taken back. Please withdraw the record instead.")
MIXED = _("It went a step and was changed as well. Please restore it from its own history.")


def entries_before(model: type[Record], keys: Iterable[int], first: int) -> dict[int, JournalEntry]:
    """The last entry of each of these records before that number, with its payload, by key."""
    entries = JournalEntry.objects.filter(record_type=model._meta.label, sequence__lt=first)
    of_these = entries.filter(record_id__in=list(keys)).order_by().values("record_id")
    last = of_these.annotate(last=Max("sequence")).values("last")
    found = JournalEntry.objects.with_payloads().filter(sequence__in=last)
    return {entry.record_id: entry for entry in found}


def undo_change(
    made: Mapping[int, JournalEntry], before: Mapping[int, JournalEntry], user: Any
) -> Change:
    """What takes back, in one record of a kind, what the entry of a request in `made` changed.

    Life and visibility go back by the steps that lead there, for those with the right to them.
    """

    def take_back(record: Record) -> Outcome:
        earlier, now = before.get(record.pk), record.canonical()
        form = _form_before(made[record.pk], earlier, now)
        step, names = step_between(now, form), changed_names(type(record), now, form)
        if names & STATES and step is None:
            raise ValidationError(APPROVED, code="approved")
        if step and names - STATES:
            raise ValidationError(MIXED, code="mixed")
        if step is None:
            return _restored(record, earlier, now, user)
        outcome = step_change(step, user)(record)
        return _published_as_in(form, record, outcome) if step == Step.PUBLISH else outcome

    return take_back


def _form_before(made: JournalEntry, earlier: JournalEntry | None, now: Form) -> Form:
    """The form of a record before the change in `made`, which left it as it is `now`."""
    if made.action == JournalEntry.Action.CREATE:
        raise ValidationError(CREATED, code="created")
    if not made.says(dict(now)):
        raise ValidationError(SINCE, code="since")
    form = readable_form(earlier) if earlier else None
    if form is None or form["uid"] != now["uid"]:
        raise ValidationError(LOST, code="lost")
    return form


def _published_as_in(before: Form, record: Record, outcome: Outcome) -> Outcome:
    """The step to public with the documents that were public in `before`: they went with it."""
    held = (row for name in record.parts for row in before.get(name, ()))
    public = {row["uid"] for row in held if row.get("visibility") == Visibility.PUBLIC}
    parts = [row for row in parts_of(record) if isinstance(row, Attachment)]
    documents = [row for row in parts if str(row.uid) in public]
    for row in documents:
        row.visibility = Visibility.PUBLIC
    validate_with_parts(record)
    return Outcome(record.canonical(), [*documents, *outcome.rows])


def _restored(record: Record, earlier: Any, now: Form, user: Any) -> Outcome:
    """The fields as they were; with parts that differ, the whole as `restore` writes it."""
    model, form = type(record), readable_form(earlier) or now
    if not writes(user, model):
        raise ValidationError(NO_RIGHT, code="right")
    if any(now[name] != form.get(name) for name in model.parts):
        whole = restored_form(model, now, form)
        return Outcome(whole, write=partial(restore, record=record, entry=earlier))
    names = changed_names(model, now, form) - STATES - set(model.fixed_once_public)
    if "decision_number" in names and not user.has_perm(right_for(Step.APPROVE, model())):
        raise ValidationError(NO_RIGHT, code="right")
    fill(record, {name: form[name] for name in names})
    validate_with_parts(record)
    return Outcome(record.canonical(), [record])
