"""Workbooks that are ZIP files, each read as its parts say that it is."""

import io
import re

from records.imports.reading.errors import TabularError
from records.imports.reading.opendocument import read_open_document
from records.imports.reading.xlsb import read_binary_book
from records.imports.reading.xlsx import package, workbook

_READERS = (
    (re.compile(r"xl/workbook\.bin"), read_binary_book),
    (re.compile(r"xl/.*"), workbook.read_book),
    (re.compile(r"content\.xml"), read_open_document),
)


def read_package(data: bytes) -> workbook.Book:
    """The workbook in a ZIP file. Raises `TabularError` for whatever is not one."""
    with package.opened(io.BytesIO(data)) as parts:
        for pattern, reader in _READERS:
            if any(pattern.fullmatch(name) for name in parts.names):
                return reader(parts)
        raise TabularError(package.OTHER)
