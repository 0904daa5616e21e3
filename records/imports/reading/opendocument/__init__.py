"""OpenDocument workbooks (.ods), each cell as exact as it shows (OASIS ODF 1.3, part 3)."""

from records.imports.reading.opendocument.workbook import read_open_document

__all__ = ["read_open_document"]
