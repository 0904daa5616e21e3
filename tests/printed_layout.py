"""The printed report's tables as they are laid out, by hand; and those of a Word document."""

import re
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

_DATA = Path(__file__).parent / "jlis_gov" / "data"
_PLACED = re.compile(r"(?:↓(\d+))?(?:→(\d+))?\s?(.*)", re.DOTALL)
BULLETS = {"\uf09e": "•", "・": "・"}  # as the document has them, as they are typed
MERGED = {"continue", None}


@dataclass
class Laid:
    """A table: of each printed row the cells that begin in it, as (down, across, lines)."""

    caption: str
    rows: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def squeezed(text):
    return "".join(text.split())


def typed():
    """The tables typed by hand from the printed report."""
    found = []
    text = (_DATA / "report_2016_layout.txt").read_text(encoding="utf-8")
    for block in text.split("\n\n")[1:]:
        caption, *lines = block.strip().split("\n")
        rows = [line for line in lines if "|" in line]
        notes = [squeezed(line) for line in lines if "|" not in line]
        found.append(Laid(squeezed(caption), [_cells(line) for line in rows], notes))
    return found


def specimen():
    """The widths of each table's columns in millimetres, drawn up by hand."""
    text = (_DATA / "report_2016_specimen.tsv").read_text(encoding="utf-8")
    _heads, *rows = (line.split("\t") for line in text.splitlines() if line[0] != "#")
    return [list(map(int, widths.split())) for _number, widths in rows]


def _cells(line):
    found = []
    for cell in line.split("|"):
        down, across, text = _PLACED.fullmatch(cell.strip()).groups()
        lines = tuple(squeezed(one) for one in re.split(r"(?:^|\s)/\s", text))
        found.append((int(down or 1), int(across or 1), lines))
    return found


def laid_out(document):
    """The tables of a document, each with the paragraph above and those below it."""
    _mark(document.element.body)
    footnotes = dict(_footnotes(document))
    found, above = [], ""
    for block in document.element.body:
        if block.tag == qn("w:tbl"):
            found.append(Laid(above, _rows(document, block)))
            marks = re.findall(r"\[(\d+)\]", f"{above}{found[-1].rows}")
            found[-1].notes += [mark + footnotes[mark] for mark in marks]
        elif block.tag == qn("w:p") and (text := _text(block)):
            above = text
            if found and text.startswith("※"):
                found[-1].notes.insert(0, text)
    return found


def _mark(body):
    """Give each reference to a footnote its mark as Word does: counted, unless it is given."""
    start = body.find(f".//{qn('w:numStart')}")
    marks = count(int(start.get(qn("w:val"))) if start is not None else 1)
    for reference in body.iter(qn("w:footnoteReference")):
        given = reference.get(qn("w:customMarkFollows"))
        reference.set("mark", reference.getnext().text if given else str(next(marks)))


def _rows(document, table):
    rows, begun = [], {}
    for row in table.findall(qn("w:tr")):
        rows.append([])
        column = 0
        for cell in row.findall(qn("w:tc")):
            merge, span = cell.find(f".//{qn('w:vMerge')}"), cell.find(f".//{qn('w:gridSpan')}")
            across = int(span.get(qn("w:val"))) if span is not None else 1
            if merge is not None and merge.get(qn("w:val")) in MERGED:
                begun[column][0] += 1
            else:
                lines = tuple(_line(document, one) for one in cell.findall(qn("w:p")))
                begun[column] = [1, across, lines]
                rows[-1].append(begun[column])
            column += across
    return [[tuple(cell) for cell in row] for row in rows]


def _line(document, paragraph):
    number = paragraph.find(f".//{qn('w:numId')}")
    return (_bullet(document, number.get(qn("w:val"))) if number is not None else "") + _text(
        paragraph
    )


def _bullet(document, number):
    numbering = document.part.numbering_part.element
    abstract = numbering.num_having_numId(int(number)).abstractNumId.val
    [level] = numbering.xpath(
        f"w:abstractNum[@w:abstractNumId={abstract}]/w:lvl[@w:ilvl=0]/w:lvlText/@w:val"
    )
    return BULLETS[level]


def _text(paragraph):
    texts = []
    for run in paragraph.iter(qn("w:r")):
        text = "".join(one.text or "" for one in run.iter(qn("w:t")))
        reference = run.find(qn("w:footnoteReference"))
        texts.append(text if reference is None else f"[{reference.get('mark')}]")
    return squeezed("".join(texts)).replace("]、[", "][")


def _footnotes(document):
    """The text of each footnote by its mark."""
    body = document.element.body
    marks = {one.get(qn("w:id")): one.get("mark") for one in body.iter(qn("w:footnoteReference"))}
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            for note in parse_xml(relation.target_part.blob).iter(qn("w:footnote")):
                if text := squeezed("".join(one.text for one in note.iter(qn("w:t")))):
                    mark = marks[note.get(qn("w:id"))]
                    yield mark, text.removeprefix(mark)


def abridged(laid, as_typed):
    """The tables with … in the place of words that were left out where they were typed."""
    for table, other in zip(laid, as_typed, strict=True):
        for row, cells in zip(table.rows, other.rows, strict=True):
            for at, (cell, (_down, _across, lines)) in enumerate(zip(row, cells, strict=True)):
                first, dots, last = lines[0].partition("…")
                if dots and cell[2][0].startswith(first) and cell[2][0].endswith(last):
                    row[at] = (*cell[:2], lines)
    return laid
