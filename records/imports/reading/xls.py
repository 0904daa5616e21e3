"""Old workbooks (.xls, BIFF): each cell as exact as its number format shows it, as in .xlsx."""

from collections.abc import Iterator
from typing import Any

import xlrd
from django.utils.translation import gettext_lazy as _

from records.imports.reading.cells import Content
from records.imports.reading.errors import TabularError
from records.imports.reading.grid import remark
from records.imports.reading.limits import MAX_COLUMNS, MAX_LINES
from records.imports.reading.shown import is_date, text_shown
from records.imports.reading.xlsx.values import dated, number_text
from records.imports.reading.xlsx.workbook import HIDDEN, Book
from records.imports.reading.xlsx.worksheet import Worksheet

_UNREADABLE = _(
    "This old Excel file (.xls) cannot be read. Please save it as “Excel Workbook (.xlsx)”."
)
_ERROR = _("The formula here has an error ({value}).")
_MANY = _("There are more than {limit} rows. Please read them in parts.")
_LATIN_ERRORS = xlrd.error_text_from_code


def read_old_book(data: bytes) -> Book:
    """The workbook in a file. Raises `TabularError` for whatever is not one."""
    try:
        # Neither padded to its last column nor all held at once: a cell far out costs nothing.
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=_Silent(),
        )
        sheets = list(_worksheets(book))
    except TabularError:
        raise
    except Exception as error:  # the library lets any fault of a damaged file through
        raise TabularError(_UNREADABLE) from error
    seen = [worksheet for worksheet, is_hidden in sheets if not is_hidden]
    hidden = (remark(HIDDEN, name=one.name) for one, is_hidden in sheets if is_hidden)
    if not seen:
        raise TabularError(_UNREADABLE)
    return Book(seen, tuple(hidden))


class _Silent:
    """Takes what the library would print."""

    def write(self, text: str) -> None:
        """Drop it."""


def _worksheets(book: Any) -> Iterator[tuple[Worksheet, bool]]:
    """Each worksheet, and whether it is hidden. Raises `TabularError` for too many rows."""
    rows = 0
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        rows += sheet.nrows
        if rows > MAX_LINES:
            raise TabularError(_MANY, limit=f"{MAX_LINES:,}")
        yield _worksheet(book, sheet), bool(sheet.visibility)
        book.unload_sheet(number)


def _worksheet(book: Any, sheet: Any) -> Worksheet:
    found = Worksheet(sheet.name)
    cells = (
        (cell, (row + 1, column))
        for row in range(sheet.nrows)
        for column, cell in enumerate(sheet.row_slice(row, 0, MAX_COLUMNS))
    )
    try:
        for cell, place in cells:
            found.add(place, _content(book, cell))
    except TabularError as error:
        found.problem = error
    found.merged = [((r1 + 1, c1), (r2, c2 - 1)) for r1, r2, c1, c2 in sheet.merged_cells]
    found.hidden_rows = [row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden]
    found.hidden_columns = {at for at, info in sheet.colinfo_map.items() if info.hidden}
    found.fill_merged()
    return found


def _content(book: Any, cell: Any) -> Content | TabularError:
    """A cell's content as its format shows it, or why it cannot be told."""
    try:
        return _shown(book, cell)
    except TabularError as error:
        return error


def _shown(book: Any, cell: Any) -> Content:
    style = book.xf_list[cell.xf_index]
    code = book.format_map[style.format_key].format_str
    has_value = cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    if has_value and book.font_list[style.font_index].struck_out:
        return Content("", is_cut=True)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        raise TabularError(_ERROR, value=_LATIN_ERRORS.get(cell.value, cell.value))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Content("TRUE" if cell.value else "FALSE")
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return Content(text_shown(cell.value, code) if cell.value.strip() else "")
    if not has_value:
        return Content("")
    if is_date(code):
        shown = dated(repr(cell.value), code, from_1904=bool(book.datemode))
        return Content(shown.text, is_date=True, hides_year=shown.hides_year)
    return Content(number_text(repr(cell.value)), is_number=True)
