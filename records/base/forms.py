"""The reason for a change, asked by forms that are no record's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from records.base.validators import one_kind_of_line_break, validate_text

LONGEST_REASON = 1000


class ReasonField(forms.CharField):
    """The reason for a change, as the journal keeps it."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {
            "label": _("Reason for the change"),
            "max_length": LONGEST_REASON,
            "widget": forms.Textarea(attrs={"rows": 2}),
            "help_text": _("Kept in the journal, with your name and the time."),
        }
        super().__init__(**(usual | kwargs))

    def to_python(self, value: Any) -> str:
        return one_kind_of_line_break(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        validate_text(value, multiline=True)


class ReasonForm(forms.Form):
    """The reason for a change; the middleware hands it to the journal."""

    required_css_class = "required"
    change_reason = ReasonField()


class BasePartFormSet(forms.BaseInlineFormSet):
    """Parts that know their owner, also those that were sent with the key of another."""

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form: Any = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # the stubs lack it
        setattr(form.instance, self.fk.name, self.instance)
        return form
