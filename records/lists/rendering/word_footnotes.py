"""Footnotes of a document: Word counts them where their marks follow each other."""

from itertools import pairwise

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from records.lists.rendering.table import Footnote

_REFERENCE = """
<w:r {names}>
  <w:rPr><w:vertAlign w:val="superscript"/></w:rPr>
  <w:footnoteReference w:id="{number}"/>
</w:r>
"""
_NOTES = """
<w:footnotes {names}>
  <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
  <w:footnote w:type="continuationSeparator" w:id="0">
    <w:p><w:r><w:continuationSeparator/></w:r></w:p>
  </w:footnote>
</w:footnotes>
"""
_NOTE = """
<w:footnote {names} w:id="{number}">
  <w:p>
    <w:pPr><w:pStyle w:val="{style}"/></w:pPr>
    <w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>
    <w:r><w:t xml:space="preserve"></w:t></w:r>
  </w:p>
</w:footnote>
"""
_START = '<w:footnotePr {names}><w:numStart w:val="{first}"/></w:footnotePr>'
_NAMES = nsdecls("w")
_SIZE = Pt(9)


class Footnotes:
    """The footnotes of a document, which are added to it once all are known."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes = parse_xml(_NOTES.format(names=_NAMES))
        self._set: list[tuple[Footnote, etree._Element, etree._Element]] = []
        style = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = document.styles["Normal"], _SIZE
        self._style = style.style_id

    def refer(self, paragraph: Paragraph, note: Footnote) -> None:
        """Set the mark of a footnote at the end of a paragraph as it is so far."""
        values = {"names": _NAMES, "number": len(self._set) + 1, "style": self._style}
        mark, element = (parse_xml(xml.format(**values)) for xml in (_REFERENCE, _NOTE))
        paragraph._p.append(mark)
        element[0][-1][-1].text = f" {note.text}"
        self._notes.append(element)
        self._set.append((note, mark, element))

    def close(self) -> None:
        """Add what was referred to, if anything was."""
        if not self._set:
            return
        marks = [note.mark for note, _mark, _element in self._set]
        if all(after == before + 1 for before, after in pairwise(marks)):
            start = parse_xml(_START.format(names=_NAMES, first=marks[0]))
            self._document.sections[0]._sectPr.insert(0, start)
        else:
            self._give_marks()
        blob = etree.tostring(self._notes, encoding="UTF-8", standalone=True)
        name, package = PackURI("/word/footnotes.xml"), self._document.part.package
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _give_marks(self) -> None:
        """Write the marks where counting would give others."""
        for note, mark, element in self._set:
            mark[-1].set(qn("w:customMarkFollows"), "1")
            given = parse_xml(f"<w:t {_NAMES}>{note.mark}</w:t>")
            mark.append(given)
            run = element[0][1]
            run.replace(run[-1], parse_xml(f"<w:t {_NAMES}>{note.mark}</w:t>"))
