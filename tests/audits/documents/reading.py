"""Documents read back: their lines and tables in order, as a person sees them."""

from dataclasses import replace
from datetime import date
from io import BytesIO

from docx import Document
from docx.table import Table

from audits.documents import make, propose

AT = date(2017, 4, 3)


def made(kind, record, **letter):
    """The document about `record`, with what is proposed but for what `letter` says."""
    return Document(BytesIO(make(kind, record, replace(propose(kind, record), **letter), AT)))


def lines(document):
    return [each.text for each in document.paragraphs if each.text.strip()]


def tables(document):
    return [rows(each) for each in document.tables]


def rows(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def shares(table: Table):
    """The widths of its columns in hundredths, rounded."""
    widths = [column.width for column in table.columns]
    return [round(100 * width / sum(widths)) for width in widths]
