"""JSON Schema of the files in which canonical forms are taken away."""

import json
from typing import Any, cast

from django.db import models
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from records.base import JournalledModel, Record
from records.lists.downloads import Download
from records.lists.formats.declaration import Asked, Format
from records.lists.redaction import ALWAYS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
COUNT = {"type": "integer", "minimum": 0}
UID = {"type": "string", "format": "uuid"}
MOMENT = {"type": "string", "format": "date-time"}
JOURNAL_HEAD = {
    "type": "object",
    "properties": {"sequence": COUNT, "hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
    "required": ["sequence", "hash"],
    "additionalProperties": False,
}
PLAIN: tuple[tuple[type[models.Field], dict[str, Any]], ...] = (
    (models.ForeignKey, UID),
    (models.UUIDField, UID),
    (models.DateTimeField, MOMENT),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    (models.DecimalField, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
)


def schema_of(model: type[Record], open_fields: frozenset[str]) -> dict[str, Any]:
    """The schema of a file of this kind of record.

    Every record has the `open_fields`; the others are there for readers who may know them, as is
    the journal's head.
    """
    properties = {
        "kind": {"const": model._meta.label},
        "schema": {"const": model.schema},
        "title": TEXT,
        "taken_by": TEXT | {"description": _("empty: anyone")},
        "taken_at": MOMENT,
        "filters": TEXT,
        "as_of": MOMENT,
        "count": COUNT,
        "journal": JOURNAL_HEAD,
        "records": {"type": "array", "items": _object(model, ALWAYS | open_fields)},
    }
    return {
        "$schema": DIALECT,
        "title": str(model._meta.verbose_name_plural),
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name != "journal"],
        "additionalProperties": False,
    }


def _object(model: type[JournalledModel], open_fields: frozenset[str]) -> dict[str, Any]:
    fields = [field for field in model._meta.concrete_fields if field.name not in model.derived]
    properties = {field.name: _value(field) for field in fields}
    for name in model.parts:
        inner = (f.removeprefix(f"{name}.") for f in open_fields if f.startswith(f"{name}."))
        part = cast(type[JournalledModel], model._meta.get_field(name).related_model)
        properties[name] = {"type": "array", "items": _object(part, frozenset(inner) | {"uid"})}
    return {
        "type": "object",
        "properties": properties,
        "required": sorted({field.partition(".")[0] for field in open_fields}),
        "additionalProperties": False,
    }


def _value(field: models.Field) -> dict[str, Any]:
    plain = next((value for kind, value in PLAIN if isinstance(field, kind)), TEXT)
    schema: dict[str, Any] = {"title": str(field.verbose_name)} | plain
    if field.choices and not isinstance(field, models.IntegerField):
        named = {str(key): str(name) for key, name in field.choices}
        blank = [""] if field.blank else []
        words = "; ".join(f"{key}: {name}" for key, name in named.items())
        schema |= {"enum": [*named, *blank], "description": words}
    if not field.null:
        return schema
    if "enum" in schema:
        schema["enum"].append(None)
    return schema | {"type": [schema["type"], "null"]}


def write(download: Download, asked: Asked) -> HttpResponseBase:
    """The schema, shown by the browser."""
    schema = schema_of(download.model, download.page.open_fields)
    text = json.dumps(schema, ensure_ascii=False, indent=2)
    return HttpResponse(text, content_type="application/schema+json")


SCHEMA = Format(name="schema", label="JSON Schema", write=write, holds_records=False)
