"""The versions that a form was made from, and the form that is refused."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

SEEN = "seen_versions"


class SeenField(forms.CharField):
    """The versions that the page was made from; nobody types it, so it never counts as typed."""

    def __init__(self, versions: str) -> None:
        super().__init__(label="", required=False, initial=versions, widget=forms.HiddenInput)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class RefusedForm(forms.ModelForm):
    """A form that is not saved, because its record has changed since it was shown."""

    notice = ""

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.add_error(None, ValidationError(self.notice, code="conflict"))
        return self.cleaned_data
