"""The live rows, held against what the journal last said of them."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import QuerySet
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
        keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
        batches = (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
        rows = (readable_rows(with_parts(model), some) for some in batches)
        for pk, row in chain.from_iterable(rows):
            count += 1
            if row is None:
                faults.append(unreadable(model, pk))
                continue
            place = (model._meta.label, row.uid)
            met.add(place)
            entry = last.get(place)
            faults += row_faults(row_name(model, pk), entry, _differences(row, entry))
    known = {model._meta.label: model for model in record_models()}
    for place, entry in last.items():
        if place[0] in known and place not in met:
            faults += row_faults(row_name(known[place[0]], entry.record_id), entry, None)
    return count, faults


def row_faults(row: str, entry: JournalEntry | None, differing: list[str] | None) -> Iterator[str]:
    """The fault of a row so named, if it has one, against its last entry.

    `differing` names what is not as the entry says; None where the row itself is not there.
    """
    named = {"row": row, "number": entry and entry.sequence}
    was_there = entry is not None and entry.action != JournalEntry.Action.DELETE
    if entry is None:
        yield _("%(row)s has no entry.") % named
    elif differing is None and was_there:
        yield _("%(row)s is gone, although entry %(number)d says that it is there.") % named
    elif differing is not None and not was_there:
        yield _("%(row)s is there, although entry %(number)d deleted it.") % named
    elif differing:
        yield _(
            "%(row)s was changed behind the journal's back since entry %(number)d: %(names)s."
        ) % (named | {"names": ", ".join(differing)})


def readable_rows(rows: QuerySet[Any], keys: list[int]) -> Iterable[tuple[int, Any]]:
    """Those of `rows` with these keys; None for one that holds what its fields cannot read."""
    try:
        return [(row.pk, row) for row in rows.filter(pk__in=keys)]
    except Exception as error:
        if connection.vendor == "postgresql" and isinstance(error, DatabaseError):
            raise  # the transaction is lost, and it is no single row's fault
        if len(keys) == 1:
            return [(keys[0], None)]
        half = len(keys) // 2
        return [*readable_rows(rows, keys[:half]), *readable_rows(rows, keys[half:])]


def _differences(row: Record, entry: JournalEntry | None) -> list[str]:
    """The names of what in `row` is not as `entry`, which may tell nothing of it, says."""
    if entry is None or entry.action == JournalEntry.Action.DELETE:
        return []
    names = differing_names(row.canonical(), entry.form)
    facts = {"id": (row.pk, entry.record_id), "changed_at": (row.changed_at, entry.at)}
    return names + [name for name, (is_now, was) in facts.items() if is_now != was]


def differing_names(form: dict[str, Any], held: Callable[[], dict[str, Any] | None]) -> list[str]:
    """The names of what in `form` is not as in what `held` reads; all where nobody can read it."""
    try:
        was = held() or {}
    except (LookupError, ValueError):
        was = {}  # its entry was altered, or is of a newer program
    return [name for name in form | was if form.get(name) != was.get(name)]


def unreadable(model: type[JournalledModel], pk: int) -> str:
    """The fault of a row that holds what its fields cannot read."""
    return _("%(row)s cannot be read.") % {"row": row_name(model, pk)}


def row_name(model: type[JournalledModel], pk: int) -> str:
    """The name of a row in a fault."""
    return f"{model._meta.verbose_name} {pk} ({model._meta.label})"
