"""Columns and rows derived from records: compared with those, and computed anew.

`JournalledModel.derive` and `JournalledModel.derived_rows` compute it, as when a record is saved.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from records.base import JournalledModel, Part, Record
from records.journal.reconciliation import readable_rows, record_models, row_name, unreadable

_AT_ONCE = 500  # rows fetched at a time
_BY_THE_JOURNAL = Record.derived  # its key, and when it was changed: verified with the journal


def hold_derived() -> Iterator[str]:
    """Say, in the active language, what derived columns and rows are not as they should be."""
    for model in _models():
        for pk, row in _rows(model, _keys(model)):
            if row is None:
                yield unreadable(model, pk)
            elif names := _differences(row):
                yield _told(row, names)


def rebuild_derived() -> Iterator[tuple[str, bool]]:
    """Make it anew where it differs; what was wrong, and whether it is mended.

    What cannot be read stays: its record is damaged itself.
    """
    for model in _models():
        for keys in _keys(model):
            found = []
            with transaction.atomic():
                for pk, row in _rows(model, [keys], is_locked=True):
                    if row is None:
                        found.append((unreadable(model, pk), False))
                    elif names := _differences(row):
                        found.append((_told(row, names), _mended(row, names)))
                yield from found


def _models() -> list[type[JournalledModel]]:
    """Records and their parts of which something is derived."""
    parts = [model for model in apps.get_models() if issubclass(model, Part)]
    return [model for model in (*record_models(), *parts) if _columns(model) or model.derived_parts]


def _columns(model: type[JournalledModel]) -> list[str]:
    return sorted(model.derived - _BY_THE_JOURNAL)


def _keys(model: type[JournalledModel]) -> Iterator[list[int]]:
    last = 0
    rows = model._base_manager.order_by("pk").values_list("pk", flat=True)
    while keys := list(rows.filter(pk__gt=last)[:_AT_ONCE]):
        yield keys
        last = keys[-1]


def _rows(
    model: type[JournalledModel], batches: Iterable[list[int]], *, is_locked: bool = False
) -> Iterator[tuple[int, JournalledModel | None]]:
    """The rows with what theirs are derived from; None for one that its fields cannot read."""
    links = [*model.names, *([model.part_of] if issubclass(model, Part) else [])]
    rows = model._base_manager.select_related(*links) if links else model._base_manager.all()
    rows = rows.prefetch_related(*model.derived_parts).order_by("pk")
    if is_locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    for keys in batches:
        yield from readable_rows(rows, keys)


def _differences(row: JournalledModel) -> list[str]:
    """Sets the derived columns of `row` to what they should be; names what was not so."""
    columns = _columns(type(row))
    kept = {name: getattr(row, name) for name in columns}
    row.derive()
    differing = [name for name in columns if getattr(row, name) != kept[name]]
    for name in row.derived_parts:
        held, due = getattr(row, name).all(), _derived_rows(row, name)
        if sorted(map(_facts, held), key=str) != sorted(map(_facts, due), key=str):
            differing.append(name)
    return differing


def _derived_rows(row: JournalledModel, name: str) -> list[models.Model]:
    model = row._meta.get_field(name).related_model
    return [one for one in row.derived_rows() if type(one) is model]


def _facts(row: models.Model) -> list[Any]:
    return [getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key]


def _mended(row: JournalledModel, names: list[str]) -> bool:
    """Write what should be; False where another row is in its way."""
    columns = {name: getattr(row, name) for name in names if name not in row.derived_parts}
    try:
        with transaction.atomic():
            if columns:
                QuerySet(type(row)).filter(pk=row.pk).update(**columns)
            for name in set(names) - set(columns):
                link: Any = row._meta.get_field(name)
                QuerySet(link.related_model).filter(**{link.field.name: row.pk}).delete()
                rows: list[Any] = _derived_rows(row, name)
                QuerySet(link.related_model).bulk_create(rows)
    except IntegrityError:
        return False
    return True


def _told(row: JournalledModel, names: list[str]) -> str:
    return _("%(row)s: %(names)s is not what follows from the record.") % {
        "row": row_name(type(row), row.pk),
        "names": ", ".join(names),
    }
