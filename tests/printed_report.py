"""The printed report of fiscal 2016: its text as copied from the PDF, and its tables by hand."""

import json
from pathlib import Path

_DATA = Path(__file__).parent / "jlis_gov" / "data"
TEXT = (_DATA / "report_2016.txt").read_text(encoding="utf-8")
# Other viewers leave no blank at the end of a paragraph and no empty lines.
TEXT_WITHOUT_BLANKS = "\n".join(line.strip() for line in TEXT.split("\n") if line.strip())
TABLES = {
    table["number"]: table for table in json.loads((_DATA / "report_2016.json").read_text("utf-8"))
}
# Where a printed cell is a list of bulleted items, each item counts; 282 by rows and columns.
CELLS = 298
_LISTS = ("概要", "議題")


def printed_cells(tables):
    """Each cell without white space by (table, row, column, item); a merged one on all its rows."""
    return {
        (table["number"], number, column, place): "".join(item.split())
        for table in tables
        for number, row in enumerate(table["rows"], start=1)
        for column, cell in zip(table["columns"], row, strict=True)
        for place, item in enumerate(cell.split("\n") if column in _LISTS else [cell])
    }


def squeezed(cells):
    """Cells without white space other than line breaks: a PDF's own says nothing."""
    return ["\n".join("".join(line.split()) for line in cell.split("\n")) for cell in cells]


def part(first, after):
    """The text from a line to before another, as if only that had been copied."""
    return TEXT[TEXT.index(first) : TEXT.index(after)]
