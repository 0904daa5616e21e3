"""Tables and lists rendered as text, CSV, workbooks and documents."""

from records.lists.rendering.delimited import UnencodableError, csv_pieces, to_csv
from records.lists.rendering.list_workbook import write_xlsx, xlsx_steps
from records.lists.rendering.listing import Listing, Value, text_of
from records.lists.rendering.table import Cell, Footnote, Layout, Table
from records.lists.rendering.text import json_pieces, to_json, to_markdown
from records.lists.rendering.word import new_document, to_docx
from records.lists.rendering.word_grid import bind_rows, set_widths
from records.lists.rendering.workbook import to_xlsx

__all__ = [
    "Cell",
    "Footnote",
    "Layout",
    "Listing",
    "Table",
    "UnencodableError",
    "Value",
    "bind_rows",
    "csv_pieces",
    "json_pieces",
    "new_document",
    "set_widths",
    "text_of",
    "to_csv",
    "to_docx",
    "to_json",
    "to_markdown",
    "to_xlsx",
    "write_xlsx",
    "xlsx_steps",
]
