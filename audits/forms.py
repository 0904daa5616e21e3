"""Forms of findings and of the annual plan, and what they refuse because of the day."""

from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.models import CorrectiveAction, Finding
from calendars.scheduled import OfficialDateField
from records.base import BasePartFormSet, ReasonForm

LIES_AHEAD = _("This day lies ahead. Please enter it once it has come.")


class PastDays(forms.BaseForm):
    """A form in which `past_days`, days on which something happened, cannot lie ahead."""

    past_days: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        super().clean()
        today = timezone.localdate()
        for name in self.past_days:
            day = self.cleaned_data.get(name)
            if day is not None and day > today and name in self.changed_data:
                self.add_error(name, LIES_AHEAD)
        return self.cleaned_data


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
        """The arguments of `approve_plan`."""
        arguments = dict(self.cleaned_data)
        return arguments | {"reason": arguments.pop("change_reason")}


class AnswerForm(forms.ModelForm):
    """A department's answer to a finding, and the version of the finding that it answers."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Finding
        fields = ("response", "answer")
        widgets: ClassVar = {"answer": forms.Textarea(attrs={"rows": 6, "lang": "ja"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        self.initial["version"] = self.instance.version

    def see_version(self, version: int) -> None:
        """Let what was typed be sent again, to this version of the finding."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("version")] = str(version)
        self.data = data


class ContactActionForm(PastDays, forms.ModelForm):
    """A corrective action as its department plans and reports it, until its effect is checked."""

    planned_for = OfficialDateField(label=_("Planned for"), required=False)
    completed_on = OfficialDateField(label=_("Completed on"), required=False)
    past_days = ("completed_on",)

    class Meta:
        model = CorrectiveAction
        fields = ("kind", "description", "responsible", "planned_for", "completed_on", "evidence")
        widgets: ClassVar = {
            name: forms.Textarea(attrs={"rows": 3, "lang": "ja"})
            for name in ("description", "evidence")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = self.instance.is_settled


ContactActions = forms.inlineformset_factory(
    Finding,
    CorrectiveAction,
    form=ContactActionForm,
    formset=BasePartFormSet,
    extra=1,
    can_delete=False,
)
