"""Forms of findings and of the annual plan, and what they refuse because of the day."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any, ClassVar, Self, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audits.models import AuditPlan, CorrectiveAction, Finding, FindingPaper, PlanOmission
from calendars.scheduled import OfficialDateField
from records.base import BasePartFormSet, ReasonField, ReasonForm

GONE_PAPER = _("A file that you saw is no longer there to be replaced. Please open this page anew.")
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


class DayForm(PastDays, forms.Form):
    """The day as of which figures are told, today where none is given."""

    past_days = ("as_of",)

    as_of = OfficialDateField(label=_("As of"), required=False)

    @property
    def day(self) -> date:
        """The day of a form that is valid."""
        return self.cleaned_data["as_of"] or timezone.localdate()


class PlanForm(PastDays, ReasonForm):
    """The decision by which a plan is approved; a revision says why.

    It asks for the reason of each of `omissions`, what the plan leaves out. Those that `last`, the
    version in force, gives stand until others are given.
    """

    past_days = ("approved_on",)

    approver = forms.CharField(label=_("Approved by"), max_length=100)
    approved_on = OfficialDateField(label=_("Approved on"))
    decision_number = forms.CharField(label=_("Decision number"), max_length=50)

    field_order = ("approver", "approved_on", "decision_number", "change_reason")

    def __init__(
        self,
        *args: Any,
        last: AuditPlan | None,
        omissions: Iterable[PlanOmission] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_reason"].required = last is not None
        self.omissions = {f"omission-{one.key}": one for one in omissions}
        before = last.omissions.all() if last else ()
        reasons = {f"omission-{one.key}": one.reason for one in before}
        for name, one in self.omissions.items():
            self.fields[name] = ReasonField(
                label=f"{one.title}：{one.targets}",
                help_text=one.ground,
                initial=reasons.get(name, ""),
            )

    def approval(self) -> dict[str, Any]:
        """The arguments of `approve_plan`."""
        arguments = dict(self.cleaned_data)
        for name, one in self.omissions.items():
            one.reason = arguments.pop(name)
        return arguments | {
            "reason": arguments.pop("change_reason"),
            "omissions": self.omissions.values(),
        }


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


class ContactPaperForm(forms.ModelForm):
    """A file that goes with the answer; without a title it is called as its file is.

    `sender` is the key of the account: its chosen file is there again when the form is sent back.
    """

    title = forms.CharField(label=_("title"), required=False, max_length=300)

    class Meta:
        model = FindingPaper
        fields = ("file", "title")

    def __init__(self, *args: Any, sender: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget: Any = self.fields["file"].widget
        widget.sender = sender
        if self.instance._state.adding:
            self.instance.role = FindingPaper.Role.ANSWER
        else:  # the page lists its versions, so the field shows none
            widget.template_name = forms.FileInput.template_name
            self.fields["file"].label = _("another file for it")

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.cleaned_data.get("title") and (file := self.cleaned_data.get("file")):
            self.cleaned_data["title"] = self.instance.title or PurePath(file.name).stem[:300]
        return self.cleaned_data


class ContactPaperFormSet(BasePartFormSet):
    """Papers handed in with answers."""

    def clean(self) -> None:
        super().clean()
        if any(form.instance._state.adding for form in self.initial_forms):
            raise ValidationError(GONE_PAPER, code="gone")


ContactPapers = forms.inlineformset_factory(
    Finding,
    FindingPaper,
    form=ContactPaperForm,
    formset=ContactPaperFormSet,
    extra=3,
    can_delete=False,
)


@dataclass(frozen=True, slots=True)
class AnswerForms:
    """The forms of an answer's page: the answer, its corrective actions, its papers."""

    finding: Finding
    answer: AnswerForm
    actions: Any
    papers: Any

    @classmethod
    def of(cls, finding: Finding, user: Any, data: Any = None, files: Any = None) -> Self:
        """The forms for `user`, empty or as sent; of the papers, those handed in with answers.

        As sent, an earlier version counts as well: its successor came while the form was open.
        """
        kept = finding.papers.readable_by(user).of_answers()
        papers = ContactPapers(
            data,
            files,
            instance=finding,
            prefix="papers",
            queryset=kept if data else kept.current(),
            form_kwargs={"sender": user.pk},
        )
        return cls(
            finding,
            AnswerForm(data, instance=copy(finding)),  # which the form writes to
            ContactActions(data, instance=finding, prefix="actions"),
            papers,
        )

    def are_valid(self) -> bool:
        """Return True if all of them are; each says what is wrong with it."""
        each = [form.is_valid() for form in (self.answer, self.actions, self.papers)]
        return all(each)
