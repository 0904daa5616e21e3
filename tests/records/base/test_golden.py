"""The canonical form of every kind of record, held still: one golden snapshot a schema.

A form that changes looks like tampering, unless `schema` is raised and `upgrades` tells the way.
Where a test here fails after a field came or went, see docs/journal.md; then
`UPDATE_GOLDEN=1 .venv/bin/pytest tests/records/base/test_golden.py` writes the snapshot of the new
schema from that of the one before. A snapshot that exists is never written again.
"""

import json
import os
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from records.base import JournalledModel, Record
from records.journal.reconciliation import record_models

GOLDEN = Path(__file__).parent / "golden"
KINDS = sorted(record_models(), key=lambda model: model._meta.label)
SNAPSHOTS = [(model, schema) for model in KINDS for schema in range(1, model.schema + 1)]
by_kind = pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.label)
Form = dict[str, Any]


def path_of(model: type[Record], schema: int) -> Path:
    return GOLDEN / f"{model._meta.label}.{schema}.json"


def golden(model: type[Record], schema: int) -> Form:
    path = path_of(model, schema)
    if not path.exists() and os.environ.get("UPDATE_GOLDEN") and schema > 1:
        form = model.upgrades[schema - 1](golden(model, schema - 1))
        path.write_text(json.dumps(form, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    return json.loads(path.read_text())


def parts_path(model: type[Record], schema: int) -> Path:
    return GOLDEN / f"{model._meta.label}.{schema}.parts.json"


def full(model: type[Record]) -> Form:
    """Today's form of the first snapshot, with a row in each part that came later.

    An upgrade leaves a new part empty; its rows stand in `<label>.<schema>.parts.json`.
    """
    form = golden(model, 1)
    for schema in range(2, model.schema + 1):
        form = model.upgrades[schema - 1](form)
        if parts_path(model, schema).exists():
            form |= json.loads(parts_path(model, schema).read_text())
    return form


def shape_of_model(model: type[JournalledModel]) -> Form:
    """The keys of the model's canonical form, those of its parts below them."""
    fields = [field.name for field in model._meta.concrete_fields]
    shape: Form = {name: None for name in fields if name not in model.derived}
    for name in model.parts:
        shape[name] = [shape_of_model(model._meta.get_field(name).related_model)]
    return shape


def shape_of_form(form: Form) -> Form:
    """The keys of a form; the rows of a part must all have the same."""
    shape: Form = {}
    for name, value in form.items():
        shapes = [shape_of_form(row) for row in value] if isinstance(value, list) else None
        assert not shapes or shapes == shapes[:1] * len(shapes), name
        shape[name] = shapes[:1] if shapes is not None else None
    return shape


def row_of(model: type[JournalledModel], form: Form, pk: int = 1) -> JournalledModel:
    """The row, in memory only, of which `form` is the canonical form."""
    row = model(pk=pk)
    for field in model._meta.concrete_fields:
        if field.name not in form:
            continue
        value = form[field.name]
        if isinstance(field, models.ForeignKey) and value is not None:
            value = field.related_model(uid=uuid.UUID(value))
        elif not isinstance(field, models.ForeignKey | models.FileField):
            value = field.to_python(value)
        setattr(row, field.name, value)
    row._prefetched_objects_cache = {}
    for name in model.parts:
        part = model._meta.get_field(name).related_model
        rows = part._base_manager.all()
        rows._result_cache = [row_of(part, each, n) for n, each in enumerate(form[name], 1)]
        rows._prefetch_done = True
        row._prefetched_objects_cache[name] = rows
    return row


@by_kind
def test_form_has_the_keys_of_its_schema(model):
    """When this fails, a field came or went: raise `schema`, add the step to `upgrades`."""
    assert shape_of_form(full(model)) == shape_of_model(model)


@by_kind
def test_form_writes_each_value_as_its_schema_does(model):
    form = full(model)
    assert row_of(model, form).canonical() == form


@pytest.mark.parametrize(
    ("model", "schema"), SNAPSHOTS, ids=[f"{model._meta.label}.{n}" for model, n in SNAPSHOTS]
)
def test_old_form_is_upgraded_to_that_of_today(model, schema):
    old = golden(model, schema)
    assert model.upgraded(old, schema) == golden(model, model.schema)
    assert old == golden(model, schema)  # the steps are pure


@by_kind
def test_first_snapshot_leaves_nothing_untried(model):
    """Every part has a row, every field a value; later snapshots hold what a step adds."""
    form = golden(model, 1)
    assert [name for name, value in form.items() if value in ([], None, "")] == []


def test_every_snapshot_is_of_a_kind_and_schema_that_exist():
    expected = {path_of(model, schema) for model, schema in SNAPSHOTS}
    expected |= {path for place in SNAPSHOTS if (path := parts_path(*place)).exists()}
    assert set(GOLDEN.glob("*")) == expected


@by_kind
def test_every_step_but_the_last_is_there(model):
    assert set(model.upgrades) == set(range(1, model.schema))
