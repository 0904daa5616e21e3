"""The versions that somebody saw on a page, and the changes since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from records.admin.merging import Merge, RowSet
from records.base import Record, is_key
from records.history import (
    DayWords,
    Difference,
    Form,
    Path,
    Words,
    differences,
    entries_of,
    label_of,
    page_words,
    readable_form,
)
from records.journal import JournalEntry

MOST_CHANGES = 100  # how far back a page may lie; one that is older is not joined any more


@dataclass(frozen=True, slots=True)
class ConcurrentChange:
    """One thing that another changed, and what was typed where both changed it."""

    difference: Difference
    is_clash: bool
    typed: str


def versions_text(version: int, others: Iterable[tuple[int, int]]) -> str:
    """The version of a record, and of others on its page by key: `5 12:1 14:3`."""
    return " ".join([str(version), *(f"{pk}:{number}" for pk, number in others)])


def read_versions(text: str) -> dict[int, int]:
    """The versions that `versions_text` wrote, the record's own under 0; none for other text."""
    found = {}
    for word in text.split()[:10_000]:
        key, _colon, version = word.rpartition(":")
        if not (is_key(version) and (key == "" or is_key(key))):
            return {}
        found[int(key or 0)] = int(version)
    return found


def form_at(record: Record, version: int | None) -> Form | None:
    """The form of `record` in that version; None where it is not known any more."""
    return forms_at([record], {record.pk: version}).get(record.pk)


def forms_at(records: Iterable[Record], versions: Mapping[int, int | None]) -> dict[int, Form]:
    """The forms of records of one kind in those versions, by key, as far as they are known."""
    by_key = {record.pk: record for record in records}
    labels = {record._meta.label for record in by_key.values()}
    entries: QuerySet = JournalEntry.objects.with_payloads().order_by("-sequence")
    about = entries.filter(record_type__in=labels, record_id__in=list(by_key))
    found: dict[int, Form] = {}
    for entry in about[: MOST_CHANGES * len(by_key)]:
        form, record = readable_form(entry), by_key[entry.record_id]
        if form and form["uid"] == str(record.uid) and form["version"] == versions.get(record.pk):
            found[record.pk] = form
    return found


def changes_since(record: Record, form: Form | None) -> list[JournalEntry]:
    """The changes to `record` after it was so, newest first; the last one where unknown."""
    found: list[JournalEntry] = []
    for entry in entries_of(record)[:MOST_CHANGES]:
        held = readable_form(entry)
        if found and (form is None or held is None or held["version"] <= form["version"]):
            break
        found.append(entry)
    return found


def deletion_of(model: type[Record], object_id: str) -> JournalEntry | None:
    """The entry that says that the record with this key was deleted."""
    if not is_key(object_id):
        return None
    found: QuerySet = JournalEntry.objects.filter(record_type=model._meta.label)
    last = found.filter(record_id=int(object_id)).last()
    return last if last is not None and last.action == JournalEntry.Action.DELETE else None


def met(
    model: type[Record], before: Form, now: Form, merge: Merge, user: Any, day: DayWords
) -> list[ConcurrentChange]:
    """The other's changes in the record, each beside what was typed."""
    words = page_words(model, [before, now], user, Words(day=day))
    typed_as: dict[tuple[str, ...], tuple[str, ...]] = {
        (shadowed,): (typed,) for typed, shadowed in model.shadowed_fields.items()
    }
    found = differences(model, before, now, words)
    return [_met(each, merge, typed_as.get(each.path, each.path)) for each in found]


def concurrent_changes_in_rows(
    rows: RowSet, merge: Merge, user: Any, day: DayWords
) -> list[ConcurrentChange]:
    """The other's changes in records that the page shows as rows."""
    model, found = rows.formset.model, []
    words = page_words(model, [*rows.before.values(), *rows.now.values()], user, Words(day=day))
    for uid, form in rows.now.items():
        name = words.name(model, form)
        for each in differences(model, rows.before.get(uid), form, words):
            label = " › ".join((label_of(model), name, each.label))
            in_row = Difference((rows.name, uid, *each.path), label, each.old, each.new)
            found.append(_met(in_row, merge, in_row.path))
    return found


def _met(difference: Difference, merge: Merge, path: Path) -> ConcurrentChange:
    clashes: Mapping[Path, str] = merge.clashes
    return ConcurrentChange(difference, path in clashes, clashes.get(path, ""))
