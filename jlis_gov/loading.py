"""Reads the record that an empty register starts from: TOML files typed by hand.

A file has one array of tables for each kind of record, and nested arrays for its parts, named as in
the model. `[defaults]` at its head holds values for every row that has such a field. A row is known
by its `key` (a record with a code by its `slug`); other rows name it by that where they point to
it, and must stand after it. A row's `order`, where it has one, is its place in its array unless
given.
"""

import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ManyToOneRel
from django.utils import timezone
from django.utils.translation import gettext as _

from calendars.scheduled import ScheduledRecord
from jlis_gov.composition import KINDS
from records.base import JournalledModel, Life, Record
from records.journal import JournalEntry

# A loaded row's uid is made of its kind and key under this name, so that its address and its
# calendar entry are the same in every register. Never change it.
NAMESPACE = uuid.UUID("5d1f0c53-7f0e-4c4d-9a60-6d1b9c2f8e21")

Row = dict[str, Any]
Files = dict[str, dict[str, type[Record]]]


def files() -> Files:
    """The files with their arrays, each after those that hold what it points to.

    Rooms come from below, and models as they are defined, which is after what they point to.
    """
    rooms = reversed(list(apps.get_app_configs()))
    models = [model for room in rooms for model in room.get_models()]
    fixtures = [(kind.model, kind.fixture) for kind in KINDS if kind.fixture]
    found: Files = {}
    for model, fixture in sorted(fixtures, key=lambda one: models.index(one[0])):
        found.setdefault(fixture.file, {})[fixture.array] = model
    return found


FILES = files()


class LoadError(ValueError):
    """A file cannot be loaded; the message names the file and the row's key."""


def register_is_empty() -> bool:
    """Return True if nothing was ever kept: no record, and no entry of one that is gone."""
    kept: list[Any] = [JournalEntry, *(kind.model for kind in KINDS)]
    return not any(model.objects.exists() for model in kept)


def of_kind(name: str) -> Files:
    """The file with the array of one kind alone. Raises `LoadError` where there is none.

    Nothing may be kept of that kind: nothing is loaded beside what the office wrote.
    """
    kinds = {one.name: one for one in KINDS if one.fixture}
    kind = kinds.get(name)
    if kind is None or kind.fixture is None:
        raise LoadError(
            _("“%(name)s” is no kind that can be loaded. There are: %(names)s.")
            % {"name": name, "names": ", ".join(kinds)}
        )
    if kind.model.objects.exists():
        raise LoadError(_("The register already holds such records: %(kind)s.") % {"kind": name})
    return {kind.fixture.file: {kind.fixture.array: kind.model}}


def load(directory: Path, files: Files = FILES) -> int:
    """Save every record of these files of `directory`, return how many; needs an open change.

    A file that is missing is passed over, but not all of them. Raises `LoadError`.
    """
    paths = [path for name in files if (path := directory / name).is_file()]
    if not paths:
        raise LoadError(
            _("%(directory)s holds none of these files: %(names)s.")
            % {"directory": directory, "names": ", ".join(files)}
        )
    loader = _Loader(files)
    return sum(loader.load_file(path) for path in paths)


@dataclass(slots=True)
class _Place:
    """A place in the files, for messages."""

    file: str
    key: str = ""

    def error(self, message: str) -> LoadError:
        return LoadError(": ".join(part for part in (self.file, self.key, message) if part))

    def invalid(self, error: ValidationError) -> LoadError:
        fields = error.message_dict.items()
        return self.error("; ".join(f"{name}: {' '.join(texts)}" for name, texts in fields))


@dataclass(slots=True)
class _Loader:
    files: Files
    loaded: dict[tuple[type[models.Model], str], JournalledModel] = field(default_factory=dict)
    defaults: Row = field(default_factory=dict)

    def load_file(self, path: Path) -> int:
        place = _Place(path.name)
        try:
            sections = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise place.error(str(error)) from error
        self.defaults = sections.pop("defaults", {})
        if unknown := sections.keys() - FILES[path.name].keys():
            raise place.error(_("There is no kind of record “%(name)s”.") % {"name": min(unknown)})
        saved = 0
        for name, model in self.files[path.name].items():
            for row, position in _rows(sections.get(name, []), name, place):
                key = row.get("slug") or row.pop("key", "")
                self._save(model, row | {"key": key}, position, _Place(path.name, f"{name} {key}"))
                saved += 1
        return saved

    def _save(
        self,
        model: type[JournalledModel],
        row: Row,
        position: int,
        place: _Place,
        **whole: JournalledModel,
    ) -> None:
        key = row.pop("key")
        if not isinstance(key, str) or not key:
            raise place.error(_("Number %(position)d has no key.") % {"position": position})
        if (model, key) in self.loaded:
            raise place.error(_("This key is used twice."))
        parts = {name: row.pop(name) for name in model.parts if name in row}
        values = whole | self._values(model, row, position, place)
        kept = model(uid=uuid.uuid5(NAMESPACE, f"{model._meta.model_name}:{key}"), **values)
        try:
            kept.full_clean()
            if isinstance(kept, ScheduledRecord):
                kept.check_held(timezone.localdate())
        except ValidationError as error:
            raise place.invalid(error) from error
        kept.save()
        self.loaded[model, key] = kept
        for name, rows in parts.items():
            self._save_parts(kept, key, name, rows, place)
        if isinstance(kept, Record) and kept.life == Life.REGISTERED and (lacks := kept.lacks()):
            raise place.error(lacks)

    def _save_parts(
        self, kept: JournalledModel, key: str, name: str, rows: Any, place: _Place
    ) -> None:
        link = cast(ManyToOneRel, kept._meta.get_field(name))  # as every name in `parts` is
        for row, position in _rows(rows, name, place):
            part_key = row.pop("key", f"{key}/{name}/{position}")
            here = _Place(place.file, f"{place.key}, {name} {position}")
            whole = {link.field.name: kept}
            model = cast(type[JournalledModel], link.related_model)
            self._save(model, row | {"key": part_key}, position, here, **whole)

    def _values(self, model: type[JournalledModel], row: Row, position: int, place: _Place) -> Row:
        concrete = (field for field in model._meta.concrete_fields if not field.primary_key)
        fields = {field.name: field for field in concrete if field.editable}
        given = {"order": position} | self.defaults
        values: Row = {name: value for name, value in given.items() if name in fields} | row
        for name, value in list(values.items()):
            if name not in fields:
                raise place.error(_("There is no field “%(name)s”.") % {"name": name})
            if not isinstance(value, str | int | float | date | time):
                raise place.error(_("“%(name)s” cannot hold a list or table.") % {"name": name})
            if isinstance(link := fields[name], models.ForeignKey):
                target = cast(type[models.Model], link.related_model)
                values[name] = self._find(target, value, place)
        return values

    def _find(self, model: type[models.Model], key: Any, place: _Place) -> JournalledModel:
        if (model, key) not in self.loaded:
            raise place.error(
                _("No %(kind)s “%(key)s” stands before it.")
                % {"kind": model._meta.model_name, "key": key}
            )
        return self.loaded[model, key]


def _rows(rows: Any, name: str, place: _Place) -> Iterator[tuple[Row, int]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise place.error(_("“%(name)s” must be a list of tables.") % {"name": name})
    for position, row in enumerate(rows, start=1):
        yield dict(row), position
