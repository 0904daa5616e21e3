"""Tables as a workbook: one sheet each, as printed, every cell the text that it is."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from math import ceil
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from records.lists.rendering.table import LINE_BREAK, Table, text_width

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
LINE = 160  # millimetres of a layout's line
SMALLEST = 10  # per cent, the least scale that Excel knows
LONGEST = 32_767  # UTF-16 code units that a cell can hold
CUT = "…"
UPRIGHT, ACROSS = 68, 104  # half-width letters on a page of A4, whatever font there is


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
            "note": workbook.add_format({"text_wrap": True, "valign": "top"}),
        }
        sized = [(table, _widths(table)) for table in tables]
        widest = max((sum(widths) for _table, widths in sized), default=0)
        for table, widths in sized:
            name = table.caption.partition("　")[0] if table.number else "表"
            sheet = workbook.add_worksheet(name)
            _set_page(sheet, widest)
            _write(sheet, table, widths, formats)
    return out.getvalue()


def _widths(table: Table) -> list[int]:
    """Those of the layout, on upright paper; else what the texts ask for."""
    if table.layout is None:
        return [width + 2 for width in table.widths()]
    return [width * UPRIGHT // LINE for width in table.layout.widths]


def _set_page(sheet: Worksheet, widest: int) -> None:
    """Have all sheets be of one orientation and one scale, that of the widest table."""
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5)
    if widest > UPRIGHT:
        sheet.set_landscape()
    if widest > ACROSS:
        sheet.set_print_scale(max(ACROSS * 100 // widest, SMALLEST))
    sheet.set_footer("&C- &P -")


def _write(
    sheet: Worksheet, table: Table, widths: list[int], formats: dict[str, Format | None]
) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, text in enumerate((table.caption, *table.facts)):
        sheet.write_string(row, 0, literal(text), formats["plain" if row else "caption"])
    head = 1 + len(table.facts)
    sheet.repeat_rows(head)
    for column, text in enumerate(table.columns):
        sheet.write_string(head, column, text, formats["head"])
    for row, (texts, cells) in enumerate(zip(table.rows, table.cells(), strict=True), head + 1):
        sheet.set_row(row, row_height(texts, widths))
        for cell in cells:
            place, last = (row, cell.column), row + cell.height - 1
            if cell.height > 1:
                sheet.merge_range(*place, last, cell.column, "", formats["cell"])
            sheet.write_string(*place, literal(cell.text), formats["cell"])
    footnotes = [f"注{one.mark}　{one.term}　{one.text}" for one in table.footnotes]
    below = head + 1 + len(table.rows)
    for row, note in enumerate((*table.notes, *footnotes), below):
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", formats["note"])
        sheet.write_string(row, 0, literal(note), formats["note"])
        sheet.set_row(row, row_height([note], [sum(widths)]))


def literal(text: str) -> str:
    """The text as a cell takes it: cut where it is too long, with an ellipsis.

    What begins and ends like XlsxWriter's own markup is written in that markup, letter by letter.
    """
    is_markup = text.startswith("<r>") and text.endswith("</r>")
    most = LONGEST // 6 if is_markup else LONGEST  # & takes five letters there
    if len(text) > most // 2:  # a letter takes up to two code units
        units = text.encode("utf-16-le")
        if len(units) > 2 * most:
            text = units[: 2 * (most - 1)].decode("utf-16-le", errors="ignore") + CUT
    return f"<r><t>{escape(text)}</t></r>" if is_markup else text


def row_height(cells: Iterable[str], widths: Iterable[int]) -> float:
    """The height that shows all text of a row, in points; no spreadsheet fits merged cells."""
    lines = (
        sum(max(1, ceil(text_width(line) / (width - 1))) for line in text.split(LINE_BREAK))
        for text, width in zip(cells, widths, strict=True)
    )
    return min(LINE_HEIGHT * max(lines), HIGHEST)
