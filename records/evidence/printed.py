"""The records of a bundle as tables: one for the kind, one for each of its parts, flat."""

from collections.abc import Iterable, Iterator

from records.base import JournalledModel, Part
from records.history import Form, Words, journalled_fields, label_of, part_model
from records.lists import Table

Owned = tuple[str, Form]  # the uid of what a row belongs to, and the row


def tables(model: type[JournalledModel], forms: Iterable[Form], words: Words) -> dict[str, Table]:
    """Tables by their name: `audit`, `audit.targets` and so on, numbered from 1."""
    name = model._meta.model_name or ""
    found = _tables(name, model, [("", form) for form in forms], words)
    return {
        name: Table(label, columns, rows, number=number)
        for number, (name, label, columns, rows) in enumerate(found, start=1)
    }


Printed = tuple[str, str, tuple[str, ...], tuple[tuple[str, ...], ...]]


def _tables(
    name: str, model: type[JournalledModel], rows: list[Owned], words: Words
) -> Iterator[Printed]:
    fields = journalled_fields(model)
    # A row's own uid comes first: no two cells there are alike, so nothing is printed as merged.
    head = ["uid"]
    if is_part := issubclass(model, Part):
        head.append(f"uid（{label_of(part_model(model, model.part_of))}）")
    cells = tuple(
        (
            form["uid"],
            *([owner] if is_part else []),
            *(words.value(field, form.get(field.name)) for field in fields),
        )
        for owner, form in rows
    )
    yield name, label_of(model), (*head, *map(label_of, fields)), cells
    for part in model.parts:
        owned = [(form["uid"], row) for _owner, form in rows for row in form.get(part, ())]
        below = part_model(model, part)
        yield from _tables(f"{name}.{part}", below, owned, words)
