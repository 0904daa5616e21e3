"""A reorganisation taken back: what one request changed becomes what it was, what it made goes."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from calendars.feeds import Subscription
from jlis_gov.accounts import mark_accounts
from jlis_gov.reorganising.loose_ends import PREFIX
from organization.models import Contact, Department, Reorganisation
from records import change
from records.base import Life, Record
from records.change import OpenChange, opened
from records.history import (
    bulk,
    entries_before,
    publication,
    readable_form,
    record_model,
    undo_change,
)
from records.journal import JournalEntry

Action = JournalEntry.Action


class NotUndoneError(Exception):
    """Something stands in the way; the argument is what, in sentences."""


def request_of(record: Record) -> str:
    """The id of the request that made the record; empty where none did."""
    entries = JournalEntry.objects.filter(record_type=record._meta.label, record_uid=record.uid)
    made = entries.filter(action=Action.CREATE).values_list("request", flat=True)
    return made.first() or ""


def entries_of(record: Record) -> Any:
    """The entries of the request that made the record, the first one first."""
    return JournalEntry.objects.filter(request=request_of(record) or None).order_by("sequence")


def can_be_taken_back(record: Reorganisation) -> bool:
    """Return True for one that was carried out in one act and is not withdrawn."""
    ended = {"record_type": Department._meta.label, "action": Action.CHANGE}
    return record.life != Life.WITHDRAWN and entries_of(record).filter(**ended).exists()


def problems_of(record: Reorganisation, user: Any) -> list[str]:
    """What stands in the way of taking it back, found by an attempt that is undone."""
    found: list[str] = []
    with opened(OpenChange(actor="", reason=_("attempt"))), transaction.atomic():
        try:
            take_back(record, user)
        except NotUndoneError as error:
            found = error.args[0]
        transaction.set_rollback(True)
    return found


def take_back(record: Reorganisation, user: Any) -> int:
    """Take back all that was written with `record`, in an open change; the number of records.

    The old departments come first, for others name them anew; what was made is withdrawn last.
    Raises `NotUndoneError`.
    """
    entries = [
        (model, entry)
        for entry in entries_of(record).with_payloads()
        if (model := record_model(entry.record_type))
    ]
    changed: dict[type[Record], list[JournalEntry]] = defaultdict(list)
    for model, entry in entries:
        if entry.action == Action.CHANGE:
            changed[model].append(entry)
    for model in sorted(changed, key=lambda model: model is not Department):
        _restore(model, changed[model], user)
    made = [(model, entry.record_id) for model, entry in entries if entry.action == Action.CREATE]
    departments = Department.objects.filter(pk__in=[pk for of, pk in made if of is Department])
    _release(list(departments))
    for model, pk in reversed(made):
        _withdraw(model.objects.get(pk=pk), made)
    return len(entries)


def _restore(model: type[Record], entries: Sequence[JournalEntry], user: Any) -> None:
    made = {entry.record_id: entry for entry in entries}
    before = entries_before(model, made, min(entry.sequence for entry in entries))
    bulk.lock(model, list(made))
    records = bulk.records_of(model, list(made), user)
    names = {each.pk: str(each) for each in records}
    forms = {pk: readable_form(entry) or {"version": 0} for pk, entry in made.items()}
    versions = {pk: form["version"] for pk, form in forms.items()}
    try:
        bulk.change_all(records, undo_change(made, before, user), versions)
    except bulk.NotAllError as error:
        told = error.problems.items()
        raise NotUndoneError(
            [f"{names.get(pk, model)}: {problem}" for pk, problem in told]
        ) from error


def _release(departments: Sequence[Department]) -> None:
    """Take the departments from contacts and from personal calendars."""
    contacts = Contact.objects.filter(department__in=departments)
    accounts = set(contacts.values_list("user", flat=True))
    contacts.delete()
    mark_accounts(*accounts)
    keys = {f"{PREFIX}{one.slug}" for one in departments}
    for row in Subscription.objects.filter(keys__contains=PREFIX):
        kept = [key for key in row.keys.split() if key not in keys]
        if kept != row.keys.split():
            row.keys = " ".join(kept)
            row.save(update_fields=["keys"])
            change.mark_row(Subscription._meta.label, row.pk)


def _withdraw(record: Record, made: Sequence[tuple[type[Record], int]]) -> None:
    others = [
        one
        for one in publication.referring(record)
        if one.life != Life.WITHDRAWN and (type(one), one.pk) not in made
    ]
    if others:
        text = _("“%(record)s” is named by “%(other)s”. Please move that first.")
        raise NotUndoneError([text % {"record": record, "other": one} for one in others])
    try:
        publication.withdraw(record=record)
    except ValidationError as error:
        raise NotUndoneError([f"{record}: {' '.join(error.messages)}"]) from error
