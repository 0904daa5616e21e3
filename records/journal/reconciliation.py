"""The live rows, held against what the journal last said of them."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _

from records.base import JournalledModel, Record, with_parts
from records.journal.models import JournalEntry

_AT_ONCE = 500  # rows fetched at a time, with their parts
LastEntries = dict[tuple[str, UUID], JournalEntry]


def record_models() -> list[type[Record]]:
    """Every kind of record of the house."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def reconcile(last: LastEntries) -> tuple[int, list[str]]:
    """Compare every row with its record's entry in `last`: the number of rows, and faults."""
    count, faults, met = 0, [], set()
    for model in record_models():
        for pk, row in _rows(model):
            count += 1
            if row is None:
                faults.append(_("%(row)s cannot be read.") % {"row": row_name(model, pk)})
                continue
            met.add((model._meta.label, row.uid))
            faults += _row_faults(row, last.get((model._meta.label, row.uid)))
    return count, faults + list(_gone(last, met))


def _rows(model: type[Record]) -> Iterator[tuple[int, Record | None]]:
    keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        yield from _some_rows(model, keys[start : start + _AT_ONCE])


def _some_rows(model: type[Record], keys: list[int]) -> Iterable[tuple[int, Record | None]]:
    """The rows of these keys; None for one that holds what its fields cannot read."""
    try:
        return [(row.pk, row) for row in with_parts(model).filter(pk__in=keys)]
    except Exception:
        if len(keys) == 1:
            return [(keys[0], None)]
        half = len(keys) // 2
        return [*_some_rows(model, keys[:half]), *_some_rows(model, keys[half:])]


def _row_faults(row: Record, entry: JournalEntry | None) -> Iterator[str]:
    named = {"row": row_name(type(row), row.pk), "number": entry and entry.sequence}
    if entry is None:
        yield _("%(row)s has no entry.") % named
    elif entry.action == JournalEntry.Action.DELETE:
        yield _("%(row)s is there, although entry %(number)d deleted it.") % named
    elif names := _differences(row, entry):
        yield _(
            "%(row)s was changed behind the journal's back since entry %(number)d: %(names)s."
        ) % (named | {"names": ", ".join(names)})


def _differences(row: Record, entry: JournalEntry) -> list[str]:
    """The names of what in `row` is not as `entry` says."""
    try:
        held = entry.form() or {}
    except (LookupError, ValueError):
        held = {}  # a form that nobody can read: its entry was altered, or is of a newer program
    form = row.canonical()
    names = [name for name in form | held if form.get(name) != held.get(name)]
    facts = {"id": (row.pk, entry.record_id), "changed_at": (row.changed_at, entry.at)}
    return names + [name for name, (is_now, was) in facts.items() if is_now != was]


def _gone(last: LastEntries, met: set[tuple[str, UUID]]) -> Iterator[str]:
    known = {model._meta.label: model for model in record_models()}
    for (label, uid), entry in last.items():
        is_live = entry.action != JournalEntry.Action.DELETE and label in known
        if is_live and (label, uid) not in met:
            named = {"row": row_name(known[label], entry.record_id), "number": entry.sequence}
            yield _("%(row)s is gone, although entry %(number)d says that it is there.") % named


def row_name(model: type[JournalledModel], pk: int) -> str:
    """The name of a row in a fault."""
    return f"{model._meta.verbose_name} {pk} ({model._meta.label})"
