"""Tables as CSV that a spreadsheet opens rightly and runs nothing of."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice

from records.lists.rendering.listing import Listing, Value, text_of
from records.lists.rendering.table import Table

GETA = "〓"  # what printers set for a character that they have not
LINES_AT_ONCE = 500
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for Shift_JIS
# What a spreadsheet may take for a formula when a cell begins with it, half and full width.
FORMULA_STARTS = frozenset("=+-@\t\r＝＋－＠")


class UnencodableError(ValueError):
    """Text that has no place in an encoding: `characters`, each once, in their order."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters = "".join(sorted(set(characters)))
        super().__init__(self.characters)


def to_csv(table: Table) -> bytes:
    """The table as CSV after RFC 4180: UTF-8 with a byte order mark, lines end with CR LF.

    A cell that a spreadsheet could take for a formula gets an apostrophe before it.
    """
    return (BYTE_ORDER_MARK + csv_text([table.columns, *table.rows])).encode()


def csv_pieces(
    listing: Listing, *, encoding: str = "utf-8", replacing: bool = False
) -> Iterator[bytes]:
    """The list as CSV, piece by piece, its headings first; harmless as `to_csv` is.

    Raises `UnencodableError` once all was read where `encoding` (utf-8 or cp932) lacks a character,
    unless `replacing` has 〓 put in its place.
    """
    missing: set[str] = set()
    mark = BYTE_ORDER_MARK if encoding == "utf-8" else ""
    yield _encoded(mark + csv_text([listing.headings]), encoding, missing)
    rows = iter(listing.rows)
    while piece := csv_text(islice(rows, LINES_AT_ONCE)):
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


def csv_text(rows: Iterable[Iterable[Value]]) -> str:
    """Each row as a line of CSV, harmless to a spreadsheet."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([harmless(text_of(cell)) for cell in row] for row in rows)
    return text.getvalue()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where it could be taken for a formula.

    So has one that looks as if it had been given one: taking the first off gives every text back.
    """
    bare = text.lstrip("'") if text[:1] == "'" else text
    return f"'{text}" if bare[:1] in FORMULA_STARTS else text
