"""Canonical forms to take away: whole for those who keep or oversee, else what anyone may know."""

from collections.abc import Iterator, Sequence
from typing import Any

from records.base import Record, sees_internal, with_parts

Form = dict[str, Any]
ALWAYS = frozenset({"uid", "visibility", "life"})


def forms(
    records: Sequence[Record], open_fields: frozenset[str], user: Any, *, is_whole: bool
) -> Iterator[Form]:
    """The form of each record, in their order.

    Whole where `is_whole`, and where `user` may read the record's history; else only
    `open_fields`, in which `sessions.body` is the field of a part.
    """
    if not records:
        return
    model, keys = type(records[0]), [record.pk for record in records]
    seen = model.objects.with_history_for(user).filter(pk__in=keys)
    past = set() if is_whole else set(seen.values_list("pk", flat=True))
    found = with_parts(model).in_bulk(keys)
    for key in keys:
        form = found[key].canonical()
        yield form if is_whole or key in past else opened(form, ALWAYS | open_fields)


def reads_whole(user: Any, model: type[Record]) -> bool:
    """Return True if `user` may read all of every record of this kind that is visible to them."""
    return sees_internal(user, model)


def opened(form: Form, fields: frozenset[str]) -> Form:
    """The open fields of a form; the rows of a part keep their uid."""
    found: Form = {}
    for name, value in form.items():
        inner = frozenset(f.removeprefix(f"{name}.") for f in fields if f.startswith(f"{name}."))
        if inner:
            found[name] = [opened(row, inner | {"uid"}) for row in value]
        elif name in fields:
            found[name] = value
    return found
