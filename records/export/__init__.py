"""Tables as they are handed over: text, CSV, workbooks, documents."""

from records.export.delimited import UnencodableError, csv_pieces, to_csv
from records.export.listed import write_xlsx, xlsx_steps
from records.export.listing import Listing, Value
from records.export.plain import json_pieces, to_json, to_markdown
from records.export.table import Cell, Table
from records.export.word import to_docx
from records.export.workbook import to_xlsx

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
