"""A file in a form: one that was chosen stays chosen when the form is sent back."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from records.papers import file_types
from records.papers.pending import NoLongerKeptError, PendingFile

_GONE = _("The file that was chosen before is no longer kept. Please choose it again.")
_LOST = object()  # what a token stands for that leads to no file


class KeptFileInput(AdminFileWidget):
    """Chooses a file, or shows the one that was chosen before and carries its token.

    `sender` is the key of the account whose form this is.
    """

    sender: int | None = None
    template = "records/file_input.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)
        token = data.get(kept_name(name))
        if chosen or not token or data.get(f"{name}-drop"):
            return chosen
        try:
            return PendingFile.of(token, self.sender)
        except NoLongerKeptError:
            return _LOST

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        kept = value if getattr(value, "token", "") else None
        context = super().get_context(name, None if kept else value, attrs)
        return context | {"kept": kept, "kept_name": kept_name(name), "drop_name": f"{name}-drop"}

    def _render(self, template_name: str, context: Any, renderer: Any = None) -> SafeString:
        usual = super()._render(template_name, context, renderer)  # type: ignore[misc]  # no stub
        return render_to_string(self.template, context | {"usual": usual})


class KeptFileField(forms.FileField):
    """A file that is chosen now or was when the form was sent before."""

    widget = KeptFileInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data is _LOST:
            raise ValidationError(_GONE, code="gone")
        return super().clean(data, initial)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if getattr(data, "token", "") else initial


class PaperFormField(KeptFileField):
    """A file of a record, of a kind and size that are kept."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if isinstance(found, PendingFile) and not found.kind:
            raise ValidationError(_GONE, code="gone")  # it waits for a form of another sort
        if found is not initial and isinstance(found, UploadedFile):
            file_types.require_allowed(found)
        return found


def kept_name(name: str) -> str:
    """The field of the page that carries the token of the file field `name`."""
    return f"{name}-kept"
