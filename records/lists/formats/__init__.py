"""Tables as they are handed over: text, CSV, workbooks, documents."""

from records.lists.formats.delimited import UnencodableError, csv_pieces, to_csv
from records.lists.formats.listed import write_xlsx, xlsx_steps
from records.lists.formats.listing import Listing, Value
from records.lists.formats.plain import json_pieces, to_json, to_markdown
from records.lists.formats.table import Cell, Table
from records.lists.formats.word import to_docx
from records.lists.formats.workbook import to_xlsx

__all__ = [
    "Cell",
    "Listing",
    "Table",
    "UnencodableError",
    "Value",
    "csv_pieces",
    "json_pieces",
    "to_csv",
    "to_docx",
    "to_json",
    "to_markdown",
    "to_xlsx",
    "write_xlsx",
    "xlsx_steps",
]
