"""Tables as they are handed over: text, CSV, workbooks, documents."""

from records.export.delimited import to_csv
from records.export.plain import to_json, to_markdown
from records.export.table import Cell, Table
from records.export.word import to_docx
from records.export.workbook import to_xlsx

__all__ = ["Cell", "Table", "to_csv", "to_docx", "to_json", "to_markdown", "to_xlsx"]
