"""Forms of findings: days that have come, and parts held against the finding as typed."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from audits.forms import PastDays
from audits.models import check_extensions
from records.admin import PartForm, PartFormSet, RecordForm

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


NEEDED_BY_A_CHECK = _("A check says by whom it was made, and on what evidence it rests.")


class FindingForm(PastDays, RecordForm):
    """A finding with its parts below it on the same page."""

    past_days = ("found_on", "answered_on", "closed_on")

    class Meta:
        help_texts: ClassVar[dict[str, Any]] = FINDING_HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.parts_are_typed = True


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
        self.instance.check_closing([form.instance for form in self.rows()])
