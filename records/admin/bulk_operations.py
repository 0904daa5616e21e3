"""What can be done with many records at once: a step of theirs, or one field set in all of them."""

import copy
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Protocol, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records.admin.bulk_forms import BulkForm, BulkStepForm, value_form
from records.base import Record, Visibility, validate_with_parts
from records.history import Step, bulk
from records.journal import REASON_FIELD

FIELD_PREFIX = "set-"
REASON_ASKED = "–"  # told to each record's form, for the page's own asks and checks it once
RIGHTS = {
    Step.APPROVE: ("approve",),
    Step.PUBLISH: ("publish",),
    Step.UNPUBLISH: ("publish",),
    Step.WITHDRAW: ("approve", "publish"),  # by the record: `records.history.right_for`
    Step.REINSTATE: ("approve", "publish"),
}


class Operation(Protocol):
    """One thing to do with many records; `label` says it in a list, `button` on its page."""

    label: str | Promise
    button: str | Promise
    consequence: str | Promise = ""

    def form(self, data: Any = None) -> BulkForm:
        """What it asks for."""

    def is_told(self, form: BulkForm) -> bool:
        """Return True if the form says enough to show what would become of each record."""

    def seen(self, form: BulkForm) -> str:
        """What the form says that must have been looked at before it is confirmed."""

    def needs_reason(self, keys: Sequence[int]) -> bool:
        """Return True if it needs a reason with these records."""

    def change(self, form: BulkForm) -> bulk.Change:
        """What becomes of one record."""

    def ordered(self, records: list[Record]) -> list[Record]:
        """The records in the order in which they are changed: that of the list."""
        return records


class StepOperation(Operation):
    """A step of each of the records."""

    def __init__(self, step: Step, user: Any, consequence: Any) -> None:
        self.step, self.user = step, user
        self.label = self.button = step.label
        self.consequence = consequence

    def form(self, data: Any = None) -> BulkStepForm:
        return BulkStepForm(data, step=self.step)

    def is_told(self, form: BulkForm) -> bool:
        return True

    def seen(self, form: BulkForm) -> str:
        """Which number each record would get, where they are not the same."""
        runs_on = form.is_bound and form.data.get("runs_on")
        return form.data.get("decision_number", "") if runs_on else ""

    def needs_reason(self, keys: Sequence[int]) -> bool:
        return self.step.needs_reason

    def change(self, form: BulkForm) -> bulk.Change:
        return bulk.step_change(self.step, self.user, cast(BulkStepForm, form).number)

    def ordered(self, records: list[Record]) -> list[Record]:
        """For the public, what is named before what names it."""
        return bulk.named_first(records) if self.step == Step.PUBLISH else records


class FieldOperation(Operation):
    """One field, set to the same in each of the records as their own form would set it."""

    def __init__(self, model_admin: Any, request: HttpRequest, name: str) -> None:
        self.model_admin, self.request, self.name = model_admin, request, name
        field = cast(models.Field, model_admin.opts.get_field(name))
        self.label = _("Change: %(field)s") % {"field": capfirst(str(field.verbose_name))}
        self.button = _("Change them")

    def form(self, data: Any = None) -> BulkForm:
        names = [self.name, *self.model_admin.bulk_beside.get(self.name, ())]
        return value_form(self._form_of(names), names, data)

    def is_told(self, form: BulkForm) -> bool:
        return form.is_bound and not set(form.errors) - {REASON_FIELD, NON_FIELD_ERRORS}

    def seen(self, form: BulkForm) -> str:
        names = [name for name in form.fields if name != REASON_FIELD]
        values = [form[name].value() for name in names] if form.is_bound else []
        return sha256(repr(values).encode()).hexdigest()

    def needs_reason(self, keys: Sequence[int]) -> bool:
        rows = self.model_admin.model._base_manager.filter(pk__in=keys)
        return rows.filter(visibility=Visibility.PUBLIC).exists()

    def change(self, form: BulkForm) -> bulk.Change:
        data = cast(Any, form.data).copy()
        data[REASON_FIELD] = REASON_ASKED
        beside = self.model_admin.bulk_beside.get(self.name, ())
        names = [self.name, *(name for name in beside if form.cleaned_data.get(name))]
        made = self._form_of(names)

        def set_fields(record: Record) -> bulk.Outcome:
            if not self.model_admin.has_change_permission(self.request, record):
                raise ValidationError(bulk.NO_RIGHT, code="right")
            typed = made(data, instance=copy.copy(record))
            if not typed.is_valid():
                raise ValidationError(_complaints(typed))
            for name in names:
                field = cast(models.Field, record._meta.get_field(name))
                field.save_form_data(record, typed.cleaned_data[name])
            validate_with_parts(record)
            return bulk.Outcome(record.canonical(), [record])

        return set_fields

    def _form_of(self, names: Sequence[str]) -> type[forms.ModelForm]:
        """The record's own form with these fields alone."""
        return self.model_admin.get_form(self.request, None, change=True, fields=list(names))


def operation(model_admin: Any, request: HttpRequest, name: str) -> Operation:
    """The operation of that name. Raises `Http404`, `PermissionDenied`."""
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    if name in Step.values:
        rights = (getattr(model_admin, f"has_{right}_permission") for right in RIGHTS[Step(name)])
        if not any(right(request) for right in rights):
            raise PermissionDenied
        step = Step(name)
        return StepOperation(step, request.user, model_admin.consequences[step])
    field = name.removeprefix(FIELD_PREFIX)
    if name == field or field not in model_admin.bulk_fields:
        raise Http404
    if field not in fields_open_to(model_admin, request):
        raise PermissionDenied
    return FieldOperation(model_admin, request, field)


def fields_open_to(model_admin: Any, request: HttpRequest) -> list[str]:
    """The fields that the sender may set in many records at once."""
    if not model_admin.has_change_permission(request):
        return []
    readonly = set(model_admin.get_readonly_fields(request))
    return [name for name in model_admin.bulk_fields if name not in readonly]


def _complaints(form: forms.ModelForm) -> list[str]:
    """What a form of one record refuses, each with the name of its field."""
    return [
        str(text) if name == NON_FIELD_ERRORS else f"{form.fields[name].label}: {text}"
        for name, texts in form.errors.items()
        for text in texts
    ]
