"""Joining what one person typed with what another saved meanwhile.

A field that the person did not touch takes the other's value, so that saving again does not undo
it. What both changed stays as typed, and is reported. Rows are never lost: one that the other
added appears, one that was removed and the person had changed stays as a new row.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from records.base import JournalledModel, is_key
from records.history import Form, Link, Path, changed_names, journalled_fields, links_in

Values = dict[str, list[str]]  # of one form, without its prefix
MakeForm = Callable[..., forms.ModelForm]
MOST_ROWS = 1000  # as Django takes at most


@dataclass(slots=True)
class Merge:
    """The form's values, and of what both changed the words that were typed."""

    data: QueryDict
    clashes: dict[Path, str] = field(default_factory=dict)
    keys: dict[Link, int] = field(default_factory=dict)  # of the targets that rows link to


@dataclass(frozen=True, slots=True)
class RowSet:
    """The rows of one inline: as the person saw them, and as they are kept now."""

    name: str
    formset: forms.BaseInlineFormSet
    before: Mapping[str, Form]
    now: Mapping[str, Form]


def target_keys(model: type[JournalledModel], forms: Iterable[Form]) -> dict[Link, int]:
    """The keys of all that the forms link to, as far as it is there: a query for each kind."""
    wanted: dict[type[JournalledModel], set[str]] = defaultdict(set)
    for target, uid in links_in(model, forms):
        wanted[target].add(uid)
    return {
        (target, str(uid)): pk
        for target, uids in wanted.items()
        for uid, pk in target._base_manager.filter(uid__in=uids).values_list("uid", "pk")
    }


def row_as_it_was(
    model: type[JournalledModel], form: Form, keys: Mapping[Link, int], **links: Any
) -> JournalledModel:
    """A row like that of the form, never to be saved; a target that has no key is left out."""
    row = model(uid=form["uid"], **links)
    for each in journalled_fields(model):
        plain = form.get(each.name)
        if plain is not None and isinstance(each, models.ForeignKey):
            plain = keys.get((cast(Any, each.related_model), plain))
        elif plain is not None:
            plain = each.to_python(plain)
        setattr(row, each.attname, plain)
    row._state.adding = False
    return row


def merge_fields(
    merge: Merge, path: Path, was: forms.ModelForm, now: forms.ModelForm, changed: Iterable[str]
) -> None:
    """Join the fields of one form: `was` is bound to what was typed, `now` shows what is kept."""
    touched = set(was.changed_data)
    for name in changed:
        if name not in now.fields:
            continue
        if name in touched:
            merge.clashes[*path, name] = typed_words(was[name])
        else:
            _take_over(merge.data, now[name], was[name].html_name)


def typed_words(bound: forms.BoundField) -> str:
    """The text typed into a field, choices by their label."""
    try:
        value = bound.field.clean(bound.data)
    except ValidationError:
        return str(bound.data or "")
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(bound.field, forms.ChoiceField) and not hasattr(bound.field, "queryset"):
        return str(dict(cast(Any, bound.field.choices)).get(value, value))
    return str(bound.data or "")


def merge_rows(merge: Merge, rows: RowSet) -> None:
    """Join the rows of one inline, those that are kept first, as the formset asks for them."""
    data, prefix = merge.data, cast(str, rows.formset.prefix)
    count = data.get(f"{prefix}-TOTAL_FORMS", "")
    if not is_key(count) or int(count) > MOST_ROWS:
        return
    typed = [_row(data, f"{prefix}-{index}-") for index in range(int(count))]
    places = {values.get("id", [""])[0]: index for index, values in enumerate(typed)}
    kept = [_kept_row(merge, rows, form, places) for form in rows.formset.initial_forms]
    found = {places.get(str(form.instance.pk)) for form in rows.formset.initial_forms}
    others = [index for index in range(len(typed)) if index not in found]
    new = [typed[index] | {"id": [""]} for index in _new_rows(merge, rows, typed, others)]
    for key in [key for key in data if re.match(rf"{re.escape(prefix)}-\d", key)]:
        del data[key]
    for index, values in enumerate([*kept, *new]):
        for name, each in values.items():
            data.setlist(f"{prefix}-{index}-{name}", each)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(new))
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))


def _kept_row(
    merge: Merge, rows: RowSet, form: forms.ModelForm, places: Mapping[str, int]
) -> Values:
    """A row that is kept: joined with what was typed into it, or as an untouched form shows it."""
    index = places.get(str(form.instance.pk))
    if index is None:
        shown = QueryDict(mutable=True)
        for bound in form:
            _take_over(shown, bound, bound.name)
        return dict(shown.lists())
    uid, prefix = str(form.instance.uid), f"{rows.formset.prefix}-{index}"
    before, now = rows.before.get(uid), rows.now.get(uid)
    if before is not None and now is not None:
        changed = changed_names(rows.formset.model, before, now)
        merge_fields(merge, (rows.name, uid), _bound(merge, rows, before, index), form, changed)
        if changed and merge.data.get(f"{prefix}-DELETE"):
            merge.clashes[rows.name, uid] = ""
    return _row(merge.data, f"{prefix}-")


def _new_rows(
    merge: Merge, rows: RowSet, typed: Sequence[Values], others: Iterable[int]
) -> Iterator[int]:
    """The places of rows that the person added, and of those changed while another removed them.

    Of the rows that are gone, one that was typed into is that from which it differs the least.
    """
    gone = {uid: form for uid, form in rows.before.items() if uid not in rows.now}
    own = {each.name for each in rows.formset.model._meta.concrete_fields if not each.primary_key}
    for index in others:
        if typed[index].get("id", [""])[0]:
            changes = {
                uid: len(own.intersection(_bound(merge, rows, form, index).changed_data))
                for uid, form in gone.items()
            }
            uid = min(changes, key=changes.__getitem__, default="")
            gone.pop(uid, None)
            if changes.get(uid) == 0 or typed[index].get("DELETE"):
                continue
            merge.clashes[rows.name, uid] = ""
        yield index


def _bound(merge: Merge, rows: RowSet, before: Form, index: int) -> forms.ModelForm:
    """The form of the row as it was, bound to what was typed."""
    formset = rows.formset
    links = {formset.fk.name: formset.instance}
    row = row_as_it_was(formset.model, before, merge.keys, **links)
    prefix = f"{formset.prefix}-{index}"
    form = formset.form(merge.data, instance=row, prefix=prefix, **formset.get_form_kwargs(index))
    for name in set(form.fields) & {formset.fk.name}:
        del form.fields[name]
    return form


def _row(data: QueryDict, prefix: str) -> Values:
    return {key.removeprefix(prefix): data.getlist(key) for key in data if key.startswith(prefix)}


def _take_over(data: QueryDict, bound: forms.BoundField, name: str) -> None:
    """Set in `data` what the field shows; a file is not something that a form can carry."""
    widget: Any = getattr(bound.field.widget, "widget", bound.field.widget)
    if isinstance(widget, forms.FileInput):
        return
    data.pop(name, None)
    if isinstance(widget, forms.CheckboxInput):
        if bound.value():
            data[name] = "on"
        return
    value = widget.format_value(bound.value())
    texts = value if isinstance(value, list) else [value]
    data.setlist(name, ["" if text is None else str(text) for text in texts] or [""])
