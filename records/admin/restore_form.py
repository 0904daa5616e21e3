"""The form that restores an earlier state."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from records.admin.reason import ReasonField
from records.base import Record


class RestoreForm(forms.Form):
    """The reason why an earlier state comes back, and the version it was compared with."""

    required_css_class = "required"
    change_reason = ReasonField(required=True)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, record: Record, **kwargs: Any) -> None:
        super().__init__(data, initial={"version": record.version}, **kwargs)
        self.record = record

    def clean(self) -> None:
        if self.cleaned_data.get("version") != self.record.version:
            data = cast(QueryDict, self.data).copy()
            data["version"] = str(self.record.version)
            self.data = data
            text = _("The record was changed meanwhile. This is what would be changed now.")
            raise ValidationError(text, code="version")
