"""Forms of findings and of the annual plan, and what they refuse because of the day."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calendars.forms import OfficialDateField
from records.forms import ReasonForm

LIES_AHEAD = _("This day lies ahead. Please enter it once it has come.")


class PastDays(forms.BaseForm):
    """A form in which `past_days`, days on which something happened, cannot lie ahead."""

    past_days: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        today = timezone.localdate()
        for name in self.past_days:
            day = self.cleaned_data.get(name)
            if day is not None and day > today and name in self.changed_data:
                self.add_error(name, LIES_AHEAD)
        return cleaned


class PlanForm(PastDays, ReasonForm):
    """The decision by which a plan is approved; a revision says why."""

    past_days = ("approved_on",)

    approver = forms.CharField(label=_("Approved by"), max_length=100)
    approved_on = OfficialDateField(label=_("Approved on"))
    decision_number = forms.CharField(label=_("Decision number"), max_length=50)

    field_order = ("approver", "approved_on", "decision_number", "change_reason")

    def __init__(self, *args: Any, is_revision: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_reason"].required = is_revision

    def approval(self) -> dict[str, Any]:
        """What `approve_plan` is told."""
        said = dict(self.cleaned_data)
        return said | {"reason": said.pop("change_reason")}
