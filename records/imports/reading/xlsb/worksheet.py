"""One worksheet of a binary workbook: its records as the cells that .xlsx has."""

from collections.abc import Callable

from records.imports.reading.cells import Cell, Contents
from records.imports.reading.errors import TabularError
from records.imports.reading.limits import MAX_COLUMNS
from records.imports.reading.strings import RichText, Run
from records.imports.reading.styles import Styles
from records.imports.reading.xlsb.records import Record, records
from records.imports.reading.xlsb.styles import rich_text
from records.imports.reading.xlsx.package import DAMAGED, Package
from records.imports.reading.xlsx.worksheet import LAST_ROW, Worksheet

_ROW, _COLUMN, _MERGED = 0, 60, 176  # BrtRowHdr, BrtColInfo, BrtMergeCell
_BLANK, _PACKED, _ERROR, _TRUTH, _REAL, _TEXT, _SHARED = range(1, 8)  # BrtCellBlank and so on
_OF_FORMULAS = {8: _TEXT, 9: _REAL, 10: _TRUTH, 11: _ERROR}  # BrtFmlaString and so on
_SHORT, _SHORTS = 11, range(12, 19)  # BrtShortBlank and so on, whose column follows the last one
_RICH, _SHORT_RICH = 62, 61  # BrtCellRString, BrtShortRString
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_VOLATILE = b"\x19\x01"  # PtgAttrSemi: what is worked out has a volatile function
_CHANGING = "NOW()"  # as .xlsx would say it
_STYLE = 0xFFFFFF  # the three bytes of a style; the fourth says whether readings are shown
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class Reader:
    """Follows the records of a worksheet's part."""

    def __init__(self, sheet: Worksheet, contents: Contents, styles: Styles) -> None:
        self._sheet, self._contents, self._styles = sheet, contents, styles
        self._row, self._column = 0, -1

    def follow(self, record: Record) -> None:
        """Take what a record says. Raises `TabularError`."""
        if record.kind == _ROW:
            self._start_row(record)
        elif record.kind == _COLUMN and record.short(16) & _HIDDEN_COLUMN:
            last = min(record.number(4) + 1, MAX_COLUMNS)
            self._sheet.hidden_columns.update(range(record.number(0), last))
        elif record.kind == _MERGED:
            top, bottom, left, right = (record.number(at) for at in (0, 4, 8, 12))
            self._sheet.merge((top + 1, left), (bottom + 1, right))
        elif _BLANK <= record.kind <= max(_OF_FORMULAS) or record.kind == _RICH:
            self._add(record, 8, record.number(0), record.kind)
        elif record.kind in _SHORTS or record.kind == _SHORT_RICH:
            kind = _RICH if record.kind == _SHORT_RICH else record.kind - _SHORT
            self._add(record, 4, self._column + 1, kind)

    def _start_row(self, record: Record) -> None:
        number = record.number(0) + 1
        if not self._row < number <= LAST_ROW:
            raise TabularError(DAMAGED)
        self._row, self._column = number, -1
        if record.byte(11) & _HIDDEN_ROW:
            self._sheet.hidden_rows.append(number)

    def _add(self, record: Record, at: int, column: int, kind: int) -> None:
        """Keep a cell whose value is at `at`, behind its style."""
        if not self._row or column <= self._column:
            raise TabularError(DAMAGED)
        self._column = column
        cell = Cell((self._row, column), "n", str(record.number(at - 4) & _STYLE))
        if kind == _BLANK:
            return
        end = self._read(cell, record, at, _OF_FORMULAS.get(kind, kind))
        if kind in _OF_FORMULAS:  # flags of two bytes and a length of four stand before it
            is_changing = record.data[end + 6 :].startswith(_VOLATILE)
            cell.formula = [_CHANGING] if is_changing else []
        self._sheet.add(cell.place, self._contents.of(cell))

    def _read(self, cell: Cell, record: Record, at: int, kind: int) -> int:
        """Have a cell hold the value at `at`; gives where that ends."""
        cell.has_value = True
        if kind == _TEXT:
            cell.kind, (text, end) = "str", record.text(at)
            cell.value = [text]
            return end
        if kind == _RICH:
            cell.kind, rich = "inlineStr", rich_text(record, at, self._styles)
            cell.runs.found = list(rich.runs) if isinstance(rich, RichText) else [Run(rich)]
            return len(record.data)
        cell.kind, size, value = _VALUES[kind](record, at)
        cell.value = [value]
        return at + size


def _error(record: Record, at: int) -> tuple[str, int, str]:
    code = record.byte(at)
    return "e", 1, _ERRORS.get(code, f"#{code}")


# The kind that a cell of .xlsx has, the size of its value here, and its value there.
_VALUES: dict[int, Callable[[Record, int], tuple[str, int, str]]] = {
    _PACKED: lambda record, at: ("n", 4, repr(record.packed(at))),
    _ERROR: _error,
    _TRUTH: lambda record, at: ("b", 1, str(record.byte(at))),
    _REAL: lambda record, at: ("n", 8, repr(record.double(at))),
    _SHARED: lambda record, at: ("s", 4, str(record.number(at))),
}


def read_worksheet(
    parts: Package, name: str, part: str, contents: Contents, styles: Styles
) -> Worksheet:
    """A worksheet; if it cannot be read, it says so once it is wanted."""
    sheet = Worksheet(name)
    reader = Reader(sheet, contents, styles)
    try:
        for record in records(parts, part):
            reader.follow(record)
        sheet.fill_merged()
    except TabularError as error:
        sheet.problem = error
    return sheet
