"""Tables that are no records and yet stand in the journal: accounts, groups, tokens.

`settings.TRACKED_TABLES` names the tuple that declares them. Whoever writes one of their rows says
so with `journal.mark_row`; `verify_journal` finds what was written otherwise. Their entries name a
row by its primary key, in `record_id` and as the number of `record_uid`.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from records.journal import retention
from records.journal.models import JournalEntry
from records.journal.reconciliation import differing_names, row_faults
from records.journal.triggers import PERSONAL

Form = dict[str, Any]
Worded = dict[str, tuple[str, Sequence[str]]]  # by a form's name: its label, and what it says
Rows = Iterable[tuple[str, int]]  # a table's label and a row's primary key
Action = JournalEntry.Action


@dataclass(frozen=True, slots=True)
class TrackedTable:
    """A table, or the part of one that is kept for another time, as the journal sees it.

    `label` is the kind that entries name, `forms` the rows with these keys (None is all) as plain
    data, in a constant number of queries; None where there are only events, and no rows to hold
    against them. To read the entries needs `right`. `present` tells the keys of persons who are
    still here: it makes the table personal, so its label ends in `PERSONAL`, and what it says of
    others is disposed of once `retention_years` are over, the last entry included. `words` puts a
    form into words for one reader, `names` gives rows' names for a reader, by their keys.
    """

    label: str
    name: str | Promise
    forms: Callable[[Collection[int] | None], Mapping[int, Form]] | None
    right: str
    words: Callable[[Form, Any, Callable[[date], str]], Worded]
    names: Callable[[Collection[int], Any], Mapping[int, str]]
    retention_years: int | None = 10
    present: Callable[[], Collection[int]] | None = None

    def __post_init__(self) -> None:
        if (self.present is not None) != self.label.endswith(PERSONAL):
            raise ValueError(f"{self.label}: only what is personal ends in {PERSONAL}.")


@dataclass(frozen=True, slots=True)
class Event:
    """Something done to a row that leaves nothing to look at: a password was set."""

    label: str
    key: int
    payload: Form


def tracked_tables() -> tuple[TrackedTable, ...]:
    """The tables that this installation declares."""
    found: tuple[TrackedTable, ...] = import_string(settings.TRACKED_TABLES)
    return found


def tracked_by_label() -> dict[str, TrackedTable]:
    """The tables, each by the kind that entries name."""
    return {table.label: table for table in tracked_tables()}


def is_taken_in() -> bool:
    """Return True if the journal knows of these tables yet; before, there is nothing to compare."""
    labels = [table.label for table in tracked_tables()]
    return JournalEntry.objects.filter(record_type__in=labels).exists()


def has_unknown_persons() -> bool:
    """Return True if there are persons, and the journal does not know these tables yet."""
    return not is_taken_in() and any(
        table.forms(None) for table in tracked_tables() if table.present and table.forms
    )


def entries_for(rows: Rows, today: date) -> Iterator[JournalEntry]:
    """New entries on these rows; on all there are where the journal knows none yet."""
    marked, is_known = set(rows), is_taken_in()
    for table in tracked_tables():
        keys = {key for label, key in marked if label == table.label}
        if table.forms is None or (is_known and not keys):
            continue
        forms = table.forms(keys if is_known else None)
        last = JournalEntry.objects.last_of(table.label, list(keys))
        until = retention.last_day(today, table.retention_years)
        for key in sorted(keys | forms.keys()):
            form, before = forms.get(key), last.get(key)
            is_there = before is not None and before.action != Action.DELETE
            if form is None:
                if is_there:
                    yield _new(Action.DELETE, table.label, key).holding(None, until)
            elif before is None or not is_there or row_form(before) != form:
                action = Action.CHANGE if is_there else Action.CREATE
                entry = _new(action if is_known else Action.INTAKE, table.label, key)
                yield entry.holding(form, until)


def event_entry(event: Event, today: date) -> JournalEntry:
    """The entry about an event."""
    until = retention.last_day(today, tracked_by_label()[event.label].retention_years)
    return _new(Action.CHANGE, event.label, event.key).holding(event.payload, until)


def _new(action: str, label: str, key: int) -> JournalEntry:
    place = {"record_type": label, "record_id": key, "record_uid": UUID(int=key)}
    return JournalEntry(action=action, schema=1, **place)


def row_form(entry: JournalEntry) -> Form | None:
    """The form in an entry about a tracked row; None for a deletion and once disposed of."""
    form: Form | None = json.loads(entry.payload or "null")
    return form


def faults(last: Mapping[tuple[str, UUID], JournalEntry]) -> Iterator[str]:
    """Differences between these tables and their rows' last entries, in the active language.

    There are none before the journal knows the tables (`change.mark_all_tracked`).
    """
    if not any(label in tracked_by_label() for label, _uid in last):
        return
    for table in tracked_tables():
        if table.forms is None:
            continue
        of_table = {uid.int: entry for (label, uid), entry in last.items() if label == table.label}
        try:
            forms = table.forms(None)
        except (AttributeError, TypeError, ValueError):  # a value that its field cannot read
            yield _("%(table)s cannot be read.") % {"table": table.name}
            continue
        for key in sorted(forms.keys() | of_table.keys()):
            form, entry = forms.get(key), of_table.get(key)
            if form is None:
                differing = None
            elif entry is None or not hasattr(entry, "kept"):  # new, or disposed of
                differing = []
            else:
                differing = differing_names(form, partial(row_form, entry))
            yield from row_faults(f"{table.name} {key} ({table.label})", entry, differing)
