"""Binary workbooks (.xlsb), each cell as exact as it shows ([MS-XLSB])."""

from records.imports.reading.xlsb.workbook import read_binary_book

__all__ = ["read_binary_book"]
