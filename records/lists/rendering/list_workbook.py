"""A list as a workbook, written row by row: how it came about first, then the list."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain, islice
from typing import IO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from records.lists.rendering.listing import Listing, Value, text_of
from records.lists.rendering.table import LINE_BREAK, NARROWEST, WIDEST, text_width
from records.lists.rendering.workbook import A4, LINE_HEIGHT, OPTIONS, literal, row_height

CONSTANT = OPTIONS | {"in_memory": False, "constant_memory": True}
SAMPLE = 200  # rows by which the columns' widths are judged
Formats = dict[str, Format | None]


def write_xlsx(listing: Listing, file: IO[bytes], *, made_at: datetime) -> None:
    """Write the list to `file`; `made_at` (naive, UTC) is its date. Days are real dates.

    A text longer than a cell can hold is cut, and ends with an ellipsis.
    """
    for _row in xlsx_steps(listing, file, made_at=made_at):
        pass


def xlsx_steps(listing: Listing, file: IO[bytes], *, made_at: datetime) -> Iterator[int]:
    """Write the same step by step; yields how many rows are written, last before it is packed."""
    with Workbook(file, CONSTANT) as workbook:
        workbook.set_properties({"title": listing.title, "created": made_at})
        formats = _formats(workbook, wraps=listing.wraps)
        _write_facts(workbook.add_worksheet(_("About this file")), listing, formats)
        sheet = workbook.add_worksheet(listing.title)
        yield from _write_rows(sheet, listing, formats)
        sheet.activate()


def _formats(workbook: Workbook, *, wraps: bool) -> Formats:
    """Lines around cells that people read; a machine's have as little as can be."""
    fact = {"border": 1, "text_wrap": True, "valign": "top"}
    cell = fact if wraps else {}
    head = fact | {"bold": True, "align": "center", "bg_color": "#EEEEEE"}
    numbers = {"day": "yyyy-mm-dd", "time": "hh:mm"}
    return {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "head": workbook.add_format(head),
        "fact": workbook.add_format(fact),
        "cell": workbook.add_format(cell) if cell else None,
        **{name: workbook.add_format(cell | {"num_format": f}) for name, f in numbers.items()},
    }


def _write_facts(sheet: Worksheet, listing: Listing, formats: Formats) -> None:
    _set_up(sheet)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 72)
    sheet.write_string(0, 0, listing.title, formats["title"])
    for row, (label, text) in enumerate(listing.facts, start=2):
        sheet.write_string(row, 0, label, formats["head"])
        sheet.write_string(row, 1, literal(text), formats["fact"])


def _write_rows(sheet: Worksheet, listing: Listing, formats: Formats) -> Iterator[int]:
    _set_up(sheet)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    rows = iter(listing.rows)
    sample = list(islice(rows, SAMPLE))
    widths = [
        _width([heading, *(row[column] for row in sample)])
        for column, heading in enumerate(listing.headings)
    ]
    for column, (heading, width) in enumerate(zip(listing.headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, formats["head"])
    last = 0
    for last, cells in enumerate(chain(sample, rows), start=1):
        if listing.wraps:
            _make_room(sheet, last, cells, widths)
        for column, value in enumerate(cells):
            _write_cell(sheet, last, column, value, formats)
        yield last
    sheet.autofilter(0, 0, last, len(listing.headings) - 1)


def _make_room(sheet: Worksheet, row: int, cells: Sequence[Value], widths: Sequence[int]) -> None:
    """As high as its texts; LibreOffice would show the first line alone."""
    height = row_height(map(text_of, cells), widths)
    if height > LINE_HEIGHT:
        sheet.set_row(row, height)


def _set_up(sheet: Worksheet) -> None:
    """For print: A4 across, as wide as one page, numbered."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def _write_cell(sheet: Worksheet, row: int, column: int, value: Value, formats: Formats) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, formats["cell"])  # nothing, where that is None
    elif isinstance(value, str):
        sheet.write_string(row, column, literal(value), formats["cell"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, time):
        sheet.write_datetime(row, column, value, formats["time"])
    else:
        sheet.write_number(row, column, value, formats["cell"])


def _width(values: Sequence[Value]) -> int:
    lines = (line for value in values for line in text_of(value).split(LINE_BREAK))
    return min(max(NARROWEST, *map(text_width, lines)), WIDEST) + 2
