"""What was taken away from a list, read by readers that are not ours."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

from docx import Document
from openpyxl import load_workbook


def body_of(response):
    assert response.status_code == 200
    return response.getvalue()


def unpacked(body):
    """All bytes of a file, those of a workbook or document as they lie in its parts."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())


def rows_of_csv(client, path):
    text = body_of(client.get(path)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), strict=True))


def sheets_of(client, path):
    """The sheets of a workbook, none of which has a formula."""
    workbook = load_workbook(BytesIO(body_of(client.get(path))))
    kinds = {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    return workbook.worksheets


def rows_of_sheet(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def rows_of_word(body):
    [table] = Document(BytesIO(body)).tables
    return [row.cells for row in table.rows]


def text_in(body):
    if not body.startswith(b"PK"):
        return body.decode("utf-8-sig")
    if b"word/document.xml" in body:
        return "\n".join(cell.text for row in rows_of_word(body) for cell in row)
    sheets = load_workbook(BytesIO(body)).worksheets
    return "\n".join(str(cell) for sheet in sheets for row in rows_of_sheet(sheet) for cell in row)
