"""CSV and TSV: bytes to text, text to a grid. What decodes wrongly is refused, never repaired."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from records.tabular.errors import TabularError
from records.tabular.grid import Grid, GridRow, filled
from records.tabular.limits import HEADING_ROWS, MAX_CELL, MAX_COLUMNS, MAX_ROWS

_UNKNOWN = _("The text is neither UTF-8 nor Shift_JIS. Please save it as “CSV UTF-8”.")
_DAMAGED = _("The text is not rightly encoded here. Please save it again as “CSV UTF-8”.")
_OPEN_QUOTE = _("A quotation mark is opened here and never closed.")
_BAD_QUOTE = _("There is text after a closing quotation mark.")
_LONG = _("The text is longer than {limit} characters.")
_MANY = _("There are more than {limit} rows. Please read them in parts.")
_WIDE = _("There are more than {limit} columns.")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]")
_JAPANESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_QUOTED = re.compile(r'"[^"]*"')


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 (with its mark) or Shift_JIS. Raises `TabularError`."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data.removeprefix(mark), encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        if _JAPANESE.search(before):
            raise TabularError(_DAMAGED, line=_line(data, error.start)) from None
    if b"\0" in data:
        raise TabularError(_UNKNOWN)
    text = _strictly(data, "cp932")
    if _is_euc(data, text):
        raise TabularError(_UNKNOWN)
    return text


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding)
        raise TabularError(_DAMAGED, line=len(before.splitlines() or [""])) from None


def _line(data: bytes, place: int) -> int:
    return len(data[:place].splitlines() or [b""])


def _is_euc(data: bytes, text: str) -> bool:
    """Whether text that reads as Shift_JIS is rather EUC-JP, which then looks like ､｢､､."""
    foreign = [char for char in text if not char.isascii()]
    if 2 * len(_HALF_WIDTH.findall(text)) <= len(foreign):
        return False
    try:
        data.decode("euc_jp")
    except UnicodeDecodeError:
        return False
    return True


def grid(text: str, title: str = "") -> Grid:
    """The rows of a text whose cells are separated by tabs, commas or semicolons."""
    return Grid(title, tuple(rows(text)))


def rows(text: str) -> Iterator[GridRow]:
    """The rows that are not blank, numbered as a spreadsheet numbers them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
    number = found = before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _refusal(error, before + 1) from None
        number, before = number + 1, reader.line_num
        if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
            raise TabularError(_WIDE, row=number, limit=MAX_COLUMNS)
        for row in filled(number, cells):
            yield row
            found += 1
        if found > MAX_ROWS + HEADING_ROWS:
            raise TabularError(_MANY, row=number, limit=f"{MAX_ROWS:,}")


def _refusal(error: csv.Error, line: int) -> TabularError:
    """csv tells its errors apart by their wording alone."""
    if "field larger" in str(error):
        return TabularError(_LONG, line=line, limit=f"{MAX_CELL:,}")
    return TabularError(_OPEN_QUOTE if "end of data" in str(error) else _BAD_QUOTE, line=line)


def delimiter(text: str) -> str:
    """A tab if there is any outside of quotation marks, else the commoner of , and ;."""
    head = _QUOTED.sub("", text[:20_000])
    if "\t" in head:
        return "\t"
    return ";" if head.count(";") > head.count(",") else ","
