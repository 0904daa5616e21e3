"""The grid of a table in a document: its columns' widths, its boxes, its lines."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from typing import cast

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import Table as Grid
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from records.lists.rendering.boxes import Box, boxes, grid_width
from records.lists.rendering.table import LINE_BREAK, NARROWEST, Marks, Table, text_width
from records.lists.rendering.word_footnotes import Footnotes
from records.lists.rendering.word_parts import add_list, mark_as_item

SIZE = Pt(10.5)
DIGIT, GAP = 0.64, 0.25  # of a letter: a digit, and what programs leave beside it
PADDING = Mm(4.5)  # of a cell, left and right together, and a little more
# A line that is nothing but a date, perhaps after the name of a phase; it ends after 、 or ～ only.
_DATE = re.compile(
    r"(?:[^0-9０-９：]{1,12}：)?(?:平成|令和|昭和|[0-9０-９元年月日時分度上中下旬頃～、：])+"
)
_PIECES = re.compile(r"(?<=[、～])")


def add_grid(document: Document, table: Table, footnotes: Footnotes) -> None:
    """Add the rows of a table, none of them broken over pages, the headings repeated on each."""
    rows = boxes(table)
    grid = document.add_table(len(rows), grid_width(table), "Table Grid")
    grid.autofit = False
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths = _widths(document, table)
    set_widths(grid, widths)
    cells = [row.cells for row in grid.rows]
    bullet = table.layout.bullet if table.layout else ""
    items = add_list(document, bullet) if bullet else None
    marks = Marks(table.footnotes)
    for box in chain.from_iterable(rows):
        cell = cells[box.row][box.column]
        if (box.height, box.width) != (1, 1):
            cell = cell.merge(cells[box.row + box.height - 1][box.column + box.width - 1])
        is_last = box.row and box.column + box.width == len(widths)
        room = sum(widths[box.column : box.column + box.width]) - PADDING
        for paragraph, line in _paragraphs(cell, box, room):
            for piece, note in marks.in_text(line) if box.row else [(line, None)]:
                paragraph.add_run(piece)
                if note:
                    footnotes.refer(paragraph, note)
            if is_last and items is not None:
                mark_as_item(paragraph, items)
    bind_rows(grid)


def _paragraphs(cell: _Cell, box: Box, room: int) -> Iterator[tuple[Paragraph, str]]:
    """A paragraph for each line of a box, those of headings centred, and its text."""
    for place, line in enumerate(box.lines):
        paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
        if not box.row:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.keep_with_next = True
        yield paragraph, LINE_BREAK.join(_unbroken(line, room))


def _unbroken(line: str, room: int) -> Iterator[str]:
    """The line, in parts of at most `room` (EMU) where it is a date, none of which is broken."""
    if not _DATE.fullmatch(line):
        yield line
        return
    part = ""
    for piece in filter(None, _PIECES.split(line)):
        if part and _length(part + piece) > room:
            yield part
            part = ""
        part += piece
    yield part


def _length(text: str) -> float:
    """How long a line is at most, in EMU, whatever font a program has for its digits."""
    wide = [text_width(letter) > 1 for letter in text]
    gaps = sum(one != other for one, other in pairwise(wide))
    return (sum(1 if one else DIGIT for one in wide) + gaps * GAP) * SIZE


def set_widths(grid: Grid, widths: Iterable[int]) -> None:
    """Give the columns these widths in EMU: Word reads that of a cell, LibreOffice a column's."""
    shares = list(widths)
    for sized in (grid.columns, *(row.cells for row in grid.rows)):
        for each, share in zip(sized, shares, strict=True):
            each.width = Length(share)


def bind_rows(grid: Grid) -> None:
    """Break no row over pages, and repeat the first one on each."""
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _widths(document: Document, table: Table) -> list[int]:
    """Those of the layout, else what the texts of the columns ask for."""
    if table.layout:
        first, *others = map(Mm, table.layout.widths)
        return [*([first // 2] * 2 if any(table.groups) else [first]), *others]
    section = document.sections[0]
    edges = cast(int, section.left_margin) + cast(int, section.right_margin)
    columns = zip(table.columns, *table.rows, strict=True)
    needed = [int(max(map(_longest, column))) + PADDING for column in columns]
    return _shares(table.widths(), needed, cast(int, section.page_width) - edges)


def _longest(text: str) -> float:
    return max(NARROWEST * SIZE / 2, *map(_length, text.split(LINE_BREAK)))


def _shares(widths: list[int], needed: list[int], line: int) -> list[int]:
    """To a column of short texts what they take on one line, the rest to the longer ones."""
    narrow = [one <= line // len(widths) for one in needed]
    if all(narrow):
        return [one * line // sum(needed) for one in needed]
    left = line - sum(one for one, fits in zip(needed, narrow, strict=True) if fits)
    wide = sum(width for width, fits in zip(widths, narrow, strict=True) if not fits)
    return [
        one if fits else left * width // wide
        for width, one, fits in zip(widths, needed, narrow, strict=True)
    ]
