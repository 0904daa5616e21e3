"""Tables as a document in official style: 明朝, captions above, notes below, numbered pages."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from records.lists.rendering.table import Table
from records.lists.rendering.word_footnotes import Footnotes
from records.lists.rendering.word_grid import SIZE, add_grid
from records.lists.rendering.word_parts import add_page_number

FONT = "ＭＳ 明朝"
SMALL = Pt(9)
MARGIN = Mm(25)
SHORT, LONG = Mm(210), Mm(297)  # the edges of A4


def to_docx(
    title: str, tables: Iterable[Table], *, made_at: datetime, across: bool = False
) -> bytes:
    """A document on A4 of tables one after another, headings repeated, no row broken over pages.

    The title stands above tables that have no numbers of their own. `made_at` (naive, UTC) is the
    document's date; `across` has the paper lie on its longer edge.
    """
    document = new_document(title, made_at, across=across)
    add_page_number(document.sections[0])
    footnotes = Footnotes(document)
    for place, table in enumerate(tables):
        if not place and not table.number:
            _add_centred(document, title).runs[0].bold = True
        elif place:
            document.add_paragraph()
        _add_table(document, table, title, footnotes)
    footnotes.close()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def new_document(title: str, made_at: datetime, *, across: bool = False) -> DocumentType:
    """An empty document on A4 in official style; `made_at` and `across` as of `to_docx`."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (LONG, SHORT) if across else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.element.rPr.append(parse_xml(f'<w:lang {nsdecls("w")} w:eastAsia="ja-JP"/>'))
    style.paragraph_format.space_after = Pt(0)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = made_at
    return document


def _add_table(document: DocumentType, table: Table, title: str, footnotes: Footnotes) -> None:
    """Add a table with what stands above and below it."""
    above = [] if table.caption == title else [_add_centred(document, table.caption)]
    at_caption = [one for one in table.footnotes if not one.term] if above else []
    for place, footnote in enumerate(at_caption):
        if place:
            above[0].add_run("、").font.superscript = True
        footnotes.refer(above[0], footnote)
    above += [document.add_paragraph(text) for text in table.facts]
    for paragraph in above:
        paragraph.paragraph_format.keep_with_next = True
    add_grid(document, table, footnotes)
    for note in table.notes:
        for run in document.add_paragraph(note).runs:
            run.font.size = SMALL


def _add_centred(document: DocumentType, text: str) -> Paragraph:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph
