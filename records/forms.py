"""The reason for a change, asked by forms that are no record's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from records.middleware import REASON_FIELD
from records.validators import one_kind_of_line_break, validate_text

LONGEST_REASON = 1000


class ReasonForm(forms.Form):
    """Why something is done; the middleware hands it to the journal."""

    change_reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept in the journal, with your name and the time."),
    )

    def clean_change_reason(self) -> str:
        reason = one_kind_of_line_break(self.cleaned_data[REASON_FIELD])
        validate_text(reason, multiline=True)
        return reason
