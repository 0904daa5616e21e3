"""The cells of an OpenDocument worksheet: text, and what is to be known of it."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from records.imports.reading.cells import CHANGING, ERROR, NO_VALUE, OUTSIDE, VOLATILE, Content
from records.imports.reading.errors import TabularError
from records.imports.reading.opendocument.styles import Styles
from records.imports.reading.shown import is_date, text_shown
from records.imports.reading.strings import RichText, Run
from records.imports.reading.xlsx.package import DAMAGED
from records.imports.reading.xlsx.values import SECONDS, Dated, dated, iso_dated, number_text

_NO_FORMAT = _(
    "The date here has no format by which it can be read. Please save the file as “Excel "
    "Workbook (.xlsx)”."
)
_ERRORS = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d+")
_OTHER_FILE = re.compile(r"'[a-z]+:")
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+(?:\.\d+)?)S")  # as ODF 1.3, 18.2 has times of day
_NUMBERS = ("float", "percentage", "currency")


@dataclass(slots=True)
class Cell:
    """A cell as its element has it."""

    attributes: dict[str, str]
    style: str
    runs: list[Run] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The kind of its value; empty where it has none."""
        return self.attributes.get("value-type", "")

    @property
    def shown(self) -> RichText:
        """The text in it."""
        if not self.runs and "string-value" in self.attributes:
            return RichText((Run(self.attributes["string-value"]),))
        return RichText(tuple(self.runs))

    def check_formula(self) -> None:
        """Refuse a formula whose kept value is not what its author saw. Raises `TabularError`."""
        formula = self.attributes.get("formula", "")
        if VOLATILE.search(formula):
            raise TabularError(CHANGING)
        if _OTHER_FILE.search(formula):
            raise TabularError(OUTSIDE)
        if not self.kind:
            raise TabularError(NO_VALUE)


class Contents:
    """Finds what the cells of a workbook say."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def run(self, text: str, style: str) -> Run:
        """A piece of a text in a style; one that says nothing of lines is as its cell is."""
        return Run(text, self._styles.is_struck(style, "text") if style else None)

    def is_hidden(self, style: str) -> bool:
        """Return True if a table in this style is not to be seen."""
        return not self._styles.is_shown(style)

    def of(self, cell: Cell) -> Content | TabularError:
        """The content of a cell, or why it cannot be told."""
        try:
            return self._of(cell)
        except TabularError as error:
            return error

    def _of(self, cell: Cell) -> Content:
        text, is_formula = cell.shown, "formula" in cell.attributes
        is_struck = bool(self._styles.is_struck(cell.style, "table-cell"))
        kept = text.without_struck(is_struck=is_struck)
        is_cut = kept != str(text)
        if is_cut and not kept.strip():
            return Content("", is_cut=True)
        is_wrong = is_formula and _ERRORS.fullmatch(str(text))
        if is_wrong or cell.kind == "error":
            raise TabularError(ERROR, value=text)
        if is_formula:
            cell.check_formula()
        code = self._styles.code(cell.style)
        if cell.kind in ("", "string"):
            shown = text_shown(kept, code) if kept.strip() else ""
            return Content(shown, is_cut=is_cut, is_formula=is_formula)
        return self._value(cell, code, is_formula=is_formula)

    def _value(self, cell: Cell, code: str, *, is_formula: bool) -> Content:
        value = cell.attributes.get(_VALUES.get(cell.kind, "value"), "")
        if cell.kind in _NUMBERS:
            return Content(number_text(value), is_number=True, is_formula=is_formula)
        if cell.kind == "boolean":
            return Content("TRUE" if value == "true" else "FALSE", is_formula=is_formula)
        if cell.kind not in ("date", "time"):
            raise TabularError(DAMAGED)
        if not is_date(code):
            raise TabularError(_NO_FORMAT)
        found = iso_dated(value, code) if cell.kind == "date" else _clock(value, code)
        return Content(found.text, is_date=True, hides_year=found.hides_year, is_formula=is_formula)


_VALUES = {"boolean": "boolean-value", "date": "date-value", "time": "time-value"}


def _clock(text: str, code: str) -> Dated:
    """A time of day as it is shown. Raises `TabularError` where it is none."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise TabularError(DAMAGED)
    seconds = int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
    return dated(repr(seconds / SECONDS), code, from_1904=False)
