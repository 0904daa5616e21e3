"""Forms of the results of a statutory auditors' audit."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from audits.forms import PastDays
from audits.models import Audit, Auditor, Conclusion, Finding
from calendars.admin import ScheduledForm
from calendars.scheduled import OfficialDateField
from organization.models import Department
from records.admin import PartForm, PartFormSet

SHORT = {"rows": 2, "lang": "ja"}


class DepartmentChoices:
    """The departments that `user` may name, asked once for all forms of a page."""

    def __init__(self, user: Any) -> None:
        self.queryset = Department.objects.visible_to(user).current()
        names = [(each.pk, str(each)) for each in self.queryset.with_ancestors()]
        self.choices = [("", "---------"), *names]


class ResultsForm(PastDays, ScheduledForm):
    """When the audit took place, how it stands and what it came to.

    `version` is that of the audit as it was seen.
    """

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reported_on = OfficialDateField(label=_("Reported on"), required=False)
    past_days = ("reported_on",)

    class Meta:
        model = Audit
        fields = (
            *("schedule_text", "status", "status_reason", "slip_reason"),
            *("conclusion", "conclusion_basis", "reported_on"),
        )
        widgets: ClassVar = {
            name: forms.Textarea(attrs=SHORT)
            for name in ("schedule_text", "status_reason", "slip_reason", "conclusion_basis")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        choice: Any = self.fields["conclusion"]
        choice.queryset = Conclusion.objects.of_audit(self.instance)

    def values(self) -> dict[str, Any]:
        """What was changed of the audit itself."""
        named = set(self.changed_data) & set(self.Meta.fields)
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in named}


class AuditorForm(PartForm):
    class Meta:
        model = Auditor
        fields = ("name", "role", "planned_days", "person_days")


class DraftedFindingForm(PastDays, PartForm):
    """A finding that the audit office has not agreed to yet."""

    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    found_on = OfficialDateField(label=_("Found on"), required=False)
    due_on = OfficialDateField(label=_("Due on"), required=False)
    past_days = ("found_on",)

    class Meta:
        model = Finding
        fields = ("grade", "department", "summary", "found_on", "due_on")
        widgets: ClassVar = {"summary": forms.Textarea(attrs={"rows": 3, "lang": "ja"})}

    def __init__(self, *args: Any, departments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        choice: Any = self.fields["department"]
        choice.queryset, choice.choices = departments.queryset, departments.choices


class DraftedFindingFormSet(PartFormSet):
    number_field = ""


AuditorRows = forms.inlineformset_factory(
    Audit, Auditor, form=AuditorForm, formset=PartFormSet, extra=2, can_delete=True
)
FindingRows = forms.inlineformset_factory(
    Audit,
    Finding,
    form=DraftedFindingForm,
    formset=DraftedFindingFormSet,
    extra=1,
    can_delete=False,
)
