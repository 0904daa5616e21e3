"""CSV and TSV: bytes to text, text to a grid. What decodes wrongly is refused, never repaired."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import Grid, GridRow, filled, is_note, remark, some
from records.imports.reading.headings import columns_in
from records.imports.reading.limits import (
    HEADING_ROWS,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_LINE,
    MAX_LINES,
    MAX_ROWS,
)
from records.imports.reading.specs import Spec

_UNKNOWN = _("The text is neither UTF-8 nor Shift_JIS. Please save it as “CSV UTF-8”.")
_DAMAGED = _("The text is not rightly encoded here. Please save it again as “CSV UTF-8”.")
_OPEN_QUOTE = _("A quotation mark is opened here and never closed.")
_BAD_QUOTE = _("There is text after a closing quotation mark.")
_LONG = _("The text is longer than {limit} characters.")
_MANY = _("There are more than {limit} rows. Please read them in parts.")
_LINES = _("There are more than {limit} lines. Please read them in parts.")
_JOINED = _("Lines {lines} have no tabs; they were taken as going on with the cell above.")
_WIDE = _("There are more than {limit} columns.")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]")
_JAPANESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_DELIMITERS = ("\t", ",", ";")
_NOTHING = " \u3000\t\r\n,;"  # what no row consists of: spreadsheets write thousands of them
_HEAD = 20_000  # characters in which headings and delimiters are looked for
_SAMPLE = 100_000  # characters by which an encoding is judged
_A_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_RETURN = re.compile(r"_x000D_\n?")  # a line break as careless programs take it over from Excel
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
            raise TabularError(_DAMAGED, line=_line(before)) from None
    if b"\0" in data:
        raise TabularError(_UNKNOWN)
    text = _strictly(data, "cp932")
    foreign = [char for char in text[:_SAMPLE] if not char.isascii()]
    if 2 * len(_HALF_WIDTH.findall(text[:_SAMPLE])) > len(foreign):  # as EUC-JP looks: ､｢､､
        with suppress(UnicodeDecodeError):
            data.decode("euc_jp")
            raise TabularError(_UNKNOWN)
    return text


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding)
        raise TabularError(_DAMAGED, line=_line(before)) from None


def _line(before: str) -> int:
    """The line of what follows a text."""
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")


def grid(text: str, title: str = "", spec: Spec | None = None) -> Grid:
    """The rows of a text whose cells are separated by tabs, commas or semicolons.

    Which of them it is the headings of `spec` tell, where they are found.
    """
    text = text.rstrip(_NOTHING)
    return Grid(title, _kept(records(text, delimiter(text, spec))))


def pasted_grid(text: str, spec: Spec | None = None) -> Grid:
    """The same for a table copied from Word, whose paragraphs within a cell are lines.

    A line without a tab below a whole row goes on with that row's last cell, but for notes.
    """
    rows: list[tuple[int, list[str]]] = []
    joined: list[int] = []
    for number, cells in records(text, delimiter(text, spec)):
        goes_on = len(cells) == 1 and rows and len(rows[-1][1]) > 1
        if goes_on and cells[0].strip() and not is_note(cells[0]):
            rows[-1][1][-1] += f"\n{cells[0]}"
            joined.append(number)
        elif cells:
            rows.append((number, cells))
    remarks = (remark(_JOINED, lines=some(joined)),) if joined else ()
    return Grid(rows=_kept(rows), remarks=remarks)


def _kept(found: Iterable[tuple[int, list[str]]]) -> tuple[GridRow, ...]:
    """The rows that are not blank. Raises `TabularError` where they are too many."""
    kept: list[GridRow] = []
    for number, cells in found:
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise TabularError(_WIDE, row=number, limit=MAX_COLUMNS)
        kept += filled(number, [_RETURN.sub("\n", cell) for cell in cells])
        if len(kept) > MAX_ROWS + HEADING_ROWS:
            raise TabularError(_MANY, row=number, limit=f"{MAX_ROWS:,}")
    return tuple(kept)


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row, numbered as a spreadsheet numbers them."""
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    number = before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = before + 1
            if "field larger" in str(error):  # csv tells its errors apart by their wording alone
                raise TabularError(_LONG, line=line, limit=f"{MAX_CELL:,}") from None
            message = _OPEN_QUOTE if "end of data" in str(error) else _BAD_QUOTE
            raise TabularError(message, line=line) from None
        number, before = number + 1, reader.line_num
        yield number, cells


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends. Raises `TabularError` where they are too long or too many."""
    for number, match in enumerate(_A_LINE.finditer(text), start=1):
        if number > MAX_LINES:
            raise TabularError(_LINES, limit=f"{MAX_LINES:,}")
        if match.end() - match.start() > MAX_LINE:
            raise TabularError(_LONG, line=number, limit=f"{MAX_LINE:,}")
        if match[0]:
            yield match[0]


def delimiter(text: str, spec: Spec | None = None) -> str:
    """The one by which most headings of `spec` are found.

    Else a tab if there is any outside of quotation marks, else the commoner of , and ;.
    """
    head = text[:_HEAD]
    if spec:
        found = {each: _found_by(each, head, spec) for each in _DELIMITERS}
        if any(found.values()):
            return max(found, key=found.__getitem__)
    unquoted = _QUOTED.sub("", head)
    if "\t" in unquoted:
        return "\t"
    return ";" if unquoted.count(";") > unquoted.count(",") else ","


def is_for(text: str, spec: Spec) -> bool:
    """Return True if the first rows of a text have the headings that `spec` needs."""
    needed = sum(column.required for column in spec.columns)
    head = text[:_HEAD]
    return any(_found_by(each, head, spec) >= needed for each in _DELIMITERS if each in head)


def _found_by(delimiter: str, head: str, spec: Spec) -> int:
    """How many headings the first rows have, so separated."""
    found = 0
    with suppress(TabularError):  # what is wrong is told when it is read
        for number, cells in islice(records(head, delimiter), HEADING_ROWS):
            found = max(found, len(columns_in(GridRow(number, tuple(cells)), spec)))
    return found
