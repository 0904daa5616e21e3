"""The drafts of a series, each with the day that it is for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

from calendars.admin.recurrence_form import Planned
from calendars.scheduled import message_text
from records.base import Part


@dataclass(slots=True)
class Draft:
    """One record of a series as its form and rows would save it.

    `problems` are those that its day brings, apart from what is wrong with the form.
    """

    form: forms.ModelForm
    formsets: list[Any]
    inlines: list[Any]
    is_valid: bool = False
    problems: list[str] = field(default_factory=list)

    def forms(self) -> Iterator[forms.ModelForm]:
        """The record's form, then those of its rows."""
        yield self.form
        for formset in self.formsets:
            yield from formset.forms

    def complaints(self) -> set[str]:
        """All that is wrong with the form, each with the name of its field."""
        found = {str(error) for each in self.formsets for error in each.non_form_errors()}
        for form in self.forms():
            for name, errors in form.errors.items():
                label = form.fields[name].label if name in form.fields else ""
                found |= {f"{capfirst(label)}: {each}" if label else str(each) for each in errors}
        return found


@dataclass(slots=True)
class Row:
    """A day of the rule, and the draft it becomes; none where it is struck or dropped."""

    planned: Planned
    draft: Draft | None = None
    name: str = ""
    is_twice: bool = False

    @property
    def warnings(self) -> list[Any]:
        """What the reader of schedules warns of."""
        read = self.draft.form.instance.schedule_warnings if self.draft else ()
        return [message_text(each) for each in read]

    @property
    def closed(self) -> Any:
        """Why offices are closed on the day by the rule; empty where they are open."""
        closed = self.planned.instance.closed
        return message_text(closed) if closed else ""


def is_shared(model: type[models.Model]) -> bool:
    """True where each record of a series may have such rows."""
    has_files = any(isinstance(each, models.FileField) for each in model._meta.concrete_fields)
    return issubclass(model, Part) and not has_files
