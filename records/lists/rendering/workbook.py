"""Tables as a workbook: one sheet each, as printed, every cell the text that it is."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from records.lists.rendering.table import LINE_BREAK, Cell, Table, text_width

FONT = "ＭＳ 明朝"
# A cell is the text it holds, whatever it looks like: no formula, no link, no number.
OPTIONS = {
    "default_format_properties": {"font_name": FONT},
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
A4 = 9  # Excel's number of the paper
LINE_HEIGHT = 17  # points; Noto's letters need more than ＭＳ 明朝
HIGHEST = 409  # points that a row can have
LONGEST = 32_767  # UTF-16 code units that a cell can hold
CUT = "…"
ACROSS = 90  # half-width letters; a wider table would be too small on upright paper


def to_xlsx(tables: Iterable[Table], *, made_at: datetime) -> bytes:
    """A workbook with a sheet for each table; `made_at` (naive, UTC) is its date."""
    out = BytesIO()
    with Workbook(out, OPTIONS) as workbook:
        workbook.set_properties({"created": made_at})
        formats = {
            "caption": workbook.add_format({"bold": True}),
            "plain": None,
            "head": workbook.add_format({"bold": True, "border": 1, "align": "center"}),
            "cell": workbook.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        }
        for table in tables:
            _write(workbook.add_worksheet(_sheet_name(table)), table, formats)
    return out.getvalue()


def _sheet_name(table: Table) -> str:
    return table.caption.partition("　")[0] if table.number else "表"


def _write(sheet: Worksheet, table: Table, formats: dict[str, Format | None]) -> None:
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    widths = [width + 2 for width in table.widths()]
    if sum(widths) > ACROSS:
        sheet.set_landscape()
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    row = 0
    for text, kind in ((table.caption, "caption"), *((fact, "plain") for fact in table.facts)):
        sheet.write_string(row, 0, literal(text), formats[kind])
        row += 1
    for column, text in enumerate(table.columns):
        sheet.write_string(row, column, text, formats["head"])
    sheet.repeat_rows(row)
    for number, cells in enumerate(table.cells(), start=row + 1):
        sheet.set_row(number, row_height(table.rows[number - row - 1], widths))
        for cell in cells:
            _write_cell(sheet, row + 1, cell, formats["cell"])
    for number, note in enumerate(table.notes, start=row + 1 + len(table.rows)):
        sheet.write_string(number, 0, literal(note), formats["plain"])


def _write_cell(sheet: Worksheet, top: int, cell: Cell, kind: Format) -> None:
    row = top + cell.row
    if cell.height == 1:
        sheet.write_string(row, cell.column, literal(cell.text), kind)
        return
    last = row + cell.height - 1
    sheet.merge_range(row, cell.column, last, cell.column, "", kind)
    sheet.write_string(row, cell.column, literal(cell.text), kind)


def literal(text: str) -> str:
    """The text as a cell takes it: cut where it is too long, with an ellipsis.

    What begins and ends like XlsxWriter's own markup is written in that markup, letter by letter.
    """
    is_markup = text.startswith("<r>") and text.endswith("</r>")
    most = LONGEST // 6 if is_markup else LONGEST  # & takes five letters there
    fitting = _fitting(text, most)
    return f"<r><t>{escape(fitting)}</t></r>" if is_markup else fitting


def _fitting(text: str, most: int) -> str:
    """The text, or as much of it as so many code units of UTF-16 hold; a letter takes up to two."""
    if len(text) <= most // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * (most - 1)].decode("utf-16-le", errors="ignore") + CUT


def row_height(cells: Iterable[str], widths: Iterable[int]) -> float:
    """The height that shows all text of a row, in points; no spreadsheet fits merged cells."""
    return min(LINE_HEIGHT * max(map(_lines, cells, widths)), HIGHEST)


@lru_cache(maxsize=10_000)
def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column."""
    return sum(max(1, -(-text_width(line) // (width - 1))) for line in text.split(LINE_BREAK))
