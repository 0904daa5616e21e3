"""A record's past, change by change: who, when, why, and what was changed from what to what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from records.base import Record
from records.history.differences import Difference, differences
from records.history.names import page_words, readable_form
from records.history.wording import DayWords, Form, Words, moment_text
from records.journal import JournalEntry

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """One change of a record.

    `is_lost` is true where its content was disposed of or cannot be read; `is_unknown` where that
    of the change before was, so that nobody can tell what was changed.
    """

    entry: JournalEntry
    when: str
    differences: Sequence[Difference]
    form: Form | None
    is_lost: bool
    is_unknown: bool


def entries_of(record: Record) -> QuerySet:
    """The journal's entries about `record`, newest first."""
    return _entries_about(record._meta.label, record.pk, record.uid)


def entries_beside(entry: JournalEntry) -> QuerySet:
    """All that the journal holds about the record of `entry`, newest first."""
    return _entries_about(entry.record_type, entry.record_id, entry.record_uid)


def change_of(entry: JournalEntry, model: type[Record], user: Any, day: DayWords) -> ChangeInWords:
    """The change made by `entry` alone, in words for `user`."""
    before = entries_beside(entry).filter(sequence__lt=entry.sequence)[:1]
    return changes_in_words(model, [entry, *before], user, day)[0]


def _entries_about(label: str, key: int, uid: UUID) -> QuerySet:
    found = JournalEntry.objects.with_payloads().order_by("-sequence")
    return found.filter(record_type=label, record_id=key, record_uid=uid)


def page_of_past(
    record: Record, user: Any, *, number: Any = 1, day: DayWords
) -> tuple[Page, list[ChangeInWords]]:
    """One page of what was done to `record`, newest first, in words for `user`.

    `number` is the page's, as an address has it; a wrong one is the nearest there is.
    """
    return page_of_entries(type(record), entries_of(record), user, number=number, day=day)


def page_of_entries(
    model: type[Record], entries: QuerySet, user: Any, *, number: Any = 1, day: DayWords
) -> tuple[Page, list[ChangeInWords]]:
    """The same of all the entries about one record, which may be gone."""
    page = Paginator(entries, PER_PAGE).get_page(number)
    shown = list(page.object_list)
    last = page.end_index()
    before = list(entries[last : last + 1]) if page.has_next() else []
    past = changes_in_words(model, [*shown, *before], user, day)
    return page, past[: len(shown)]


def changes_in_words(
    model: type[Record], entries: Sequence[JournalEntry], user: Any, day: DayWords
) -> list[ChangeInWords]:
    """The changes in words; `entries` are those of one record, newest first, without a gap."""
    held = [(entry, readable_form(entry)) for entry in entries]
    words = page_words(model, (form for _entry, form in held), user, Words(day=day))
    changes = []
    for (entry, form), earlier in zip(held, [*held[1:], None], strict=True):
        before, old = earlier or (None, None)
        is_lost, is_unknown = _is_lost(entry, form), before is not None and _is_lost(before, old)
        is_known = not is_lost and not is_unknown and entry.action != JournalEntry.Action.DELETE
        changes.append(
            ChangeInWords(
                entry=entry,
                when=moment(entry, day),
                differences=differences(model, old, form, words) if is_known else (),
                form=form,
                is_lost=is_lost,
                is_unknown=is_unknown and not is_lost,
            )
        )
    return changes


def moment(entry: JournalEntry, day: DayWords) -> str:
    """The moment of an entry, in the office's time."""
    return moment_text(entry.at, day)


def _is_lost(entry: JournalEntry, form: Form | None) -> bool:
    return form is None and entry.action != JournalEntry.Action.DELETE
