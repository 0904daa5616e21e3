"""The cells of a worksheet: text, and what is to be known of it."""

import re
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.shown import is_date, text_shown
from records.imports.reading.strings import CellText, Runs, unescaped, without_struck
from records.imports.reading.styles import Styles
from records.imports.reading.xlsx.package import DAMAGED
from records.imports.reading.xlsx.values import Dated, dated, iso_dated, number_text

ERROR = _("The formula here has an error ({value}).")
NO_VALUE = _(
    "The formula here has no computed value. Please save the file in Excel, or paste values."
)
CHANGING = _("The formula here gives another value each time. Please paste its value instead.")
OUTSIDE = _("The formula here refers to another file. Please paste its value instead.")
VOLATILE = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\s*\(", re.IGNORECASE)
_OTHER_FILE = re.compile(r"\[\d+\]")
_TEXTS = ("s", "str", "inlineStr")

Place = tuple[int, int]  # row as shown, column from 0


@dataclass(slots=True)
class Cell:
    """A cell as its element has it."""

    place: Place
    kind: str
    style: str
    value: list[str] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)
    formula: list[str] | None = None
    has_value: bool = False

    def check_formula(self) -> None:
        """Refuse a formula whose kept value is not what its author saw. Raises `TabularError`."""
        formula = "".join(self.formula or ())
        if VOLATILE.search(formula):
            raise TabularError(CHANGING)
        if _OTHER_FILE.search(formula):
            raise TabularError(OUTSIDE)
        if not self.has_value or (not self.value and self.kind != "str"):
            raise TabularError(NO_VALUE)


@dataclass(frozen=True, slots=True)
class Content:
    """A cell's text; `is_cut` where something in it, struck through, was left out."""

    text: str
    is_cut: bool = False
    is_date: bool = False
    is_number: bool = False
    hides_year: bool = False
    is_formula: bool = False

    @property
    def is_any(self) -> bool:
        """Return True if there is anything to keep or to tell."""
        return self.is_cut or bool(self.text.strip())


class Contents:
    """Finds what the cells of a workbook say."""

    def __init__(self, strings: list[CellText], styles: Styles) -> None:
        self._strings, self._styles = strings, styles

    def of(self, cell: Cell) -> Content | TabularError:
        """The content of a cell, or why it cannot be told."""
        try:
            return replace(self._of(cell), is_formula=cell.formula is not None)
        except TabularError as error:
            return error

    def _of(self, cell: Cell) -> Content:
        is_struck, code = self._styles.is_struck(cell.style), self._styles.code(cell.style)
        if cell.kind not in _TEXTS and is_struck:
            return Content("", is_cut=cell.has_value)
        if cell.kind == "e":
            raise TabularError(ERROR, value="".join(cell.value))
        if cell.formula is not None:
            cell.check_formula()
        if cell.kind in _TEXTS:
            text = self._text(cell)
            kept = without_struck(text, is_struck=is_struck)
            is_cut = kept != str(text)
            return Content(text_shown(kept, code) if kept.strip() else "", is_cut=is_cut)
        return self._value("".join(cell.value), cell.kind, code)

    def _text(self, cell: Cell) -> CellText:
        if cell.kind == "inlineStr":
            return cell.runs.taken()
        value = "".join(cell.value)
        if cell.kind == "str":
            return unescaped(value)
        at = int(value) if value.isdecimal() else -1
        if not 0 <= at < len(self._strings):
            raise TabularError(DAMAGED)
        return self._strings[at]

    def _value(self, value: str, kind: str, code: str) -> Content:
        if kind == "b":
            return Content("TRUE" if value == "1" else "FALSE")
        if not value:
            return Content("")
        if kind == "d":
            return _of_date(iso_dated(value, code))
        if is_date(code):
            return _of_date(dated(value, code, from_1904=self._styles.from_1904))
        return Content(number_text(value), is_number=True)


def _of_date(found: Dated) -> Content:
    return Content(found.text, is_date=True, hides_year=found.hides_year)
