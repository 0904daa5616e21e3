"""A list as a workbook, written row by row: how it came about first, then the list."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import chain, islice
from typing import IO, Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from records.lists.rendering.listing import Listing, text_of
from records.lists.rendering.table import column_width
from records.lists.rendering.workbook import A4, LINE_HEIGHT, OPTIONS, literal, row_height

CONSTANT = OPTIONS | {"in_memory": False, "constant_memory": True}
SAMPLE = 200  # rows by which the columns' widths are judged
# Lines around what people read; a machine's cells have as little as can be.
CELL: dict[str, Any] = {"border": 1, "text_wrap": True, "valign": "top"}
HEAD = CELL | {"bold": True, "align": "center", "bg_color": "#EEEEEE"}
Formats = dict[str, Format | None]


def write_xlsx(listing: Listing, file: IO[bytes], *, made_at: datetime) -> None:
    """Write the list to `file`; `made_at` (naive, UTC) is its date. Days are real dates.

    A text longer than a cell can hold is cut, and ends with an ellipsis.
    """
    for _row in xlsx_steps(listing, file, made_at=made_at):
        pass


def xlsx_steps(listing: Listing, file: IO[bytes], *, made_at: datetime) -> Iterator[int]:
    """Write the same step by step; yields how many rows are written, last before it is packed."""
    cell = CELL if listing.wraps else {}
    with Workbook(file, CONSTANT) as workbook:
        workbook.set_properties({"title": listing.title, "created": made_at})
        formats: Formats = {
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "head": workbook.add_format(HEAD),
            "fact": workbook.add_format(CELL),
            "cell": workbook.add_format(cell) if cell else None,
        }
        for name, number in (("day", "yyyy-mm-dd"), ("time", "hh:mm")):
            formats[name] = workbook.add_format(cell | {"num_format": number})
        about = _added_sheet(workbook, _("About this file"))
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 72)
        about.write_string(0, 0, listing.title, formats["title"])
        for row, (label, text) in enumerate(listing.facts, start=2):
            about.write_string(row, 0, label, formats["head"])
            about.write_string(row, 1, literal(text), formats["fact"])
        sheet = _added_sheet(workbook, listing.title)
        yield from _write_rows(sheet, listing, formats)
        sheet.activate()


def _write_rows(sheet: Worksheet, listing: Listing, formats: Formats) -> Iterator[int]:
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    rows = iter(listing.rows)
    sample = list(islice(rows, SAMPLE))
    widths = []
    for column, heading in enumerate(listing.headings):
        widths.append(2 + column_width([heading, *(text_of(row[column]) for row in sample)]))
        sheet.set_column(column, column, widths[column])
        sheet.write_string(0, column, heading, formats["head"])
    last = 0
    for last, cells in enumerate(chain(sample, rows), start=1):
        height = row_height(map(text_of, cells), widths) if listing.wraps else LINE_HEIGHT
        if height > LINE_HEIGHT:  # LibreOffice would show the first line alone
            sheet.set_row(last, height)
        for column, value in enumerate(cells):
            kind = (
                "day" if isinstance(value, date) else "time" if isinstance(value, time) else "cell"
            )
            if value and isinstance(value, str):
                sheet.write_string(last, column, literal(value), formats[kind])
            else:
                sheet.write(last, column, value, formats[kind])
        yield last
    sheet.autofilter(0, 0, last, len(listing.headings) - 1)


def _added_sheet(workbook: Workbook, name: str) -> Worksheet:
    """A sheet that is printed on A4 across, as wide as one page, numbered."""
    sheet = workbook.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    return sheet
