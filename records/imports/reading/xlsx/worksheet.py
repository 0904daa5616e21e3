"""One worksheet: its cells with their addresses, what is merged, hidden or a formula."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from records.imports.reading.cells import Cell, Content, Contents, Place
from records.imports.reading.errors import TabularError
from records.imports.reading.grid import Grid, GridRow, Remark, address, filled, remark, some
from records.imports.reading.limits import HEADING_ROWS, MAX_COLUMNS, MAX_ROWS
from records.imports.reading.xlsx.package import DAMAGED, END, START, TEXT, Package

_MANY = _("There are more than {limit} rows. Please read them in parts.")
_WIDE = _("There are more than {limit} columns.")
_FORMULAS = _("Formulas ({cells}) were read by the values that were computed at the last saving.")
_HIDDEN_ROWS = _("Hidden rows ({numbers}) were read, too.")
_HIDDEN_COLUMNS = _("Hidden columns ({names}) were read, too.")
_STRUCK_ROWS = _("Rows that are struck through ({numbers}) were left out.")
_STRUCK = _("Text that is struck through ({cells}) was left out.")
_WITHOUT_YEAR = _(
    "Dates shown without a year ({cells}) were read as shown; their year is found by the fiscal "
    "year."
)
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_UNREADABLE = "#"  # in place of a cell's text
_MOST_MERGED = 10_000
_MOST_FILLED = (MAX_ROWS + HEADING_ROWS) * MAX_COLUMNS  # merged cells cannot overlap
LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def place_of(reference: str) -> Place:
    """Row and column of an address. Raises `TabularError` if it is none."""
    match = _ADDRESS.fullmatch(reference.replace("$", ""))
    if match is None:
        raise TabularError(DAMAGED)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > _LAST_COLUMN or int(match[2]) > LAST_ROW:
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
    struck: set[Place] = field(default_factory=set)
    formulas: list[Place] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    problem: TabularError | None = None
    _full_rows: set[int] = field(default_factory=set)

    def add(self, place: Place, content: Content | TabularError) -> None:
        """Keep what a cell says, or why it cannot be told. Raises `TabularError` at a limit."""
        if isinstance(content, TabularError):
            content.cell = address(*place)
        elif content.is_cut:
            self.struck.add(place)
        if isinstance(content, Content) and not content.text.strip():
            return
        self._keep(place, content)

    def _keep(self, place: Place, content: Content | TabularError) -> None:
        if place[1] >= MAX_COLUMNS:
            raise TabularError(_WIDE, cell=address(*place), limit=MAX_COLUMNS)
        self._full_rows.add(place[0])
        if len(self._full_rows) > MAX_ROWS + HEADING_ROWS:
            raise TabularError(_MANY, row=place[0], limit=f"{MAX_ROWS:,}")
        if isinstance(content, TabularError):
            self.cells[place] = content
            return
        self.cells[place] = content.text
        if content.is_date:
            self.dates.add(place)
        if content.is_number:
            self.numbers.add(place)
        if content.hides_year:
            self.without_year.append(place)
        if content.is_formula:
            self.formulas.append(place)

    def merge(self, first: Place, last: Place) -> None:
        """Note cells that are one; more than any table has are left as they are."""
        if len(self.merged) < _MOST_MERGED:
            self.merged.append((first, last))

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
        columns = range(MAX_COLUMNS)
        marked = {"dates": self.dates, "numbers": self.numbers, "struck": self.struck}
        for row, values in by_row.items():
            problems = {at: v for at, v in values.items() if isinstance(v, TabularError)}
            texts = {at: _UNREADABLE if at in problems else str(v) for at, v in values.items()}
            yield from filled(
                row,
                [texts.get(at, "") for at in range(max(texts) + 1)],
                **{
                    name: frozenset(at for at in columns if (row, at) in places)
                    for name, places in marked.items()
                },
                problems=problems,
            )

    def _remarks(self) -> Iterator[Remark]:
        used = {row for row, _column in self.cells}
        if hidden := [row for row in self.hidden_rows if row in used]:
            yield remark(_HIDDEN_ROWS, numbers=some(hidden))
        used = {column for _row, column in self.cells}
        if hidden := [column for column in sorted(self.hidden_columns) if column in used]:
            names = [address(1, column).rstrip("1") for column in hidden]
            yield remark(_HIDDEN_COLUMNS, names=some(names))
        yield from self._struck_remarks()
        if self.without_year:
            cells = some([address(*place) for place in self.without_year])
            yield remark(_WITHOUT_YEAR, cells=cells)
        if self.formulas:
            yield remark(_FORMULAS, cells=some([address(*place) for place in self.formulas]))

    def _struck_remarks(self) -> Iterator[Remark]:
        used = {row for row, _column in self.cells}
        if rows := sorted({row for row, _column in self.struck} - used):
            yield remark(_STRUCK_ROWS, numbers=some(rows))
        if cells := [address(*place) for place in sorted(self.struck) if place[0] in used]:
            yield remark(_STRUCK, cells=some(cells))


class _Reader:
    """Follows the elements of a worksheet's part."""

    def __init__(self, sheet: Worksheet, contents: Contents) -> None:
        self.sheet, self.contents = sheet, contents
        self.row, self.column = 0, -1
        self.cell: Cell | None = None
        self.into: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "row":
                self._start_row(attributes)
            case "col" if attributes.get("hidden") in ("1", "true"):
                least, most = int(attributes["min"]), int(attributes["max"])
                self.sheet.hidden_columns.update(range(least - 1, min(most, MAX_COLUMNS)))
            case "c":
                self._start_cell(attributes)
            case "f" if self.cell:
                self.cell.formula = self.into = []
            case "v" if self.cell:
                self.cell.has_value, self.into = True, self.cell.value
            case "mergeCell":
                first, _colon, last = attributes.get("ref", "").partition(":")
                self.sheet.merge(place_of(first), place_of(last or first))
            case _ if self.cell:
                self.cell.runs.start(tag, attributes)

    def text(self, text: str) -> None:
        if self.into is not None:
            self.into.append(text)
        elif self.cell:
            self.cell.runs.text(text)

    def end(self, tag: str) -> None:
        if tag in ("f", "v"):
            self.into = None
        elif tag == "c" and self.cell:
            self.sheet.add(self.cell.place, self.contents.of(self.cell))
            self.cell = None
        elif self.cell:
            self.cell.runs.end(tag)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self.row + 1))
        if not self.row < number <= LAST_ROW:
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
        self.cell = Cell(place, attributes.get("t", "n"), attributes.get("s", "0"))


def read_worksheet(parts: Package, name: str, part: str, contents: Contents) -> Worksheet:
    """A worksheet; if it cannot be read, it says so once it is wanted."""
    sheet = Worksheet(name)
    reader = _Reader(sheet, contents)
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
