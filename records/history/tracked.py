"""Changes of accounts, groups and tokens, in words."""

from typing import Any

from records.history.changes import ChangeInWords, entries_beside, moment
from records.history.differences import Difference
from records.history.wording import DayWords
from records.journal import JournalEntry, TrackedTable, Worded, row_form, tracked_by_label


def change_of_row(entry: JournalEntry, user: Any, day: DayWords) -> ChangeInWords | None:
    """The change by `entry`, in words for `user`; None where it is about no tracked table."""
    table = tracked_by_label().get(entry.record_type)
    if table is None:
        return None
    before = None
    if table.forms is not None:  # an event says nothing of what was before
        before = entries_beside(entry).filter(sequence__lt=entry.sequence).first()
    now, was = _worded(table, entry, user, day), _worded(table, before, user, day)
    differences = []
    if now is not None and was is not None and entry.action != JournalEntry.Action.DELETE:
        for name, (label, items) in now.items():
            former = was.get(name, (label, ()))[1]
            gone = [item for item in former if item not in items]
            come = [item for item in items if item not in former]
            if gone or come:
                differences.append(Difference((name,), label, "\n".join(gone), "\n".join(come)))
    return ChangeInWords(
        entry=entry,
        when=moment(entry, day),
        differences=differences,
        form=None,
        is_lost=now is None,
        is_unknown=was is None and now is not None,
    )


def _worded(
    table: TrackedTable, entry: JournalEntry | None, user: Any, day: DayWords
) -> Worded | None:
    """What an entry says; nothing where there is none, None where nobody can read it any more."""
    if entry is None or entry.action == JournalEntry.Action.DELETE:
        return {}
    try:
        form = row_form(entry)
        worded = table.words(form, user, day) if form else None
        return worded and {name: (label, [*map(str, of)]) for name, (label, of) in worded.items()}
    except (AttributeError, LookupError, TypeError, ValueError):
        return None  # an altered payload is for verify_journal to tell
