"""The styles and texts of a binary workbook."""

from collections.abc import Iterator

from records.imports.reading.errors import TabularError
from records.imports.reading.limits import MAX_STRINGS
from records.imports.reading.strings import CellText, RichText, Run, unescaped
from records.imports.reading.styles import CellStyle, Styles
from records.imports.reading.xlsb.records import Record, decoded, records
from records.imports.reading.xlsx.package import BOMB, Package

_TEXT, _FONT, _FORMAT, _STYLE = 19, 43, 44, 47  # BrtSSTItem, BrtFont, BrtFmt, BrtXF
_CELLS, _CELLS_END = 617, 618  # BrtBeginCellXFs, BrtEndCellXFs
_STRUCK, _RICH = 0x08, 0x01


def read_styles(parts: Package, part: str, *, from_1904: bool) -> Styles:
    """The styles in a part of a workbook; those that it lacks are the usual ones."""
    styles = Styles(from_1904)
    fonts, is_of_cells = 0, False
    for record in records(parts, part):
        if record.kind == _FORMAT:
            styles.formats[record.short(0)] = record.text(2)[0]
        elif record.kind == _FONT:
            if record.short(2) & _STRUCK:
                styles.struck_fonts.add(fonts)
            fonts += 1
        elif record.kind in (_CELLS, _CELLS_END):
            is_of_cells = record.kind == _CELLS
        elif record.kind == _STYLE and is_of_cells:
            styles.cells.append(CellStyle(record.short(2), record.short(4)))
    return styles


def read_strings(parts: Package, part: str, styles: Styles) -> Iterator[CellText]:
    """The workbook's table of strings. Raises `TabularError` if it is endless."""
    count = 0
    for record in records(parts, part):
        if record.kind == _TEXT:
            count += 1
            if count > MAX_STRINGS:
                raise TabularError(BOMB)
            yield rich_text(record, 0, styles)


def rich_text(record: Record, at: int, styles: Styles) -> CellText:
    """A text of which fonts may strike pieces through (RichStr)."""
    text, end = record.text(at + 1)
    if not record.byte(at) & _RICH:
        return unescaped(text)
    places = range(end + 4, end + 4 + 4 * record.number(end), 4)
    begun = [(0, None), *((record.short(at), record.short(at + 2)) for at in places)]
    units = text.encode("utf-16-le", "surrogatepass")
    ends = [*(first for first, _font in begun[1:]), len(units) // 2]
    runs = []
    for (first, font), last in zip(begun, ends, strict=True):
        piece = unescaped(decoded(units[2 * first : 2 * last]))
        runs.append(Run(piece, None if font is None else font in styles.struck_fonts))
    return RichText(tuple(runs))
