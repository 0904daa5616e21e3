"""The worksheets of an OpenDocument workbook."""

from records.imports.reading.errors import TabularError
from records.imports.reading.grid import remark
from records.imports.reading.kinds import PASSWORD
from records.imports.reading.opendocument.cells import Contents
from records.imports.reading.opendocument.styles import Styles
from records.imports.reading.opendocument.worksheets import Reader
from records.imports.reading.xlsx.package import DAMAGED, END, OTHER, START, TEXT, Package
from records.imports.reading.xlsx.workbook import HIDDEN, Book

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"


def read_open_document(parts: Package) -> Book:
    """The workbook in a package. Raises `TabularError` for whatever is not one."""
    _check(parts)
    styles = Styles()
    for part in (_STYLES, _CONTENT):
        if part in parts.names:
            styles.read(parts, part)
    reader = Reader(Contents(styles))
    for kind, value, attributes in parts.events(_CONTENT):
        if kind == START:
            reader.start(value, attributes)
        elif kind == TEXT:
            reader.text(value)
        elif kind == END:
            reader.end(value)
    if not reader.sheets:
        raise TabularError(DAMAGED if reader.is_workbook else OTHER)
    return Book(reader.sheets, tuple(remark(HIDDEN, name=name) for name in reader.hidden))


def _check(parts: Package) -> None:
    """Refuse a workbook with a password."""
    if _MANIFEST in parts.names:
        for kind, tag, _attributes in parts.events(_MANIFEST):
            if kind == START and tag == "encryption-data":
                raise TabularError(PASSWORD)
