"""One worksheet: its cells with their addresses, what is merged, hidden or a formula."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from records.tabular.errors import TabularError
from records.tabular.grid import Grid, GridRow, Remark, address, filled, remark, some
from records.tabular.limits import HEADING_ROWS, MAX_COLUMNS, MAX_ROWS
from records.tabular.package import DAMAGED, END, START, TEXT, Package
from records.tabular.shown import is_date, text_shown
from records.tabular.values import Dated, Styles, dated, iso_dated, number_text

_ERROR = _("The formula here has an error ({value}).")
_NO_VALUE = _(
    "The formula here has no computed value. Please save the file in Excel, or paste values."
)
_CHANGING = _("The formula here gives another value each time. Please paste its value instead.")
_OUTSIDE = _("The formula here refers to another file. Please paste its value instead.")
_MANY = _("There are more than {limit} rows. Please read them in parts.")
_WIDE = _("There are more than {limit} columns.")
_FORMULAS = _("Formulas ({cells}) were read by the values that were computed at the last saving.")
_HIDDEN_ROWS = _("Hidden rows ({numbers}) were read, too.")
_HIDDEN_COLUMNS = _("Hidden columns ({names}) were read, too.")
_WITHOUT_YEAR = _(
    "Dates shown without a year ({cells}) were read as shown; their year is found by the fiscal "
    "year."
)
_VOLATILE = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\s*\(", re.IGNORECASE)
_OTHER_FILE = re.compile(r"\[\d+\]")
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNREADABLE = "#"  # in place of a cell's text
_MOST_MERGED = 10_000
_MOST_FILLED = (MAX_ROWS + HEADING_ROWS) * MAX_COLUMNS  # merged cells cannot overlap
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

Place = tuple[int, int]  # row as shown, column from 0


def unescaped(text: str) -> str:
    """Text with Excel's escapes (_x000D_) as the characters that they stand for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def place_of(reference: str) -> Place:
    """Row and column of an address. Raises `TabularError` if it is none."""
    match = _ADDRESS.fullmatch(reference.replace("$", ""))
    if match is None:
        raise TabularError(DAMAGED)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > _LAST_COLUMN or int(match[2]) > _LAST_ROW:
        raise TabularError(DAMAGED)
    return int(match[2]), column - 1


@dataclass(slots=True)
class Worksheet:
    """A worksheet's cells that are not blank. What cannot be read is told when it is wanted."""

    name: str
    cells: dict[Place, str | TabularError] = field(default_factory=dict)
    dates: set[Place] = field(default_factory=set)
    numbers: set[Place] = field(default_factory=set)
    without_year: list[Place] = field(default_factory=list)
    formulas: list[Place] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    problem: TabularError | None = None

    def head(self) -> Grid:
        """The first rows, to look for headings in."""
        rows = sorted({row for row, _column in self.cells})[:HEADING_ROWS]
        return Grid(self.name, tuple(self._rows(rows)))

    def grid(self) -> Grid:
        """The rows, each with its cells that cannot be read. Raises `TabularError`."""
        if self.problem:
            raise self.problem
        rows = sorted({row for row, _column in self.cells})
        return Grid(self.name, tuple(self._rows(rows)), remarks=tuple(self._remarks()))

    def fill_merged(self) -> None:
        """Repeat a merged cell's value in all that it covers, in rows that hold anything."""
        rows = sorted({row for row, _column in self.cells})
        left_to_fill = _MOST_FILLED
        for (top, left), (bottom, right) in self.merged:
            value = self.cells.get((top, left))
            if value is None:
                continue
            covered = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
            columns = range(left, min(right, MAX_COLUMNS - 1) + 1)
            left_to_fill -= len(covered) * len(columns)
            if left_to_fill < 0:
                raise TabularError(DAMAGED)
            places = {(row, column) for row in covered for column in columns}
            self.cells.update(dict.fromkeys(places, value))
            for known in (self.dates, self.numbers):
                if (top, left) in known:
                    known |= places

    def _rows(self, rows: list[int]) -> Iterator[GridRow]:
        by_row: dict[int, dict[int, str | TabularError]] = {row: {} for row in rows}
        for (row, column), value in self.cells.items():
            if row in by_row:
                by_row[row][column] = value
        for row, values in by_row.items():
            problems = {at: v for at, v in values.items() if isinstance(v, TabularError)}
            texts = {at: _UNREADABLE if at in problems else v for at, v in values.items()}
            yield from filled(
                row,
                [texts.get(at, "") for at in range(max(texts) + 1)],
                dates=frozenset(at for at in texts if (row, at) in self.dates),
                numbers=frozenset(at for at in texts if (row, at) in self.numbers),
                problems=problems,
            )

    def _remarks(self) -> Iterator[Remark]:
        used = {row for row, _column in self.cells}
        if hidden := [row for row in self.hidden_rows if row in used]:
            yield remark(_HIDDEN_ROWS, numbers=some(hidden))
        used = {column for _row, column in self.cells}
        if hidden := [column for column in self.hidden_columns if column in used]:
            names = [address(1, column).rstrip("1") for column in hidden]
            yield remark(_HIDDEN_COLUMNS, names=some(names))
        if self.without_year:
            cells = some([address(*place) for place in self.without_year])
            yield remark(_WITHOUT_YEAR, cells=cells)
        if self.formulas:
            yield remark(_FORMULAS, cells=some([address(*place) for place in self.formulas]))


@dataclass(slots=True)
class _Cell:
    """A cell while its element is open."""

    place: Place
    kind: str
    style: str
    value: list[str] = field(default_factory=list)
    formula: list[str] | None = None
    has_value: bool = False


class _Reader:
    """Follows the elements of a worksheet's part."""

    def __init__(self, sheet: Worksheet, strings: list[str], styles: Styles) -> None:
        self.sheet, self.strings, self.styles = sheet, strings, styles
        self.row, self.column = 0, -1
        self.cell: _Cell | None = None
        self.into: list[str] | None = None
        self.in_reading = False
        self.full_rows: set[int] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "row":
                self._start_row(attributes)
            case "col" if attributes.get("hidden") in ("1", "true"):
                first, last = int(attributes["min"]), int(attributes["max"])
                self.sheet.hidden_columns += range(first - 1, min(last, MAX_COLUMNS))
            case "c":
                self._start_cell(attributes)
            case "f" if self.cell:
                self.cell.formula = self.into = []
            case "v" | "t" if self.cell and not self.in_reading:
                self.cell.has_value, self.into = True, self.cell.value
            case "rPh":
                self.in_reading = True
            case "mergeCell" if len(self.sheet.merged) < _MOST_MERGED:
                first, _colon, last = attributes.get("ref", "").partition(":")
                self.sheet.merged.append((place_of(first), place_of(last or first)))

    def text(self, text: str) -> None:
        if self.into is not None:
            self.into.append(text)

    def end(self, tag: str) -> None:
        if tag in ("f", "v", "t"):
            self.into = None
        elif tag == "rPh":
            self.in_reading = False
        elif tag == "c" and self.cell:
            self._keep(self.cell)
            self.cell = None

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self.row + 1))
        if not self.row < number <= _LAST_ROW:
            raise TabularError(DAMAGED)
        self.row, self.column = number, -1
        if attributes.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.append(number)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = self.row, self.column + 1
        if "r" in attributes:
            place = place_of(attributes["r"])
        if place[0] != self.row or place[1] <= self.column:
            raise TabularError(DAMAGED)
        self.column = place[1]
        self.cell = _Cell(place, attributes.get("t", "n"), attributes.get("s", "0"))

    def _keep(self, cell: _Cell) -> None:
        try:
            text = self._text(cell)
        except TabularError as error:
            error.cell = address(*cell.place)
            text = error
        if isinstance(text, str) and not text.strip():
            return
        if cell.place[1] >= MAX_COLUMNS:
            raise TabularError(_WIDE, cell=address(*cell.place), limit=MAX_COLUMNS)
        self.full_rows.add(cell.place[0])
        if len(self.full_rows) > MAX_ROWS + HEADING_ROWS:
            raise TabularError(_MANY, row=cell.place[0], limit=f"{MAX_ROWS:,}")
        self.sheet.cells[cell.place] = text

    def _text(self, cell: _Cell) -> str:
        value = "".join(cell.value)
        if cell.kind == "e":
            raise TabularError(_ERROR, value=value)
        if cell.formula is not None:
            self._check_formula(cell)
        match cell.kind:
            case "s":
                return text_shown(self._string(value), self.styles.code(cell.style))
            case "str" | "inlineStr":
                return text_shown(unescaped(value), self.styles.code(cell.style))
            case "b":
                return "TRUE" if value == "1" else "FALSE"
        if not value:
            return ""
        code = self.styles.code(cell.style)
        if cell.kind == "d":
            return self._dated(cell, iso_dated(value, code))
        if is_date(code):
            return self._dated(cell, dated(value, code, from_1904=self.styles.from_1904))
        self.sheet.numbers.add(cell.place)
        return number_text(value)

    def _dated(self, cell: _Cell, found: Dated) -> str:
        self.sheet.dates.add(cell.place)
        if found.hides_year:
            self.sheet.without_year.append(cell.place)
        return found.text

    def _string(self, value: str) -> str:
        at = int(value) if value.isdigit() else -1
        if not 0 <= at < len(self.strings):
            raise TabularError(DAMAGED)
        return self.strings[at]

    def _check_formula(self, cell: _Cell) -> None:
        """Refuse a formula whose kept value is not what its author saw."""
        formula = "".join(cell.formula or ())
        if _VOLATILE.search(formula):
            raise TabularError(_CHANGING)
        if _OTHER_FILE.search(formula):
            raise TabularError(_OUTSIDE)
        if not cell.has_value or (not cell.value and cell.kind != "str"):
            raise TabularError(_NO_VALUE)
        self.sheet.formulas.append(cell.place)


def read_worksheet(
    parts: Package, name: str, part: str, strings: list[str], styles: Styles
) -> Worksheet:
    """A worksheet; if it cannot be read, it says so once it is wanted."""
    sheet = Worksheet(name)
    reader = _Reader(sheet, strings, styles)
    try:
        for kind, value, attributes in parts.events(part):
            if kind == START:
                reader.start(value, attributes)
            elif kind == TEXT:
                reader.text(value)
            elif kind == END:
                reader.end(value)
        sheet.fill_merged()
    except TabularError as error:
        sheet.problem = error
    return sheet
