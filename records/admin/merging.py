"""Joining what one person typed with what another saved meanwhile.

A field that the person did not touch takes the other's value, so that saving again does not undo
it. What both changed stays as typed, and is reported. Rows are never lost: one that the other
added appears, one that was removed and the person had changed stays as a new row.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict

from records.base import JournalledModel
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
    prefix = cast(str, rows.formset.prefix)
    typed = _typed_rows(merge.data, prefix)
    if typed is None:
        return
    by_key = {values.get("id", [""])[0]: index for index, values in enumerate(typed)}
    kept, used = [], set()
    for form in rows.formset.initial_forms:
        index = by_key.get(str(form.instance.pk))
        if index is None:
            kept.append(_values(form))
        else:
            used.add(index)
            _merge_row(merge, rows, form, index)
            kept.append(_row(merge.data, f"{prefix}-{index}-"))
    others = [index for index in range(len(typed)) if index not in used]
    new = _new_rows(merge, rows, typed, others)
    _write_rows(merge.data, prefix, kept, new)


def _merge_row(merge: Merge, rows: RowSet, form: forms.ModelForm, index: int) -> None:
    uid = str(form.instance.uid)
    before, now = rows.before.get(uid), rows.now.get(uid)
    if before is None or now is None:
        return
    model = type(form.instance)
    was = _bound(merge, rows, before, index)
    merge_fields(merge, (rows.name, uid), was, form, changed_names(model, before, now))
    changed = changed_names(model, before, now)
    if changed and merge.data.get(f"{rows.formset.prefix}-{index}-DELETE"):
        merge.clashes[rows.name, uid] = ""


def _new_rows(merge: Merge, rows: RowSet, typed: list[Values], others: list[int]) -> list[Values]:
    """Rows that the person added, and those changed while another removed them."""
    gone = {uid: form for uid, form in rows.before.items() if uid not in rows.now}
    new = []
    for index in others:
        values = typed[index]
        if values.get("id", [""])[0]:
            uid, is_touched = _best_match(merge, rows, gone, index)
            gone.pop(uid, None)
            if not is_touched or values.get("DELETE"):
                continue
            merge.clashes[rows.name, uid] = ""
        new.append(values | {"id": [""]})
    return new


def _best_match(
    merge: Merge, rows: RowSet, gone: Mapping[str, Form], index: int
) -> tuple[str, bool]:
    """The row among those gone that the person had in the form, and if it was changed."""
    touched = {
        uid: len(_own_changes(_bound(merge, rows, form, index))) for uid, form in gone.items()
    }
    if not touched:
        return "", True
    uid = min(touched, key=touched.__getitem__)
    return uid, bool(touched[uid])


def _own_changes(form: forms.ModelForm) -> list[str]:
    names = {each.name for each in form.instance._meta.concrete_fields if not each.primary_key}
    return [name for name in form.changed_data if name in names]


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


def _typed_rows(data: QueryDict, prefix: str) -> list[Values] | None:
    """What was typed into each row; None where the count is no number of rows."""
    count = data.get(f"{prefix}-TOTAL_FORMS", "")
    if not (count.isascii() and count.isdigit() and len(count) < 5) or int(count) > MOST_ROWS:
        return None
    return [_row(data, f"{prefix}-{index}-") for index in range(int(count))]


def _row(data: QueryDict, prefix: str) -> Values:
    return {key.removeprefix(prefix): data.getlist(key) for key in data if key.startswith(prefix)}


def _values(form: forms.ModelForm) -> Values:
    """What a browser would send of an untouched form."""
    data = QueryDict(mutable=True)
    for bound in form:
        _take_over(data, bound, bound.name)
    return dict(data.lists())


def _write_rows(data: QueryDict, prefix: str, kept: list[Values], new: list[Values]) -> None:
    counts = {f"{prefix}-TOTAL_FORMS": len(kept) + len(new), f"{prefix}-INITIAL_FORMS": len(kept)}
    settings = {f"{prefix}-MIN_NUM_FORMS", f"{prefix}-MAX_NUM_FORMS"}
    for key in [key for key in data if key.startswith(f"{prefix}-")]:
        if key not in settings and key.removeprefix(f"{prefix}-")[:1].isdigit():
            del data[key]
    for index, values in enumerate([*kept, *new]):
        for name, each in values.items():
            data.setlist(f"{prefix}-{index}-{name}", each)
    for key, count in counts.items():
        data[key] = str(count)


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
