"""Tables as a document in official style: 明朝, captions above, notes below."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from itertools import chain
from typing import cast

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from records.lists.rendering.table import LINE_BREAK, Table

FONT = "ＭＳ 明朝"
SIZE, SMALL = Pt(10.5), Pt(9)
MARGIN = Mm(25)
PADDING = Mm(4.5)  # of a cell, left and right together, and a little more
SHORT, LONG = Mm(210), Mm(297)  # the edges of A4


def to_docx(
    title: str, tables: Iterable[Table], *, made_at: datetime, across: bool = False
) -> bytes:
    """A document on A4 with a table a page, headings repeated, no row broken over pages.

    `made_at` (naive, UTC) is the document's date; `across` has the paper lie on its longer edge.
    """
    document = _document(title, made_at, across=across)
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run(title).bold = True
    for number, table in enumerate(tables):
        above = [*([] if table.caption == title else [table.caption]), *table.facts]
        paragraphs = [document.add_paragraph(text) for text in above]
        for paragraph in paragraphs:
            paragraph.paragraph_format.keep_with_next = True
        if number:
            paragraphs[0].paragraph_format.page_break_before = True
        _add_grid(document, table)
        for note in table.notes:
            for run in document.add_paragraph(note).runs:
                run.font.size = SMALL
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _document(title: str, made_at: datetime, *, across: bool) -> DocumentType:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (LONG, SHORT) if across else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = made_at
    return document


def _add_grid(document: DocumentType, table: Table) -> None:
    """Add the rows of a table, none of them broken over pages, the headings repeated on each."""
    grid = document.add_table(1 + len(table.rows), len(table.columns), "Table Grid")
    grid.autofit = False
    rows = [row.cells for row in grid.rows]
    line = cast(Length, document.sections[0].page_width) - 2 * MARGIN
    shares = _shares(table.widths(), line)
    # Word reads the width of a cell, LibreOffice a column's.
    for sized in (grid.columns, *rows):
        for each, share in zip(sized, shares, strict=True):
            each.width = Length(share)
    for heading, text in zip(rows[0], table.columns, strict=True):
        heading.text = text
        heading.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    for cell in chain.from_iterable(table.cells()):
        first = rows[1 + cell.row][cell.column]
        if cell.height > 1:
            first = first.merge(rows[cell.row + cell.height][cell.column])
        text, *more = cell.text.split(LINE_BREAK)
        first.paragraphs[0].add_run(text)
        for text in more:
            first.add_paragraph(text)
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _shares(widths: list[int], line: int) -> list[int]:
    """To a column of short texts what they take on one line, the rest to the longer ones."""
    needed = [width * SIZE // 2 + PADDING for width in widths]
    narrow = [one <= line // len(widths) for one in needed]
    if all(narrow):
        return [one * line // sum(needed) for one in needed]
    left = line - sum(one for one, fits in zip(needed, narrow, strict=True) if fits)
    wide = sum(width for width, fits in zip(widths, narrow, strict=True) if not fits)
    return [
        one if fits else left * width // wide
        for width, one, fits in zip(widths, needed, narrow, strict=True)
    ]
