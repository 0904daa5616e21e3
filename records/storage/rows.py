"""Records as lists and calendars read them, without what the ORM does for each row and prefetch.

Ten times the rows in the same time, which whoever takes away a hundred thousand of them feels. The
rows are instances of their models, filled as they stand in the table; their parts are plain lists
where `.all()` finds them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONArray
from django.db.models.sql.compiler import SQLCompiler

FIRST_BATCH_SIZE, BATCH_SIZE = 100, 2_000  # rows read at a time; the first ones soon
# Fields whose values a database takes and gives as they are.
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)
# Fields in no file of a list; a row fetches them where they are asked for.
DEFERRED_FIELDS = frozenset({"document_number", "decision_number", "version", "changed_at"})
ALL: frozenset[str] = frozenset()
Linked = list[tuple[str, str, dict[int, models.Model]]]  # name, column, the rows it may lead to


@dataclass(frozen=True, slots=True)
class RowLoader:
    """Loads what a kind's columns read: its parts, and for each the links whose targets are few.

    `links` are such links of the record itself. Some records at a time take two queries: one for
    them, one for the parts of all of them. The targets (departments, bodies, types) are read once
    and shared among all rows; not at all where there are none.
    """

    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: tuple[str, ...] = ()

    def batches(
        self, records: models.QuerySet, *, without: frozenset[str] = ALL
    ) -> Iterator[list[models.Model]]:
        """The records in order, some at a time, the first ones soon."""
        rows, size = self.rows(records, without=without), FIRST_BATCH_SIZE
        while batch := list(islice(rows, size)):
            yield batch
            size = BATCH_SIZE

    def rows(
        self, records: models.QuerySet, *, without: frozenset[str] = ALL
    ) -> Iterator[models.Model]:
        """The records in order, each made when it is its turn: many that live at once cost most.

        Columns in `without` are not read; where there are such, nor are the uids of parts.
        """
        found = _values(records, without).iterator(chunk_size=BATCH_SIZE)
        return self._made(records.model, found, without, FIRST_BATCH_SIZE)

    def read(self, records: models.QuerySet) -> list[models.Model]:
        """All of these records at once."""
        return list(self._made(records.model, iter(_values(records, ALL)), ALL, BATCH_SIZE))

    def _made(
        self,
        model: type[models.Model],
        rows: Iterator[Sequence[Any]],
        without: frozenset[str],
        size: int,
    ) -> Iterator[models.Model]:
        if not (batch := list(islice(rows, size))):
            return  # before the targets of links that nothing has are read
        columns, shared = _columns(model, without), _Shared()
        readers = [
            _PartReader(model, name, links, shared, without and frozenset({"uid"}))
            for name, links in self.parts.items()
        ]
        links, key = shared.linked(model, self.links), columns.index(model._meta.pk.attname)
        while batch:
            found = model._meta.base_manager.filter(pk__in=_Among([row[key] for row in batch]))
            joined = found.values_list("pk", *(reader.rows() for reader in readers))
            parts = {pk: cells for pk, *cells in joined}
            for values in batch:
                record = _filled(model, columns, values, links)
                own = parts.get(values[key]) or [None] * len(readers)  # deleted meanwhile: none
                record.__dict__["_prefetched_objects_cache"] = {
                    one.name: one.read(cells) for one, cells in zip(readers, own, strict=True)
                }
                yield record
            batch = list(islice(rows, BATCH_SIZE))


class _Shared(dict[type[models.Model], dict[int, models.Model]]):
    """All rows of each model asked for, by key, each knowing what it belongs to itself."""

    def __missing__(self, model: type[models.Model]) -> dict[int, models.Model]:
        found = self[model] = {row.pk: row for row in model._base_manager.all()}
        own = [f for f in model._meta.concrete_fields if f.related_model is model]
        for row in found.values():
            for up in own:
                row._state.fields_cache[up.name] = found.get(getattr(row, up.attname))
        return found

    def linked(self, model: type[models.Model], links: Iterable[str]) -> Linked:
        """Each of these links of `model`."""
        options: Any = model._meta
        return [(each, f"{each}_id", self[options.get_field(each).related_model]) for each in links]


class _PartReader:
    """Reads the rows of one part from the JSON that comes with each record."""

    def __init__(
        self,
        model: type[models.Model],
        name: str,
        links: Sequence[str],
        shared: _Shared,
        without: frozenset[str],
    ) -> None:
        relation: Any = model._meta.get_field(name)
        self.name, self.owner = name, relation.field
        self.model = self.owner.model
        self.columns = _columns(self.model, without)
        self.links = shared.linked(self.model, links)
        self.converted: dict[str, Callable[[Any], Any]] = {
            column.attname: column.to_python
            for column in self.model._meta.concrete_fields
            if column.attname in self.columns and not isinstance(column, PLAIN)
        }

    def rows(self) -> "_JSONRows":
        """The part's rows of each record, in the part's order."""
        owned = self.model._base_manager.filter(**{self.owner.name: models.OuterRef("pk")})
        return _JSONRows(owned.annotate(cells=JSONArray(*self.columns)).values("cells"))

    def read(self, rows: list[list[Any]] | None) -> list[models.Model]:
        """The rows as instances, with the targets of their links."""
        return [self._filled(cells) for cells in rows or ()]

    def _filled(self, cells: Sequence[Any]) -> models.Model:
        part = _filled(self.model, self.columns, cells, self.links)
        for name, converted in self.converted.items():
            part.__dict__[name] = converted(part.__dict__[name])
        return part


class _JSONRows(models.Subquery):
    """What a query of arrays finds, in its order, as one array; NULL where it finds none."""

    output_field = models.JSONField()
    # JSON_GROUP_ARRAY would take each array for a text, or read it once more.
    template = "(SELECT '[' || GROUP_CONCAT(found.cells) || ']' FROM (%(subquery)s) found)"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, Any]:
        template = "(SELECT JSONB_AGG(found.cells) FROM (%(subquery)s) found)"
        return self.as_sql(compiler, connection, template=template)  # type: ignore[call-arg]  # Subquery's


class _Kept(ModelState):
    """Of a row that stands in the table."""

    adding = False


def _values(records: models.QuerySet, without: frozenset[str]) -> models.QuerySet:
    return records.prefetch_related(None).values_list(*_columns(records.model, without))


def _columns(model: type[models.Model], without: frozenset[str]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.name not in without]


class _Among(RawSQL):
    """The keys as one parameter: thousands of them take Django longer than the database."""

    def __init__(self, keys: list[int]) -> None:
        super().__init__("SELECT unnest(%s::bigint[])", [keys])

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[str]]:
        return "(SELECT value FROM json_each(%s))", [json.dumps(self.params[0])]


def _filled(
    model: type[models.Model], names: Sequence[str], values: Sequence[Any], links: Linked
) -> models.Model:
    """A row without the ceremony of `Model.__init__`, for reading only."""
    row = model.__new__(model)
    row.__dict__ = dict(zip(names, values))  # noqa: B905 (as many by their making; it costs)
    row._state = _Kept()
    if links:
        row._state.fields_cache = {
            link: known.get(row.__dict__[column]) for link, column, known in links
        }
    return row
