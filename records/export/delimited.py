"""Tables as CSV that a spreadsheet opens rightly and runs nothing of."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from records.export.listing import Listing, text_of
from records.export.table import Table

GETA = "〓"  # what printers set for a character that they have not
LINES_AT_ONCE = 500
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for Shift_JIS
# What a spreadsheet may take for a formula when a cell begins with it, half and full width.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")


class UnencodableError(ValueError):
    """Text that has no place in an encoding: `characters`, each once, in their order."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = "".join(sorted(set(characters)))
        super().__init__(self.characters)


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


def csv_pieces(
    listing: Listing, *, encoding: str = "utf-8", replacing: bool = False
) -> Iterator[bytes]:
    """The list as CSV, piece by piece, its headings first; harmless as `to_csv` is.

    Raises `UnencodableError` once all was read where `encoding` (utf-8 or cp932) lacks a character,
    unless `replacing` has 〓 put in its place.
    """
    missing: set[str] = set()
    lines = csv_lines(chain([listing.headings], (map(text_of, row) for row in listing.rows)))
    mark = BYTE_ORDER_MARK if encoding == "utf-8" else ""
    yield _encoded(mark + next(lines), encoding, missing)
    while piece := "".join(islice(lines, LINES_AT_ONCE)):
        yield _encoded(piece, encoding, missing)
    if missing and not replacing:
        raise UnencodableError(missing)


def _encoded(text: str, encoding: str, missing: set[str]) -> bytes:
    """The text in bytes; characters that the encoding lacks are noted, and 〓 for each."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        lacking = {letter for letter in set(text) if not letter.encode(encoding, "ignore")}
    missing |= lacking
    return text.translate(dict.fromkeys(map(ord, lacking), GETA)).encode(encoding)


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
