"""The form of a step of a record."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from records.admin.reason import ReasonField
from records.base import Record, validate_text
from records.history import Step, publication

_CHANGED = _("Somebody changed the record after you opened this page. Please look at it again.")
TAKE: Mapping[Step, Callable[..., object]] = {
    Step.APPROVE: publication.approve,
    Step.PUBLISH: publication.publish,
    Step.UNPUBLISH: publication.unpublish,
    Step.WITHDRAW: publication.withdraw,
    Step.REINSTATE: publication.reinstate,
}


class StepForm(forms.Form):
    """The demands of one step, and the version of the record that was looked at."""

    required_css_class = "required"
    decision_number = forms.CharField(label=_("decision number"), max_length=50)
    change_reason = ReasonField()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, step: Step, record: Record, **kwargs: Any) -> None:
        initial = {"decision_number": record.decision_number, "version": record.version}
        super().__init__(data, initial=initial, **kwargs)
        self.step, self.record = step, record
        self.fields["change_reason"].required = step.needs_reason
        if step != Step.APPROVE:
            del self.fields["decision_number"]

    def clean_decision_number(self) -> str:
        number = self.cleaned_data["decision_number"]
        validate_text(number, multiline=False)
        return number

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("version") != self.record.version:
            raise ValidationError(_CHANGED, code="changed")
        return self.cleaned_data

    def take(self) -> bool:
        """Take the step; False where something stands in its way, which the form then says."""
        names = {"decision_number"} & self.fields.keys()
        try:
            TAKE[self.step](record=self.record, **{name: self.cleaned_data[name] for name in names})
        except ValidationError as error:
            self.add_error(None, error.messages)  # whatever field: it is not here
            return False
        return True
