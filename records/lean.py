"""Records as lists and calendars read them, without what the ORM does for each row and prefetch.

Ten times the rows in the same time, which whoever takes away a hundred thousand of them feels. The
rows are instances of their models, filled as they stand in the table; their parts are plain lists
where `.all()` finds them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from django.db.models.functions import JSONArray
from django.db.models.sql.compiler import SQLCompiler

FIRST, AT_ONCE = 100, 1_000  # rows read at a time; the first ones soon
PLAIN = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)
Shared = dict[type[models.Model], dict[int, models.Model]]


@dataclass(frozen=True, slots=True)
class Lean:
    """What a kind's columns read: its parts, and for each the links whose targets are few.

    Some records at a time take two queries: one for them, one for the parts of all of them. The
    targets (departments, bodies, types) are read once and shared among all rows.
    """

    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def batches(self, records: models.QuerySet) -> Iterator[list[models.Model]]:
        """The records in order, some at a time; only two batches are ever in memory."""
        rows = _rows(records).iterator(chunk_size=AT_ONCE)
        return self._filled(records.model, rows, FIRST)

    def read(self, records: models.QuerySet) -> list[models.Model]:
        """All of these records at once."""
        batches = self._filled(records.model, iter(_rows(records)), AT_ONCE)
        return [record for batch in batches for record in batch]

    def _filled(
        self, model: type[models.Model], rows: Iterator[tuple[Any, ...]], size: int
    ) -> Iterator[list[models.Model]]:
        columns, shared = _columns(model), Shared()
        readers = [_PartReader(model, name, links, shared) for name, links in self.parts.items()]
        while batch := [_filled(model, columns, row) for row in islice(rows, size)]:
            _attach(batch, readers)
            yield batch
            size = AT_ONCE


class _PartReader:
    """Reads the rows of one part from the JSON that comes with each record."""

    def __init__(
        self, model: type[models.Model], name: str, links: Sequence[str], shared: Shared
    ) -> None:
        self.name, self.owner = name, model._meta.get_field(name).field
        self.model = self.owner.model
        self.columns = _columns(self.model)
        self.links = {link: _targets(self.model._meta.get_field(link), shared) for link in links}
        self.converted: dict[str, Callable[[Any], Any]] = {
            column.attname: column.to_python
            for column in self.model._meta.concrete_fields
            if not isinstance(column, PLAIN)
        }

    def rows(self) -> "_JSONRows":
        """The part's rows of each record, in the part's order."""
        owned = self.model._base_manager.filter(**{self.owner.name: models.OuterRef("pk")})
        return _JSONRows(owned.annotate(cells=JSONArray(*self.columns)).values("cells"))

    def read(self, rows: list[list[Any]] | None) -> list[models.Model]:
        """The rows as instances, with the targets of their links."""
        return [self._filled(cells) for cells in rows or ()]

    def _filled(self, cells: Sequence[Any]) -> models.Model:
        part = _filled(self.model, self.columns, cells)
        for name, converted in self.converted.items():
            part.__dict__[name] = converted(part.__dict__[name])
        for link, known in self.links.items():
            part._state.fields_cache[link] = known.get(part.__dict__[f"{link}_id"])
        return part


class _JSONRows(models.Subquery):
    """What a query of arrays finds, in its order, as one array."""

    output_field = models.JSONField()
    template = "(SELECT JSON_GROUP_ARRAY(JSON(found.cells)) FROM (%(subquery)s) found)"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        template = "(SELECT JSONB_AGG(found.cells) FROM (%(subquery)s) found)"
        return self.as_sql(compiler, connection, template=template)


def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _rows(records: models.QuerySet) -> models.QuerySet:
    return records.prefetch_related(None).values_list(*_columns(records.model))


def _attach(records: Sequence[models.Model], readers: Sequence[_PartReader]) -> None:
    """Give each of the records (of one kind) its parts."""
    together = records[0]._meta.base_manager.filter(pk__in=[record.pk for record in records])
    found = together.values_list("pk", *(reader.rows() for reader in readers))
    by_key = {pk: parts for pk, *parts in found}
    gone = [None] * len(readers)  # deleted between the two questions
    for record in records:
        record.__dict__["_prefetched_objects_cache"] = {
            reader.name: reader.read(rows)
            for reader, rows in zip(readers, by_key.get(record.pk, gone), strict=True)
        }


def _filled(model: type[models.Model], names: Sequence[str], values: Sequence[Any]) -> models.Model:
    """A row without the ceremony of `Model.__init__`, for reading only."""
    row = model.__new__(model)
    row.__dict__ = dict(zip(names, values, strict=True))
    row._state = ModelState()
    row._state.adding = False
    return row


def _targets(link: models.ForeignKey, shared: Shared) -> dict[int, models.Model]:
    """All rows that the link may lead to, by key, each knowing what it belongs to itself."""
    model = link.related_model
    if model not in shared:
        found = shared[model] = {row.pk: row for row in model._base_manager.all()}
        own = [f for f in model._meta.concrete_fields if f.related_model is model]
        for row in found.values():
            for up in own:
                row._state.fields_cache[up.name] = found.get(getattr(row, up.attname))
    return shared[model]
