"""The whole register in open formats, to take it elsewhere: a Data Package (datapackage.org, 2.0).

Each table of records and of their parts is a CSV file (RFC 4180, UTF-8) of their canonical forms,
described by a Table Schema: links by uid, days in ISO 8601. The journal and the rows of tracked
tables are JSON Lines, files stand below `media/`, and `SHA256SUMS` names all of it.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from records.backup import archive
from records.backup.making import add_attachments
from records.base import JournalledModel
from records.journal import JournalEntry, chain, tracked_tables
from records.storage import snapshot

DESCRIPTION, SUMS = "datapackage.json", "SHA256SUMS"
JOURNAL, TRACKED = "journal.jsonl", "tracked.jsonl"
README = "README.txt"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_AT_ONCE = 2000  # rows
_TYPES: tuple[tuple[type[models.Field], str], ...] = (
    (models.BooleanField, "boolean"),
    (models.IntegerField, "integer"),
    (models.DecimalField, "number"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.TimeField, "time"),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """A package: its path, how many rows and files it holds, and in sentences what it lacks."""

    path: Path
    rows: int
    files: int
    faults: list[str]


def write(path: Path) -> Summary:
    """Write the whole register to `path`, which must not exist, as of one moment of the database.

    What lacks a file that the register names stands beside `path` as `.incomplete`. Raises
    `FileExistsError` and `OSError`.
    """
    at = chain.utc_text(timezone.now())
    with archive.writing(path) as writer, snapshot():
        counts = {model: _add_table(writer, model) for model in _tables()}
        writer.add(JOURNAL, _lines(_journal_entries()))
        writer.add(TRACKED, _lines(_tracked_rows()))
        files, faults = add_attachments(writer)
        writer.add(DESCRIPTION, [_description(writer, at)])
        words = render_to_string("records/data_package.txt", {"at": at})
        writer.add(README, [words.encode()])
        sums = (f"{facts['sha256']}  {name}\n" for name, facts in writer.members.items())
        writer.add(SUMS, ["".join(sums).encode()])
        if faults:
            writer.path = path.with_name(f"{path.name}.incomplete")
    return Summary(writer.path, sum(counts.values()), files, faults)


def _tables() -> list[type[JournalledModel]]:
    return [model for model in apps.get_models() if issubclass(model, JournalledModel)]


def _add_table(writer: archive.Writer, model: type[JournalledModel]) -> int:
    """Add the rows of a table; their number."""
    rows = _rows(model)
    writer.add(_place(model), _csv([each.name for each in model.kept_fields()], rows))
    return model._base_manager.count()


def _place(model: type[JournalledModel]) -> str:
    return f"data/{model._meta.label_lower}.csv"


def _rows(model: type[JournalledModel]) -> Iterator[dict[str, Any]]:
    links = [each.name for each in model.kept_fields() if isinstance(each, models.ForeignKey)]
    rows = model._base_manager.select_related(*links).order_by("pk")
    return (row.plain_row() for row in rows.iterator(chunk_size=_AT_ONCE))


def _csv(names: list[str], rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The lines of a CSV file; True and False as JSON writes them."""
    line = io.StringIO(newline="")
    writer = csv.DictWriter(line, names)
    writer.writeheader()
    for row in rows:
        words = {name: json.dumps(one) for name, one in row.items() if isinstance(one, bool)}
        writer.writerow(row | words)
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()
    yield line.getvalue().encode()


def _resource(writer: archive.Writer, model: type[JournalledModel]) -> dict[str, Any]:
    facts = writer.members[_place(model)]
    return {
        "name": model._meta.label_lower,
        "type": "table",
        "title": _in_japanese(model._meta.verbose_name_plural),
        "path": _place(model),
        "bytes": facts["size"],
        "hash": f"sha256:{facts['sha256']}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(model),
    }


def _schema(model: type[JournalledModel]) -> dict[str, Any]:
    fields = model.kept_fields()
    return {
        "fields": [_described(each) for each in fields],
        "primaryKey": ["uid"],
        "foreignKeys": [
            {"fields": [each.name], "reference": _reference(model, each.related_model)}
            for each in fields
            if isinstance(each, models.ForeignKey)
        ],
        "missingValues": [""],
    }


def _reference(model: type[JournalledModel], target: Any) -> dict[str, Any]:
    """A link's target; a table names itself by an empty text."""
    return {"resource": "" if target is model else target._meta.label_lower, "fields": ["uid"]}


def _described(column: models.Field) -> dict[str, Any]:
    kinds = (name for kind, name in _TYPES if isinstance(column, kind))
    found: dict[str, Any] = {
        "name": column.name,
        "type": next(kinds, "string"),
        "title": _in_japanese(column.verbose_name),
    }
    if column.unique:
        found["constraints"] = {"required": True, "unique": True}
    if column.choices:
        found["categories"] = [
            {"value": value, "label": _in_japanese(label)} for value, label in column.flatchoices
        ]
    return found


def _in_japanese(text: Any) -> str:
    with translation.override("ja"):
        return str(text)


def _lines(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    return (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def _journal_entries() -> Iterator[dict[str, Any]]:
    entries = JournalEntry.objects.with_payloads().order_by("sequence")
    for entry in entries.iterator(chunk_size=_AT_ONCE):
        yield entry.as_plain() | {"previous_hash": entry.previous_hash, "hash": entry.hash}


def _tracked_rows() -> Iterator[dict[str, Any]]:
    for table in tracked_tables():
        rows = table.forms(None) if table.forms else {}
        yield from ({"table": table.label, "key": key, "row": row} for key, row in rows.items())


def _description(writer: archive.Writer, at: str) -> bytes:
    description = {
        "$schema": _PROFILE,
        "name": "governance-register",
        "title": _in_japanese(_("Register of governance and audits")),
        "created": at,
        "resources": [_resource(writer, model) for model in _tables()],
    }
    return (json.dumps(description, ensure_ascii=False, indent=2) + "\n").encode()
