"""Differences between two canonical forms of one record, field by field and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from django.db import models

from records.base import JournalledModel
from records.history.wording import Form, Words, journalled_fields, label_of, part_model

Path = tuple[str, ...]  # of a field: its name; of a row's: part, uid and, in a row, the field


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed; `old` or `new` is empty where there is nothing."""

    path: Path
    label: str
    old: str
    new: str


def differences(
    model: type[JournalledModel], old: Form | None, new: Form | None, words: Words
) -> list[Difference]:
    """Differences from `old` to `new`; None is a record that is not there.

    Both are of today's schema.
    """
    found = list(_in_fields(model, old, new, words, (), ()))
    for name in model.parts:
        part = part_model(model, name)
        before, after = rows_by_uid(old, name), rows_by_uid(new, name)
        for uid in before | after:
            was, is_now, path = before.get(uid), after.get(uid), (name, uid)
            if was is not None and is_now is not None:
                within = (label_of(part), words.name(part, was))
                found += _in_fields(part, was, is_now, words, path, within)
            else:
                texts = (_row_in_words(part, row, words) for row in (was, is_now))
                found.append(Difference(path, label_of(part), *texts))
    return found


def changed_names(model: type[JournalledModel], old: Form, new: Form) -> set[str]:
    """The names of the fields of one row that differ, without its parts."""
    names = (field.name for field in journalled_fields(model))
    return {name for name in names if old.get(name) != new.get(name)}


def rows_by_uid(form: Form | None, name: str) -> dict[str, Form]:
    """The rows of a part, by uid."""
    return {row["uid"]: row for row in (form or {}).get(name, ())}


def _in_fields(
    model: type[JournalledModel],
    old: Form | None,
    new: Form | None,
    words: Words,
    path: Path,
    within: tuple[str, ...],
) -> Iterator[Difference]:
    is_whole = old is not None and new is not None
    differing = changed_names(model, old or {}, new or {})
    pairs = model.shadowed_fields.items()
    shadowed_fields = {hidden: typed for typed, hidden in pairs if {typed, hidden} <= differing}
    for field in journalled_fields(model):
        name = field.name
        if name not in differing or name in shadowed_fields.values():
            continue
        values = [(form or {}).get(name) for form in (old, new)]
        if not is_whole and field.has_default() and field.get_default() in values:
            continue  # nobody said anything
        was, is_now = (words.value(field, value) for value in values)
        if (was, is_now) != ("", ""):
            shown = cast(models.Field, model._meta.get_field(shadowed_fields.get(name, name)))
            label = " › ".join((*within, label_of(shown)))
            yield Difference((*path, name), label, was, is_now)


def _row_in_words(part: type[JournalledModel], row: Form | None, words: Words) -> str:
    """A row that came or went: what it is called, then what else it says, a line each."""
    if row is None:
        return ""
    name = words.name(part, row)
    fields = _in_fields(part, None, row, words, (), ())
    others = [f"{each.label}: {each.new}" for each in fields if each.new != name]
    return "\n".join([name, *others])
