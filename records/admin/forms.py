"""Forms that ask why, number rows left without a number, and name what two rows break."""

from collections import defaultdict
from collections.abc import Hashable
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.admin.widgets import remember_choices
from records.forms import LONGEST_REASON
from records.middleware import REASON_FIELD
from records.validators import one_kind_of_line_break, validate_text


class RecordForm(forms.ModelForm):
    """A record's form with the reason for the change, which goes to the journal."""

    change_reason = forms.CharField(
        label=_("reason for the change"),
        required=False,
        max_length=LONGEST_REASON,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Kept in the journal, with your name and the time."),
    )

    def clean_change_reason(self) -> str:
        reason = one_kind_of_line_break(self.cleaned_data[REASON_FIELD])
        validate_text(reason, multiline=True)
        return reason

    @property
    def changed_data(self) -> list[str]:
        """A reason alone changes nothing."""
        return [name for name in super().changed_data if name != REASON_FIELD]


class PartForm(forms.ModelForm):
    """One row of an inline."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remember_choices(self)


class PartFormSet(forms.BaseInlineFormSet):
    """Rows of one whole. Those left without a number get the next one.

    `needs_one` is what is said where the whole makes no sense without a row.
    """

    number_field: ClassVar[str] = "order"
    needs_one: ClassVar[Any] = ""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        number = form.fields.get(self.number_field)
        if number is not None:
            number.required = False
            if form.instance._state.adding:
                number.initial = None

    def clean(self) -> None:
        super().clean()
        if self.needs_one and all(self._is_gone(form) for form in self.forms):
            raise ValidationError(self.needs_one, code="needs_one")
        self._number_rows()

    def series(self, form: forms.ModelForm) -> Hashable:
        """What the row is numbered in; rows of one series count on from one another."""
        return None

    def rows(self) -> list[forms.ModelForm]:
        """The forms that hold a row to keep, without those in which something is wrong."""
        return [
            form
            for form in self.forms
            if form.is_valid()
            and not self._should_delete_form(form)
            and (form.has_changed() or not form.instance._state.adding)
        ]

    def _is_gone(self, form: forms.ModelForm) -> bool:
        is_empty = form.instance._state.adding and not form.has_changed() and not form.errors
        return is_empty or self._should_delete_form(form)

    def _number_rows(self) -> None:
        rows = [form for form in self.rows() if self.number_field in form.cleaned_data]
        last: dict[Hashable, int] = defaultdict(int)
        for form in rows:
            given = form.cleaned_data[self.number_field] or 0
            last[self.series(form)] = max(last[self.series(form)], given)
        for form in rows:
            if form.cleaned_data[self.number_field] is None:
                last[self.series(form)] += 1
                form.cleaned_data[self.number_field] = last[self.series(form)]
                setattr(form.instance, self.number_field, last[self.series(form)])

    def get_unique_error_message(self, unique_check: tuple[str, ...]) -> Any:
        """The constraint's own words, where it has any."""
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and set(constraint.fields) == set(
                unique_check
            ):
                return constraint.violation_error_message
        return super().get_unique_error_message(unique_check)
