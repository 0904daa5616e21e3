"""Autocompletion that does not ask the database again for what the row already holds."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model

from records.base import is_key


class RememberingSelect(AutocompleteSelect):
    """An `AutocompleteSelect` that knows the object chosen when the page was made."""

    known: Model | None = None

    def optgroups(
        self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        if self.known is None or list(value) != [str(self.known.pk)]:
            return super().optgroups(name, [each for each in value if is_key(each)], attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(self.known)
        return [(None, [*empty, self.create_option(name, self.known.pk, label, True, 0)], 0)]


def remember_choices(form: forms.ModelForm) -> None:
    """Hand each remembering select of `form` the object that it starts with."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", None)
        if isinstance(widget, RememberingSelect):
            initial = form.initial.get(name)
            is_row = isinstance(initial, Model)
            widget.known = initial if is_row else getattr(form.instance, name, None)
