"""A page that was typed into, joined with what others saved since it was opened."""

from collections.abc import Iterator
from typing import cast

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest

from records.admin import concurrent as seen
from records.admin.history import day_words
from records.admin.merging import (
    Merge,
    RowSet,
    merge_fields,
    merge_rows,
    row_as_it_was,
    target_keys,
)
from records.base import Record, with_parts
from records.history import Form, part_model, rows_by_uid


def join(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    merge: Merge,
    record: Record,
    before: Form,
    known: dict[int, int],
) -> list[seen.ConcurrentChange]:
    """Join what was typed with what is kept, and tell what others changed.

    `before` is the record as it was shown, `known` the versions of the records among its rows.
    """
    model, user, day = type(record), request.user, day_words(model_admin.admin_site)
    now = with_parts(model).get(pk=record.pk).canonical()
    names = flatten_fieldsets(model_admin.get_fieldsets(request, record))
    merge.keys |= target_keys(model, [before])
    make = model_admin.get_form(request, record, change=True, fields=names)
    was = make(merge.data, instance=row_as_it_was(model, before, merge.keys, pk=record.pk))
    changed = [name for name in now if before.get(name) != now[name]]
    merge_fields(merge, (), was, make(instance=record), changed)
    found = []
    for rows in _row_sets(model_admin, request, record, before, now, known):
        if issubclass(rows.formset.model, Record):
            merge.keys |= target_keys(rows.formset.model, rows.before.values())
        merge_rows(merge, rows)
        if issubclass(rows.formset.model, Record):
            found += seen.concurrent_changes_in_rows(rows, merge, user, day)
    return seen.met(model, before, now, merge, user, day) + found


def _row_sets(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    record: Record,
    before: Form,
    now: Form,
    known: dict[int, int],
) -> Iterator[RowSet]:
    """The rows of each inline: parts of the record, or records as they were when last seen."""
    names = {part_model(type(record), name): name for name in record.parts}
    for make, inline in model_admin.get_formsets_with_inlines(request, record):
        formset = make(instance=record, queryset=inline.get_queryset(request))
        if name := names.get(formset.model):
            held = {str(form.instance.uid) for form in formset.initial_forms}
            shown = {uid: row for uid, row in rows_by_uid(now, name).items() if uid in held}
            yield RowSet(name, formset, rows_by_uid(before, name), shown)
        elif issubclass(formset.model, Record):
            keys = [form.instance.pk for form in formset.initial_forms]
            kept = with_parts(formset.model).in_bulk(keys)
            forms = {pk: row.canonical() for pk, row in kept.items()}
            changed = {pk: row for pk, row in kept.items() if known.get(pk) != row.version}
            unchanged = {pk: form for pk, form in forms.items() if pk not in changed}
            earlier = unchanged | seen.forms_at(changed.values(), known)
            yield RowSet(cast(str, formset.prefix), formset, _by_uid(earlier), _by_uid(forms))


def _by_uid(found: dict[int, Form]) -> dict[str, Form]:
    return {form["uid"]: form for form in found.values()}
