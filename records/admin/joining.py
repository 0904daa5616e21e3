"""A page that was typed into, joined with what others saved since it was opened."""

from collections.abc import Iterator
from typing import cast

from django import forms
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
    for formset in _shown_rows(model_admin, request, record):
        if issubclass(formset.model, Record):
            rows = _rows_of_records(formset, known)
            merge.keys |= target_keys(formset.model, rows.before.values())
            merge_rows(merge, rows)
            found += seen.concurrent_changes_in_rows(rows, merge, user, day)
        elif name := _part_name(formset):
            rows = RowSet(name, formset, *(rows_by_uid(form, name) for form in (before, now)))
            merge_rows(merge, rows)
    return seen.met(model, before, now, merge, user, day) + found


def _shown_rows(
    model_admin: admin.ModelAdmin, request: HttpRequest, record: Record
) -> Iterator[forms.BaseInlineFormSet]:
    """The rows of each inline as they are kept now."""
    for make, inline in model_admin.get_formsets_with_inlines(request, record):
        yield make(instance=record, queryset=inline.get_queryset(request))


def _part_name(formset: forms.BaseInlineFormSet) -> str:
    model = type(formset.instance)
    names = (name for name in model.parts if part_model(model, name) is formset.model)
    return next(names, "")


def _rows_of_records(formset: forms.BaseInlineFormSet, known: dict[int, int]) -> RowSet:
    """Rows that are records themselves, as they were in the versions that were seen."""
    model = formset.model
    kept = with_parts(model).in_bulk([form.instance.pk for form in formset.initial_forms])
    now = {pk: record.canonical() for pk, record in kept.items()}
    changed = {pk: record for pk, record in kept.items() if known.get(pk) != record.version}
    earlier = seen.forms_at(changed.values(), known)
    before = {
        pk: form for pk, form in (now | earlier).items() if pk not in changed or pk in earlier
    }
    return RowSet(cast(str, formset.prefix), formset, _by_uid(before), _by_uid(now))


def _by_uid(forms: dict[int, Form]) -> dict[str, Form]:
    return {form["uid"]: form for form in forms.values()}
