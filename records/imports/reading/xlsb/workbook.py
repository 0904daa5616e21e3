"""The worksheets of a binary workbook."""

from records.imports.reading.cells import Contents
from records.imports.reading.errors import TabularError
from records.imports.reading.grid import remark
from records.imports.reading.xlsb.records import records
from records.imports.reading.xlsb.styles import read_strings, read_styles
from records.imports.reading.xlsb.worksheet import read_worksheet
from records.imports.reading.xlsx.package import DAMAGED, Package
from records.imports.reading.xlsx.workbook import HIDDEN, Book, related

_ROOT, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_PROPERTIES, _SHEET = 153, 156  # BrtWbProp, BrtBundleSh
_FROM_1904 = 0x01


def read_binary_book(parts: Package) -> Book:
    """The workbook in a package. Raises `TabularError` for whatever is not one."""
    paths, worksheets = related(parts, _RELATIONS)
    hidden: list[str] = []
    sheets: list[tuple[str, str]] = []
    from_1904 = False
    for record in records(parts, _ROOT):
        if record.kind == _PROPERTIES:
            from_1904 = bool(record.byte(0) & _FROM_1904)
        elif record.kind == _SHEET:
            key, end = record.text(8)
            name, _end = record.text(end)
            if record.number(0):
                hidden.append(name)
            elif key in worksheets:
                sheets.append((name, worksheets[key]))
    if not sheets:
        raise TabularError(DAMAGED)
    styles = read_styles(parts, paths.get("styles", ""), from_1904=from_1904)
    strings = list(read_strings(parts, paths.get("sharedStrings", ""), styles))
    contents = Contents(strings, styles)
    read = [read_worksheet(parts, *sheet, contents, styles) for sheet in sheets]
    return Book(read, tuple(remark(HIDDEN, name=name) for name in hidden))
