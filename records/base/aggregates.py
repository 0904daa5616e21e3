"""Records with all that belongs to them, in a constant number of queries."""

from collections.abc import Iterator
from typing import Any, cast

from django.db import models

from records.base.journalled import JournalledModel
from records.base.record import Record
from records.base.validation import parts_of


def with_parts(model: type[Record]) -> models.QuerySet:
    """The rows with all that their canonical forms need, in order of their keys."""
    return model._base_manager.prefetch_related(*_links(model)).order_by("pk")


def _links(model: type[JournalledModel], prefix: str = "") -> Iterator[str]:
    for field in model._meta.concrete_fields:
        is_whole = field.name == getattr(model, "part_of", None)
        is_link = isinstance(field, models.ForeignKey) and field.name not in model.derived
        if is_link and not is_whole:
            yield prefix + field.name
    for name in model.parts:
        yield prefix + name
        part = cast(type[JournalledModel], model._meta.get_field(name).related_model)
        yield from _links(part, f"{prefix}{name}__")


def referring(record: Record) -> list[Record]:
    """The other records that name `record` or one of its parts."""
    rows = [record, *parts_of(record)]
    found = (
        root
        for row in rows
        for link in row._meta.related_objects
        for model in [cast(type[Any], link.related_model)]
        if issubclass(model, JournalledModel)
        for other in model.objects.filter(**{link.field.name: row})
        for root in other.roots()
    )
    return list(dict.fromkeys(other for other in found if other != record))
