"""The act: records whose retention has ended are deleted, and the register says what they were.

What the journal holds of them is due by then, so `dispose_payloads` disposes of it and
`remove_unused_files` of their files; the entries themselves stay, and the chain.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from records import change
from records.base import Life, Record, Visibility, referring
from records.disposal.due import DueRecord, due_records
from records.disposal.models import DisposalRegister, DisposedRecord
from records.journal import record_models

Decision = DisposedRecord.Decision


class DisposalError(ValidationError):
    """Something stands in the way of a record's disposal; the messages name it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided on one record; `until` and `reason` where it is kept longer."""

    decision: str
    until: date | None = None
    reason: str = ""


@transaction.atomic
def dispose_records(
    choices: Mapping[UUID, Choice], *, approver: str, decision_number: str, decided_on: date
) -> DisposalRegister:
    """Carry out a decision on due records, by their uids: all of it or nothing.

    Needs an open change. Raises `DisposalError` where one of them is not due (any more), must not
    go yet, or is named by a record that stays, and `ValidationError` for what cannot be kept.
    """
    change.require_open()
    due = {row.record.uid: row for row in due_records(decided_on) if row.record.uid in choices}
    if due.keys() != choices.keys() or not choices:
        raise DisposalError(_("The list has changed since you opened it. Please look again."))
    register = _register(approver, decision_number, decided_on)
    for uid, choice in choices.items():
        _item(register, due[uid], choice)
    _delete([due[uid] for uid, choice in choices.items() if choice.decision == Decision.DISPOSE])
    return register


def _register(approver: str, decision_number: str, decided_on: date) -> DisposalRegister:
    register = DisposalRegister(
        approver=approver,
        decision_number=decision_number,
        decided_on=decided_on,
        life=Life.REGISTERED,
        visibility=Visibility.INTERNAL,
    )
    register.full_clean()
    register.save()
    return register


def _item(register: DisposalRegister, due: DueRecord, choice: Choice) -> None:
    record = due.record
    item = DisposedRecord(
        register=register,
        record_type=record._meta.label,
        record_id=record.pk,
        record_uid=record.uid,
        name=record.full_name,
        fiscal_year=due.fiscal_year,
        retained_until=due.retained_until,
        was_public=record.is_public,
        decision=choice.decision,
        extended_until=choice.until,
        reason=choice.reason,
    )
    item.full_clean()
    item.save()


def _delete(due: Collection[DueRecord]) -> None:
    """Delete records and their parts; those that others of them name go after these."""
    records = [row.record for row in due]
    if kept := [f"{record}: {why}" for record in records if (why := record.kept_because())]:
        raise DisposalError(kept)
    _end_loose_links(records)
    while records:
        held = [record for record in records if not _is_deleted(record)]
        if len(held) == len(records):
            raise DisposalError([_held_by(record) for record in held])
        records = held


def _end_loose_links(records: Collection[Record]) -> None:
    """End the links of provenance that name one of `records`."""
    for model in record_models():
        for name in model.loose_links:
            target: Any = model._meta.get_field(name).related_model
            keys = [record.pk for record in records if isinstance(record, target)]
            for row in model._base_manager.filter(**{f"{name}__in": keys}):
                setattr(row, name, None)
                row.save()


def _is_deleted(record: Record) -> bool:
    try:
        with transaction.atomic():
            record.dispose()
    except ProtectedError:
        return False
    return True


def _held_by(record: Record) -> str:
    names = "、".join(str(other) for other in referring(record))
    return _("%(record)s is named by %(others)s, which stays.") % {
        "record": record,
        "others": names,
    }
