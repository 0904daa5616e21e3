"""The tables of an OpenDocument workbook: rows and cells, each of which may stand for many."""

import re
from dataclasses import dataclass, field

from records.imports.reading.cells import Content, Place
from records.imports.reading.errors import TabularError
from records.imports.reading.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from records.imports.reading.opendocument.cells import Cell, Contents
from records.imports.reading.strings import Run
from records.imports.reading.xlsx.package import DAMAGED
from records.imports.reading.xlsx.worksheet import LAST_ROW, Worksheet

_COLUMN_GROUPS = ("table-columns", "table-column-group", "table-header-columns")
_ROW_GROUPS = ("table-rows", "table-row-group", "table-header-rows")
_GROUPS = (*_COLUMN_GROUPS, *_ROW_GROUPS)
_TEXTS = ("p", "span", "a", "ruby", "ruby-base")
_PIECES = ("span", "a", "s", "tab", "line-break", "ruby", "ruby-base")
# What may stand in an element; all else is left out: notes, drawings, tables within cells, ….
_INSIDE = {
    "": ("document-content",),
    "document-content": ("body",),
    "body": ("spreadsheet",),
    "spreadsheet": ("table",),
    "table": (*_GROUPS, "table-column", "table-row"),
    **dict.fromkeys(_GROUPS, (*_GROUPS, "table-column", "table-row")),
    "table-row": ("table-cell", "covered-table-cell"),
    "table-cell": ("p",),
    **dict.fromkeys(_TEXTS, _PIECES),
}
_BLANKS = re.compile(r"[ \t\r\n]+")  # one blank, whatever they are (ODF 1.3, 6.1.2)
_SPANNED = ("rows", "columns")
_MOST_DIGITS = 9
_WHITE = {"s": " ", "tab": "\t", "line-break": "\n"}


@dataclass(slots=True)
class _Row:
    """The cells of a row, before it is known where it stands."""

    attributes: dict[str, str]
    column: int = 0
    cells: list[tuple[int, int, Cell]] = field(default_factory=list)  # column, repeated


class Reader:
    """Follows the elements of the content."""

    def __init__(self, contents: Contents) -> None:
        self.sheets: list[Worksheet] = []
        self.hidden: list[str] = []
        self.is_workbook = False
        self._contents = contents
        self._open, self._left_out = [""], 0
        self._sheet, self._is_hidden = Worksheet(""), False
        self._styles: list[str] = []  # of the columns
        self._number = 0
        self._row = _Row({})
        self._cell: Cell | None = None
        self._spans: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Enter an element, unless it is to be left out with all that it holds."""
        if self._left_out or tag not in _INSIDE.get(self._open[-1], ()):
            self._left_out += 1
            return
        self._open.append(tag)
        match tag:
            case "spreadsheet":
                self.is_workbook = True
            case "table":
                self._start_table(attributes)
            case "table-column":
                self._add_columns(attributes)
            case "table-row":
                self._row = _Row(attributes)
            case "table-cell" | "covered-table-cell":
                self._start_cell(tag, attributes)
            case "p" if self._cell and self._cell.runs:
                self._cell.runs.append(Run("\n"))
            case "span":
                self._spans.append(attributes.get("style-name", ""))
            case "s" | "tab" | "line-break":
                self._add_text(_WHITE[tag] * min(_times(attributes, "c"), MAX_CELL))

    def text(self, text: str) -> None:
        """Take a text that stands in a cell."""
        if not self._left_out and self._open[-1] in _TEXTS:
            self._add_text(_BLANKS.sub(" ", text))

    def end(self, tag: str) -> None:
        """Leave an element."""
        if self._left_out:
            self._left_out -= 1
            return
        self._open.pop()
        match tag:
            case "table":
                self._end_table()
            case "table-row":
                self._end_row()
            case "table-cell":
                self._cell = None
            case "span":
                self._spans.pop()

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._sheet = Worksheet(attributes.get("name", ""))
        self._is_hidden = self._contents.is_hidden(attributes.get("style-name", ""))
        self._styles, self._number = [], 0

    def _add_columns(self, attributes: dict[str, str]) -> None:
        first = len(self._styles)
        times = min(_times(attributes, "number-columns-repeated"), MAX_COLUMNS - first)
        self._styles += [attributes.get("default-cell-style-name", "")] * times
        if attributes.get("visibility", "visible") != "visible":
            self._sheet.hidden_columns.update(range(first, first + times))

    def _start_cell(self, tag: str, attributes: dict[str, str]) -> None:
        row, column = self._row, self._row.column
        times = _times(attributes, "number-columns-repeated")
        row.column += times
        if tag != "table-cell":  # what it holds, the merged cell above it covers
            return
        style = attributes.get("style-name") or row.attributes.get("default-cell-style-name")
        if not style and column < len(self._styles):
            style = self._styles[column]
        self._cell = Cell(attributes, style or "")
        row.cells.append((column, times, self._cell))

    def _add_text(self, text: str) -> None:
        if self._cell:
            style = self._spans[-1] if self._spans else ""
            self._cell.runs.append(self._contents.run(text, style))

    def _end_row(self) -> None:
        """Keep the row as often as it stands there."""
        times, first = _times(self._row.attributes, "number-rows-repeated"), self._number + 1
        self._number += times
        if self._number > LAST_ROW:
            raise TabularError(DAMAGED)
        contents = [(at, n, one, self._contents.of(one)) for at, n, one in self._row.cells]
        contents = [one for one in contents if isinstance(one[3], TabularError) or one[3].is_any]
        if self._row.attributes.get("visibility", "visible") != "visible" and contents:
            self._sheet.hidden_rows += range(first, min(self._number, first + MAX_ROWS) + 1)
        try:
            for number in range(first, self._number + 1) if contents else ():
                for column, repeated, cell, content in contents:
                    self._keep((number, column), repeated, cell, content)
        except TabularError as error:
            self._sheet.problem = self._sheet.problem or error

    def _keep(
        self, place: Place, repeated: int, cell: Cell, content: Content | TabularError
    ) -> None:
        row, column = place
        for at in range(column, column + repeated):
            self._sheet.add((row, at), content)
        down, right = (_times(cell.attributes, f"number-{one}-spanned") for one in _SPANNED)
        if down > 1 or right > 1:
            self._sheet.merge(place, (row + down - 1, column + right - 1))

    def _end_table(self) -> None:
        if self._is_hidden:
            self.hidden.append(self._sheet.name)
            return
        try:
            self._sheet.fill_merged()
        except TabularError as error:
            self._sheet.problem = error
        self.sheets.append(self._sheet)


def _times(attributes: dict[str, str], name: str) -> int:
    """How many times an element stands there. Raises `TabularError` for what is no such number."""
    text = attributes.get(name, "1")
    if not (text.isdecimal() and len(text) < _MOST_DIGITS and int(text)):
        raise TabularError(DAMAGED)
    return int(text)
