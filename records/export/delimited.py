"""Tables as CSV that a spreadsheet opens rightly and runs nothing of."""

import csv
from collections.abc import Iterable, Iterator

from records.export.table import Table

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for Shift_JIS
# What a spreadsheet may take for a formula when a cell begins with it, half and full width.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")


class _Line:
    """A file of one line: what was written last."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def to_csv(table: Table) -> bytes:
    """The table as CSV after RFC 4180: UTF-8 with a byte order mark, lines end with CR LF.

    A cell that a spreadsheet could take for a formula gets an apostrophe before it.
    """
    lines = csv_lines([table.columns, *table.rows])
    return (BYTE_ORDER_MARK + "".join(lines)).encode()


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Each row as a line of CSV, harmless to a spreadsheet."""
    line = _Line()
    writer = csv.writer(line, lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        yield line.text


def harmless(text: str) -> str:
    """The text with an apostrophe before it where it could be taken for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
