"""The forms of the import page."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import Status
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR
from jlis_gov.composition import IMPORTS
from jlis_gov.importing.steps import ReadTable, read_file, read_text
from records.base import ReasonForm, one_kind_of_line_break
from records.imports import MAX_FILE, Mode, TableError, TabularError
from records.papers import KeptFileField, keep_pending, opened

ONE_OF_TWO = _("Please give a file or paste a table, one of the two.")
STATUSES = [(status.value, status.label) for status in (Status.HELD, Status.PLANNED)]


def choices_for(user: Any) -> list[tuple[int, str]]:
    """The tables that `user` may bring in, by their number in the annual report."""
    return [
        (number, _("Table %(number)d: %(name)s") % {"number": number, "name": table.spec.name})
        for number, table in IMPORTS.items()
        if user.has_perms(table.rights)
    ]


class TableForm(forms.Form):
    """A table, its year, and its file or text."""

    table = forms.TypedChoiceField(label=_("Table of the annual report"), coerce=int)
    fiscal_year = forms.IntegerField(
        label=_("Fiscal year"),
        min_value=FIRST_FISCAL_YEAR,
        max_value=LAST_FISCAL_YEAR,
        help_text=_("In Western years: 2016 is 平成28年度."),
    )
    status = forms.ChoiceField(
        label=_("What the table lists"),
        choices=STATUSES,
        help_text=_("Held, as in an annual report; or planned, as in a plan for the year."),
    )
    file = KeptFileField(label=_("File (XLSX or CSV)"), required=False)
    text = forms.CharField(
        label=_("or paste the table"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Copied from Excel, Word or the PDF of an annual report, with its headings. At most "
            "2,000 rows at a time."
        ),
    )

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["table"]).choices = choices_for(user)
        self.fields["file"].widget.sender = self.sender = user.pk

    def clean(self) -> dict[str, Any]:
        super().clean()
        found = self.cleaned_data
        text = found.get("text", "").strip("\r\n ")
        if not self.errors:
            if bool(found.get("file")) == bool(text):
                raise ValidationError(ONE_OF_TWO)
            found["given"] = self._read(found["table"], found.get("file"), found["text"])
        return found

    def keep_file(self) -> None:
        """Keep the chosen file for the next attempt, whatever is wrong with the form."""
        if (file := self.files.get("file")) and (file.size or 0) <= MAX_FILE:
            keep_pending(file, self.sender, require=lambda _file: None)

    def _read(self, number: int, file: Any, text: str) -> ReadTable:
        try:
            if not file:
                return read_text(number, one_kind_of_line_break(text))
            with opened(file) as source:
                return read_file(number, source, file.name)
        except (TabularError, TableError) as error:
            raise ValidationError(str(error)) from error


class ConfirmForm(ReasonForm):
    """The treatment of rows that differ, and the reason of the import."""

    mode = forms.ChoiceField(
        label=_("Rows that differ from what is kept"),
        choices=Mode.choices,
        initial=Mode.STOP,
        widget=forms.RadioSelect,
    )
