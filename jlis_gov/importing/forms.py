"""The forms of the import page."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import OfficialFiscalYearField, Status
from jlis_gov.composition import IMPORTS, INTAKES
from jlis_gov.importing.layouts import built_in, built_in_named
from jlis_gov.importing.pending import FOR_ALL, PendingTable
from jlis_gov.importing.remembering import by_name, forget, layouts_for, remember
from jlis_gov.importing.steps import ReadTable, read_file, read_kind, read_text
from records.base import ReasonForm, one_kind_of_line_break
from records.imports import (
    MAX_FILE,
    Choice,
    Grid,
    Mode,
    TableError,
    TableImport,
    TabularError,
    grids,
    pasted_grids,
)
from records.papers import KeptFileField, keep_pending, opened, require_clean

FORGOTTEN = _("“{name}” is no longer remembered.")
CHOOSE = _("choose")
LAST_ROW = 1_048_576  # of a worksheet
ONE_OF_TWO = _("Please give a file or paste a table, one of the two.")
STATUSES = [(status.value, status.label) for status in (Status.HELD, Status.PLANNED)]


def choices_for(user: Any) -> list[tuple[int, str]]:
    """The tables that `user` may bring in, by their number in the annual report."""
    return [
        (number, _("Table %(number)d: %(name)s") % {"number": number, "name": table.spec.name})
        for number, table in IMPORTS.items()
        if user.has_perms(table.rights)
    ]


def kinds_for(user: Any) -> list[tuple[str, str]]:
    """What `user` may bring in from tables of any form, by the words for it."""
    return [
        (name, _("Any table: %(name)s") % {"name": table.spec.name})
        for name, table in INTAKES.items()
        if user.has_perms(table.rights)
    ]


def may_import(user: Any) -> bool:
    """Return True if there is any table that `user` may bring in."""
    return bool(choices_for(user) or kinds_for(user))


def may_create(table: TableImport, user: Any) -> bool:
    """Return True if `user` may make what such a table can name and the register lacks."""
    return bool(table.makes) and user.has_perms(table.makes)


class TableForm(forms.Form):
    """A table, its year, and its file or text."""

    table = forms.ChoiceField(label=_("Table"))
    fiscal_year = OfficialFiscalYearField(label=_("Fiscal year"))
    status = forms.ChoiceField(
        label=_("What the table lists"),
        choices=STATUSES,
        help_text=_("Held, as in an annual report; or planned, as in a plan for the year."),
    )
    file = KeptFileField(
        label=_("File"),
        required=False,
        help_text=_(
            "Excel (.xlsx, .xls, .xlsb), OpenDocument (.ods), PDF, text (.csv, .tsv), or for "
            "meetings a calendar (.ics)."
        ),
    )
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
        cast(forms.ChoiceField, self.fields["table"]).choices = [
            *choices_for(user),
            *kinds_for(user),
        ]
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

    def clean_file(self) -> Any:
        """The file, once the scanner has seen it."""
        if file := self.cleaned_data["file"]:
            require_clean(file)
        return file

    def keep_file(self) -> None:
        """Keep the chosen file for the next attempt, whatever else is wrong with the form."""
        file = self.files.get("file")
        if file and (file.size or 0) <= MAX_FILE and not self.has_error("file"):
            keep_pending(file, self.sender, require=lambda _file: None)

    def _read(self, table: str, file: Any, text: str) -> ReadTable:
        text = one_kind_of_line_break(text)
        try:
            if not file:
                is_report = table not in INTAKES
                return (
                    read_text(int(table), text)
                    if is_report
                    else read_kind(table, pasted_grids(text), Choice())
                )
            with opened(file) as source:
                if table in INTAKES:
                    return read_kind(table, grids(source, file.name), Choice())
                return read_file(int(table), source, file.name)
        except (TabularError, TableError) as error:
            raise ValidationError(str(error)) from error


class ColumnsForm(forms.Form):
    """What the clerk says of a table of any form: its part of the file, and each heading's field.

    Layouts of the report, and those that were remembered, are offered where their headings are
    there. By one of the report columns are what its table has.
    """

    layout = forms.ChoiceField(label=_("Layout"), required=False)
    sheet = forms.ChoiceField(label=_("Worksheet, or table of a PDF"), required=False)
    first_row = forms.IntegerField(label=_("From row"), min_value=1, required=False)
    last_row = forms.IntegerField(label=_("to row"), min_value=1, required=False)
    keeps_undated = forms.BooleanField(
        label=_("Keep rows without a date as 日未定"), required=False
    )
    creates = forms.BooleanField(
        label=_("Make what the register has no name for (types, bodies, authorities)"),
        required=False,
    )

    def __init__(self, pending: PendingTable, user: Any, data: Any = None) -> None:
        super().__init__(data, initial=pending.chosen)
        self.user = user
        self.headings = [*pending.mapping, *pending.unmapped]
        self.known = by_name(layouts_for(user).filter(kind=pending.kind))
        fits = ((name, one) for name, one in self.known.items() if one.fits(self.headings))
        self.layouts = dict(fits)
        fitting = [one for one in built_in(pending.kind) if one.fits(self.headings)]
        layouts = [(one.name, one.label) for one in fitting]
        layouts += [(name, name) for name in self.layouts]
        self._offer("layout", layouts, is_offered=bool(layouts))
        self._offer_sheets(pending.grids)
        if not may_create(pending.given.table, user):
            del self.fields["creates"]
        self._ask_for_columns(pending)
        self.fields["remembered_as"] = forms.CharField(
            label=_("Remember these columns as"), max_length=100, required=False
        )
        self.fields["forgotten"] = forms.ChoiceField(label=_("Remember no longer"), required=False)
        self._offer(
            "forgotten", zip(self.known, self.known, strict=True), is_offered=bool(self.known)
        )

    def _ask_for_columns(self, pending: PendingTable) -> None:
        """Add a field for what can be told once, and one for each heading."""
        columns = pending.given.table.spec.columns
        for one in columns:
            if one.is_for_all:
                label = _("%(field)s of the whole table") % {"field": one.heading}
                self.fields[FOR_ALL + one.name] = forms.CharField(
                    label=label, max_length=200, required=False
                )
        choices = [("", _("not read")), *((one.name, one.heading) for one in columns)]
        for at, heading in enumerate(self.headings):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                required=False,
                initial=pending.mapping.get(heading, ""),
            )

    def _offer_sheets(self, sheets: Sequence[Grid]) -> None:
        """Offer the worksheets, or the tables of a paper, which are all read if none is chosen."""
        titles = [(sheet.title, sheet.title) for sheet in sheets]
        blank = _("all tables") if any(sheet.is_table for sheet in sheets) else CHOOSE
        self._offer("sheet", titles, is_offered=len(titles) > 1, blank=blank)

    def _offer(
        self,
        name: str,
        choices: Iterable[tuple[str, str]],
        *,
        is_offered: bool,
        blank: Any = CHOOSE,
    ) -> None:
        """Have a field offer these values with their labels, or leave it out."""
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = [("", blank), *choices]
        if not is_offered:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        super().clean()
        found = self.cleaned_data
        first, last = found.get("first_row"), found.get("last_row")
        if first and last and last < first:
            self.add_error("last_row", _("The last row stands before the first."))
        return found

    def _for_all(self) -> dict[str, str]:
        """The texts by field that the whole table has where it says nothing."""
        told = (
            (name, text) for name, text in self.cleaned_data.items() if name.startswith(FOR_ALL)
        )
        return {name.removeprefix(FOR_ALL): text for name, text in told if text}

    def reread(self, pending: PendingTable, request: str) -> PendingTable:
        """The table, read as was chosen in a request. Raises `TabularError` and `TableError`."""
        if not self.is_valid():
            told = (text for texts in self.errors.values() for text in map(str, texts))
            raise TabularError("; ".join(told))
        found = self.cleaned_data
        first, last = found["first_row"], found["last_row"]
        layout = built_in_named(pending.kind, found.get("layout", ""))
        choice = Choice(
            sheet=found.get("sheet", ""),
            rows=(first or 1, last or LAST_ROW) if first or last else None,
            fields=self._fields(is_same=layout == pending.layout),
            needs_all=not found["keeps_undated"],
            for_all=self._for_all(),
            passes_over=True,
        )
        again = pending.reread(choice, layout)
        again.keeps_undated, again.creates = found["keeps_undated"], found.get("creates", False)
        again.rows = (first, last)
        self._keep_layouts(again, request)
        return again

    def _fields(self, *, is_same: bool) -> dict[str, str]:
        """The field of each heading as was chosen, or as the layout that was chosen has it.

        What was chosen by another layout of the report holds no longer.
        """
        found = self.cleaned_data
        chosen = {text: found[f"column_{at}"] for at, text in enumerate(self.headings) if is_same}
        layout = self.layouts.get(found.get("layout", ""))
        remembered = layout.fields.items() if layout else ()
        return chosen | {text: name for text, name in remembered if text in self.headings}

    def _keep_layouts(self, again: PendingTable, request: str) -> None:
        """Remove the layout that is remembered no longer, and remember a new one."""
        found = self.cleaned_data
        if gone := found.get("forgotten"):
            forget(self.known[gone], user=self.user, request=request)
            again.remarks = [str(FORGOTTEN).format(name=gone), *again.remarks]
        if name := found["remembered_as"].strip():
            fields = dict.fromkeys(again.unmapped, "") | again.mapping
            used = self.layouts.get(found.get("layout", ""))
            who = {"user": self.user, "request": request}
            try:
                remember(name, fields, kind=again.kind, used=used, **who)
            except ValidationError as error:
                again.remarks = [*error.messages, *again.remarks]


class ConfirmForm(ReasonForm):
    """The treatment of rows that differ, and the reason of the import."""

    mode = forms.ChoiceField(
        label=_("Rows that differ from what is kept"),
        choices=Mode.choices,
        initial=Mode.STOP,
        widget=forms.RadioSelect,
    )
