"""Parts of a document that python-docx has no words for."""

from unicodedata import category

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.text.paragraph import Paragraph

_PAGE = '<w:fldSimple {names} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
_LIST = """
<w:abstractNum {names} w:abstractNumId="{number}">
  <w:multiLevelType w:val="singleLevel"/>
  <w:lvl w:ilvl="0">
    <w:start w:val="1"/>
    <w:numFmt w:val="bullet"/>
    <w:suff w:val="{after}"/>
    <w:lvlText w:val="{bullet}"/>
    <w:lvlJc w:val="left"/>
    <w:pPr><w:ind w:left="{hang}" w:hanging="{hang}"/></w:pPr>
    {font}
  </w:lvl>
</w:abstractNum>
"""
_SYMBOLS = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings" w:hint="default"/></w:rPr>'
_HANG = 210  # a letter of 10.5 points, in twentieths of a point


def add_page_number(section: Section) -> None:
    """Have 「- 1 -」 at the foot of each page."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("- ")
    paragraph._p.append(parse_xml(_PAGE.format(names=nsdecls("w"))))
    paragraph.add_run(" -")


def add_list(document: Document, bullet: str) -> int:
    """The number of a new list whose items begin with this bullet, by which they are marked.

    A bullet of private use is one of Wingdings, and narrower than the letter that it hangs by.
    """
    numbering = document.part.numbering_part.element
    known = [int(one.get(qn("w:abstractNumId"))) for one in numbering.findall(qn("w:abstractNum"))]
    number = max(known, default=0) + 1
    after, font = ("tab", _SYMBOLS) if category(bullet) == "Co" else ("nothing", "")
    xml = _LIST.format(
        names=nsdecls("w"), number=number, bullet=bullet, after=after, font=font, hang=_HANG
    )
    numbering.insert(len(known), parse_xml(xml))  # all of them stand before the lists themselves
    return int(numbering.add_num(number).numId)


def mark_as_item(paragraph: Paragraph, number: int) -> None:
    """Make a paragraph an item of a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number
