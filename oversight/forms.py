"""What is asked of a page of oversight."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import OfficialDateField
from oversight.coverage import Column
from oversight.models import ENDS_TOO_EARLY, Acknowledgement
from records.lists import RecordSelect

DRILLS = "drills"  # in the place of a code, which they have none of
YEARS = (3, 5, MOST_YEARS := 10)
USUAL = {"kind": "", "years": "5"}  # where nothing is asked


class YearsForm(forms.Form):
    """How many fiscal years stand side by side, of which of `columns`."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=RecordSelect)
    years = forms.ChoiceField(
        label=_("Years"),
        choices=[(number, number) for number in YEARS],
    )

    def __init__(self, *args: Any, columns: Iterable[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = ((column.slug or DRILLS, column.name) for column in columns)
        self.fields["kind"].choices = [("", _("all kinds")), *kinds]  # type: ignore[attr-defined]  # a choice field

    @property
    def number(self) -> int:
        """How many years were asked for."""
        return int(self.cleaned_data["years"])

    @property
    def query(self) -> str:
        """What was asked for, as it stands in an address."""
        return urlencode({"kind": self.cleaned_data["kind"], "years": self.number})

    @property
    def slug(self) -> str | None:
        """The code of the column chosen, empty for the drills; None for all."""
        kind = self.cleaned_data["kind"]
        return None if kind == "" else "" if kind == DRILLS else kind


class AcknowledgementForm(forms.ModelForm):
    """Why an observation is acknowledged, and until which day."""

    class Meta:
        model = Acknowledgement
        fields = ["reason", "until"]
        field_classes = {"until": OfficialDateField}
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise ValidationError(ENDS_TOO_EARLY)
        return until
