"""An earlier state of a record, written back as a new change."""

from typing import cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from records import change
from records.base import JournalledModel, Part, Record, Visibility, validate_with_parts, with_parts
from records.history.differences import rows_by_uid
from records.history.names import readable_form
from records.history.wording import Form, journalled_fields, label_of, part_model, target_model
from records.journal import JournalEntry
from records.papers import FACTS, Facts, measured

# How far a record has come, by which decision, and who may see it are changed by steps of their
# own.
UNTOUCHED = ("life", "visibility", "decision_number")


@transaction.atomic
def restore(*, record: Record, entry: JournalEntry) -> Record:
    """Make `record` and its parts what `entry` says, except for what steps change.

    Needs an open change, whose reason is the reason. Raises `ValidationError` saying why that
    state is not possible now, and then changes nothing.
    """
    change.require_open()
    form = readable_form(entry)
    current = type(record)._base_manager.select_for_update(no_key=True).filter(pk=record.pk).first()
    if current is None:
        raise ValidationError(_("This record is no longer there."), code="gone")
    if form is None or form["uid"] != str(current.uid):
        raise ValidationError(_("What it was then is not known any more."), code="lost")
    held = with_parts(type(record)).get(pk=record.pk).canonical()
    try:
        _write(current, restored_form(type(record), held, form))
        fresh = with_parts(type(record)).get(pk=record.pk)
        validate_with_parts(fresh)
        fresh.save()  # a schedule is kept as it is read today
        return fresh
    except (IntegrityError, models.ProtectedError) as error:
        message = _("Other records do not allow it: something is in use, or taken.")
        raise ValidationError(message, code="taken") from error


def restored_form(model: type[Record], current: Form, earlier: Form) -> Form:
    """The form that `current` becomes when `earlier` is restored.

    Publishing a document is a step of its own, and so it is of a file that it held before. What
    the same file is known to be by now stands in for what nobody had measured then.
    """
    kept = (*UNTOUCHED, *model.fixed_once_public, "version")
    form = {**earlier, **{name: current[name] for name in kept}}
    for name in model.parts:
        now = rows_by_uid(current, name)
        form[name] = [dict(row) for row in earlier.get(name, ())]
        for row in form[name]:
            today, visibility = now.get(row["uid"]), Visibility.INTERNAL.value
            if today and _is_same_document(row, today):
                visibility = today.get("visibility", visibility)
                if row.get("file") and not row.get("sha256"):
                    row |= {fact: today[fact] for fact in FACTS}
            if "visibility" in row:
                row["visibility"] = visibility
    return form


def returning_documents(model: type[Record], current: Form, restored: Form) -> list[Form]:
    """The documents that were removed or have another file since: they come back internal."""
    return [
        row
        for name in model.parts
        for now in [rows_by_uid(current, name)]
        for row in restored.get(name, ())
        if "visibility" in row and not _is_same_document(row, now.get(row["uid"]))
    ]


def _is_same_document(row: Form, now: Form | None) -> bool:
    return now is not None and row.get("file") == now.get("file")


def fill(row: JournalledModel, form: Form) -> None:
    """Set the fields of `row` as `form` has them.

    Raises `ValidationError` for a target or file that is missing or another now.
    """
    for field in journalled_fields(type(row)):
        if field.name not in form:
            continue
        value = form[field.name]
        if isinstance(field, models.FileField):
            _require_same_file(field, form)
        elif isinstance(field, models.ForeignKey) and value is not None:
            targets = target_model(field)._base_manager.filter(uid=value)
            value = targets.values_list("pk", flat=True).first()
            if value is None:
                message = _("%(field)s: what it named then is no longer there.")
                raise ValidationError(message, params={"field": label_of(field)}, code="target")
        elif value is not None:
            value = field.to_python(value)
        setattr(row, field.attname, value)


def _require_same_file(field: models.FileField, form: Form) -> None:
    """Raise `ValidationError` unless the file that `form` names is there, as it was."""
    name, digest = form[field.name], form.get("sha256")
    try:
        facts = measured(field.storage, name) if name else None
    except (OSError, ValueError) as error:
        message = _("%(field)s: the file is no longer there.")
        raise ValidationError(message, params={"field": label_of(field)}, code="file") from error
    if facts and digest and facts != Facts(form["size"], digest):
        message = _("%(field)s: the file is no longer what it was.")
        raise ValidationError(message, params={"field": label_of(field)}, code="file")


def _write(record: Record, form: Form) -> None:
    for name in reversed(record.parts):  # the later parts first: they may rest on the earlier
        kept = rows_by_uid(form, name)
        for row in reversed(getattr(record, name).all()):
            if str(row.uid) not in kept:
                row.delete()
    with transaction.atomic():
        fill(record, form)
        record.save()
    for name in record.parts:
        _write_rows(record, name, form)


def _write_rows(record: Record, name: str, form: Form) -> None:
    """Write rows of one part; those in each other's way are taken out and put in anew."""
    model = part_model(type(record), name)
    now = {str(row.uid): row for row in getattr(record, name).all()}
    rows = [(now.get(uid) or model(uid=uid), held) for uid, held in rows_by_uid(form, name).items()]
    for row, held in rows:
        setattr(row, cast(type[Part], model).part_of, record)
        fill(row, held)
    waiting = [row for row, _held in rows if not _saved(row)]
    while waiting:
        still = [row for row in waiting if not _saved(row)]
        if len(still) == len(waiting):
            break
        waiting = still
    for row in waiting:
        if row.pk is not None:
            type(row)._base_manager.get(pk=row.pk).delete()
            row.pk, row._state.adding = None, True
    for row in waiting:
        row.save()


def _saved(row: JournalledModel) -> bool:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return False
    return True
