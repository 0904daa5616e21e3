"""Forms of requests for documents: what a contact hands in, and what the office decides."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from audits.forms import PastDays
from audits.models import DocumentRequest, RequestPaper
from audits.request_copying import Row
from audits.request_states import NEEDS_WORDS, StepKind
from audits.requests import Submission
from calendars.scheduled import OfficialDateField
from records.base import one_kind_of_line_break, validate_text

FILES = 3  # that can be handed in at once
LONGEST_WORDS = 2000  # characters
LINES_CHANGED = _("The lines were changed meanwhile. Please look at them again and send.")


class WordsField(forms.CharField):
    """What goes with a step, in a few lines."""

    def __init__(self, **kwargs: Any) -> None:
        area = forms.Textarea(attrs={"rows": 3, "lang": "ja"})
        super().__init__(required=False, max_length=LONGEST_WORDS, widget=area, **kwargs)

    def to_python(self, value: Any) -> str:
        return one_kind_of_line_break(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        validate_text(value, multiline=True)


class SubmitForm(forms.Form):
    """What a contact hands in, and the version of the request that was seen."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    words = WordsField(label=_("Remarks"))

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        request: DocumentRequest,
        sender: int | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, initial={"version": request.version}, **kwargs)
        self.auto_id = f"id_{request.pk}_%s"  # many such forms stand on a page
        paper: Any = RequestPaper._meta.get_field("file")
        for number in range(1, FILES + 1):
            field = paper.formfield(required=False, label=_("File %(number)d") % {"number": number})
            field.widget.sender = sender
            self.fields[f"file_{number}"] = field
        self.order_fields([*self.file_names, "words"])

    @property
    def file_names(self) -> list[str]:
        """The names of the fields that take files."""
        return [name for name in self.fields if name.startswith("file_")]

    def clean(self) -> dict[str, Any]:
        super().clean()
        told = self.cleaned_data
        if not self.errors and not (told["words"] or any(map(told.get, self.file_names))):
            raise forms.ValidationError(_("Please choose a file, or write what you hand in."))
        return told

    def see_version(self, version: int) -> None:
        """Let the form be sent again, to the request as it is now."""
        self.data = cast(QueryDict, self.data).copy()
        self.data["version"] = str(version)

    @property
    def submission(self) -> Submission:
        """What was typed and chosen."""
        told = self.cleaned_data
        files = [told[name] for name in self.file_names if told[name]]
        return Submission(version=told["version"], words=told["words"], files=files)


class SendForm(PastDays, forms.Form):
    """The day of sending, the due date of what has none, and the lines that were seen."""

    past_days = ("sent_on",)
    required_css_class = "required"
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    sent_on = OfficialDateField(label=_("Sent on"))
    due_on = OfficialDateField(
        label=_("Submission due"),
        required=False,
        help_text=_("For those lines that have no due date of their own."),
    )

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("seen", "") != self.now:
            self.data = cast(QueryDict, self.data).copy()
            self.data["seen"] = self.now  # as the lines are shown again
            raise forms.ValidationError(LINES_CHANGED)
        return told


class CopyForm(forms.Form):
    """The requests that are copied: those that are not there yet, unless chosen otherwise."""

    chosen_rows = forms.MultipleChoiceField(
        required=True,
        error_messages={"required": _("Please choose at least one.")},
    )

    def __init__(self, *args: Any, rows: Sequence[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        choices: Any = self.fields["chosen_rows"]
        choices.choices = [(row.key, row.source.title) for row in rows]

    @property
    def ticked(self) -> list[str]:
        """The keys of the rows that are ticked when the page is shown."""
        if self.is_bound:
            return self["chosen_rows"].value() or []
        return [row.key for row in self.rows if not row.is_there]

    def chosen(self) -> list[Row]:
        """The rows that were chosen, in order."""
        return [row for row in self.rows if row.key in self.cleaned_data["chosen_rows"]]


class CheckForm(forms.Form):
    """The decision on what was submitted, and the version of the request that was seen."""

    required_css_class = "required"
    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(StepKind.ACCEPTED, _("Accept")), (StepKind.RETURNED, _("Return"))],
        widget=forms.RadioSelect,
    )
    words = WordsField(label=_("What is missing or wrong"))
    due_on = OfficialDateField(label=_("New due date"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("decision") == StepKind.RETURNED and not told.get("words", "").strip():
            self.add_error("words", NEEDS_WORDS)
        if told.get("decision") == StepKind.ACCEPTED and told.get("due_on"):
            self.add_error("due_on", _("What is accepted has no new due date."))
        return told
