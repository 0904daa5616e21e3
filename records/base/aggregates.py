"""Records with all that belongs to them, in a constant number of queries."""

from collections.abc import Iterator
from typing import cast

from django.db import models

from records.base.journalled import JournalledModel
from records.base.record import Record


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
