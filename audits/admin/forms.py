"""Forms of findings: days that have come, and parts held against the finding as typed."""

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Max
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from audits.finding_doubts import doubts
from audits.forms import PastDays
from audits.models import check_acceptances, check_extensions
from records.admin import PartForm, PartFormSet, RecordForm
from records.base import Visibility

FINDING_HELP = {
    "number": _("Counts on within its audit: 1, 2, 3"),
    "department": _("Its contacts are reminded of the due date and answer on the site."),
    "summary": _("What was found, and where: 入退室の記録の一部に承認の印がない。"),
    "found_on": _(
        "Usually the day of the report or of the exit meeting: 平成28年11月８日, H28.11.8"
    ),
    "answer": _("As the department put it; its contact can answer on the site instead."),
    "answered_by": _("Who answered for the department: 情報処理部長"),
    "closed_on": _("The day on which every action was completed and checked effective."),
}


NEEDED_IN_PUBLIC = _("The finding is published. Please unpublish it before you take this off.")
PLACED_BY = {"audit", "department", "found_on"}
SAVE_AGAIN = _("Nothing has been saved yet. If it is so all the same, please save once more.")
NEEDED_BY_A_CHECK = _("A check says by whom it was made, and on what evidence it rests.")


class FindingForm(PastDays, RecordForm):
    """A finding with its parts below it on the same page."""

    past_days = ("found_on", "answered_on", "closed_on")

    confirmed = forms.CharField(label="", required=False, widget=forms.HiddenInput)

    class Meta:
        help_texts: ClassVar[dict[str, Any]] = FINDING_HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.parts_are_typed = True

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        is_public = self.instance.visibility == Visibility.PUBLIC
        if is_public and "public_summary" in self.changed_data and not told.get("public_summary"):
            self.add_error("public_summary", NEEDED_IN_PUBLIC)
        return told

    @property
    def changed_data(self) -> list[str]:
        """A confirmation alone changes nothing."""
        return [name for name in super().changed_data if name != "confirmed"]

    def _post_clean(self) -> None:
        cast(Any, super())._post_clean()
        if not self.errors and PLACED_BY & set(self.changed_data):
            self._ask_once(doubts(self.instance))

    def _ask_once(self, found: list[str]) -> None:
        """Refuse what is doubtful, unless this very thing was shown and is sent again."""
        shown = salted_hmac("finding", "\n".join(found)).hexdigest()
        if found and self.cleaned_data.get("confirmed") != shown:
            self.data = cast(QueryDict, self.data).copy()
            self.data[self.add_prefix("confirmed")] = shown
            self.add_error(None, [*found, str(SAVE_AGAIN)])


class FindingRowForm(PastDays, PartForm):
    """A finding among those of its audit; what comes after it was found is kept on its own page."""

    past_days = ("found_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("answered_on", "closed_on"):
            self.fields[name].disabled = True


class FindingFormSet(PartFormSet):
    number_field = "number"


class ExtensionForm(PastDays, PartForm):
    past_days = ("granted_on",)


class ExtensionFormSet(PartFormSet):
    """Extensions of one due date, each later than the one before."""

    def clean(self) -> None:
        super().clean()
        check_extensions([form.instance for form in self.rows()])


class AcceptanceForm(PastDays, PartForm):
    past_days = ("approved_on", "reviewed_on")


class AcceptanceFormSet(PartFormSet):
    """Acceptances of one risk, one after the other."""

    def clean(self) -> None:
        super().clean()
        check_acceptances([form.instance for form in self.rows()])


class ActionForm(PastDays, PartForm):
    """An action and its check; a check that is entered says who made it, and on what it rests."""

    past_days = ("completed_on", "effectiveness_checked_on")

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("effectiveness_checked_on") and "effectiveness_checked_on" in self.changed_data:
            for name in ("checked_by", "check_evidence"):
                if not told.get(name):
                    self.add_error(name, NEEDED_BY_A_CHECK)
        return told


class ActionFormSet(PartFormSet):
    """The actions of one finding, which may only be closed when they allow it."""

    def clean(self) -> None:
        super().clean()
        if not self.has_wrong_rows:  # without them it would seem that something is missing
            self.instance.check_closing([form.instance for form in self.rows()])


class ProcedureForm(PastDays, RecordForm):
    """A step of an audit's programme; one without a number takes the next."""

    past_days = ("done_on", "reviewed_on")

    class Meta:
        help_texts: ClassVar[dict[str, Any]] = {
            "number": _("Counts on within its audit; left empty, the next is taken.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "number" in self.fields:
            self.fields["number"].required = False

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        audit = told.get("audit")
        if audit and "number" in told and told["number"] is None:
            last = audit.procedures.aggregate(last=Max("number"))["last"]
            told["number"] = (last or 0) + 1
        return told
