"""The forms that change many records at once."""

import copy
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from records.admin.reason import ReasonField
from records.base import validate_text
from records.history import Step

_NUMBER = re.compile(r"\d+")
KEPT_EMPTY = _("Left empty, it stays as it is in each record.")


class BulkForm(forms.Form):
    """One reason for all of the records, asked last."""

    required_css_class = "required"
    change_reason = ReasonField()


class BulkStepForm(BulkForm):
    """The demands of one step: a decision of one number, or of one for each record."""

    decision_number = forms.CharField(
        label=_("decision number"), max_length=50, help_text=_("For example 決裁第12号")
    )
    runs_on = forms.BooleanField(
        label=_("a number of its own for each record"),
        required=False,
        help_text=_("It runs on from the first, in the order of the list: 決裁第12号, 決裁第13号"),
    )
    field_order = ("decision_number", "runs_on", "change_reason")

    def __init__(self, data: Any = None, *, step: Step, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if step != Step.APPROVE:
            del self.fields["decision_number"], self.fields["runs_on"]

    def clean_decision_number(self) -> str:
        number = self.cleaned_data["decision_number"]
        validate_text(number, multiline=False)
        return number

    def clean(self) -> dict[str, Any]:
        number = self.cleaned_data.get("decision_number", "")
        if self.cleaned_data.get("runs_on") and number and not _NUMBER.search(number):
            text = _("There is no number in it that could run on.")
            self.add_error("decision_number", ValidationError(text, code="number"))
        return self.cleaned_data

    def number(self, count: int) -> str:
        """The number of the decision on the record after so many; empty while none is given."""
        given = self.cleaned_data if self.is_bound else {}
        return number_after(given.get("decision_number", ""), count if given.get("runs_on") else 0)


def number_after(first: str, count: int) -> str:
    """The number `count` after `first`, written as that is: 第９号, 第10号; 第009号, 第010号.

    One digit in full width becomes two in half width, as official texts have it.
    """
    found = [*_NUMBER.finditer(first)]
    if not (found and count):
        return first
    digits = found[-1]
    text = str(int(digits[0]) + count).zfill(len(digits[0]))
    is_wide = not digits[0].isascii() and (len(text) == 1 or len(digits[0]) > 1)
    if is_wide:
        text = "".join(chr(ord(each) + 0xFEE0) for each in text)
    return first[: digits.start()] + text + first[digits.end() :]


def value_form(made: type[forms.ModelForm], names: Sequence[str], data: Any = None) -> BulkForm:
    """A form of the first of the fields of `made`, with others that may stay as they are."""
    form = BulkForm(data)
    reason = form.fields.pop("change_reason")
    for name in names:
        field = form.fields[name] = copy.deepcopy(made.base_fields[name])
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if name != names[0]:
            field.required, field.help_text = False, KEPT_EMPTY
    form.fields["change_reason"] = reason
    return form
