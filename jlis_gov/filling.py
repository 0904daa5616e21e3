"""Fills in what later versions bring to fields that a register made before has empty."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jlis_gov.loading import FILES
from records.base import Record
from records.journal import JournalEntry

FIELDS = ("english_name", "synonyms")


def fill(directory: Path) -> int:
    """Write into empty fields what the files of `directory` have there, return into how many.

    Of a record that the office calls otherwise, nothing is known; and what anyone ever wrote into a
    field, also to take it out again, is the office's own. Needs an open change.
    """
    filled = 0
    for record, name, text in shipped(directory):
        if getattr(record, name) or was_written(record, name):
            continue
        setattr(record, name, text.strip())
        record.save()
        filled += 1
    return filled


def shipped(directory: Path) -> Iterator[tuple[Record, str, str]]:
    """The current records that are called as in the files, each with a field and its text there."""
    for file, arrays in FILES.items():
        if not (path := directory / file).is_file():
            continue
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
        for array, model in arrays.items():
            known: Any = model.objects
            for row in sections.get(array, ()):
                told = [name for name in FIELDS if name in row]
                called = {name: row[name] for name in ("slug", "name") if name in row}
                record = known.current().filter(**called).first() if told else None
                if record is not None:
                    yield from ((record, name, row[name]) for name in told)


def was_written(record: Record, name: str) -> bool:
    """Return True if the journal tells of any text in this field of the record."""
    place = {"record_type": record._meta.label, "record_id": record.pk}
    forms = (entry.form() for entry in JournalEntry.objects.with_payloads().filter(**place))
    return any(form[name] for form in forms if form)
