"""What the import page asks."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import Status
from dates import FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR
from jlis_gov.composition import IMPORTS
from records.base import ReasonForm, one_kind_of_line_break
from records.imports import MAX_FILE, Mode, Sheet, TableError, TabularError
from records.imports import reading as tabular
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
    """Which table, of which year, and where it is."""

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
        self.fields["table"].choices = choices_for(user)
        self.fields["file"].widget.sender = self.sender = user.pk

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        text = found.get("text", "").strip("\r\n ")
        if not self.errors:
            if bool(found.get("file")) == bool(text):
                raise ValidationError(ONE_OF_TWO)
            found["sheet"] = self._sheet(found["table"], found.get("file"), found["text"])
        return found

    def keep_file(self) -> None:
        """Keep what was chosen for the next attempt, whatever is wrong with the form."""
        if (file := self.files.get("file")) and file.size <= MAX_FILE:
            keep_pending(file, self.sender, require=lambda _file: None)

    def _sheet(self, table: int, file: Any, text: str) -> Sheet:
        specs = IMPORTS[table].specs
        try:
            if file:
                with opened(file) as source:
                    sheet = tabular.read(source, file.name, *specs)
            else:
                sheet = tabular.read_pasted(one_kind_of_line_break(text), *specs)
            IMPORTS[table].check_title(sheet)
        except (TabularError, TableError) as error:
            raise ValidationError(str(error)) from error
        return sheet


class ConfirmForm(ReasonForm):
    """What becomes of rows that differ, and why the table is brought in."""

    mode = forms.ChoiceField(
        label=_("Rows that differ from what is kept"),
        choices=Mode.choices,
        initial=Mode.STOP,
        widget=forms.RadioSelect,
    )
