"""The default templates of official documents: page, letter frame, boxes and tables, with tags.

The frame is that of official letters (往復文): number and date right, addressee left, sender right,
title in the middle, 記 and 以上, contact at the end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, cast

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table as Grid
from docx.text.paragraph import Paragraph

from records.lists import bind_rows, new_document, set_widths

LINE = Mm(7)  # the least pitch of lines in a letter
BLANK = Length(3 * LINE)  # the least height of a cell in which nothing may stand
CHARACTER, TITLE = Pt(10.5), Pt(14)
NUMBER_WIDTH = Mm(48)  # of document number and date, which begin and end alike
MADE_AT = datetime(2026, 4, 1)  # noqa: DTZ001  # of templates, so that they are the same every time


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width in hundredths, what fills it."""

    heading: str
    share: int
    tag: str = ""


def tag(name: str) -> str:
    """The tag that is replaced by a value."""
    return f"{{{{ {name} }}}}"


class Template:
    """A template in the making, from its head to its end; `across` lies on its longer edge."""

    def __init__(self, *, across: bool = False) -> None:
        self.document = new_document("", MADE_AT, across=across)
        self._measure()
        _number_pages(self.document.sections[0].footer.paragraphs[0])

    def to_bytes(self) -> bytes:
        """The template as a Word document."""
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def line(self, text: str = "", align: ALIGN = ALIGN.LEFT, *, indent: int = 0) -> Paragraph:
        """A paragraph; `indent` is in characters, from the side to which it is aligned."""
        paragraph = self.document.add_paragraph(text)
        _space(paragraph, align)
        side = "right_indent" if align == ALIGN.RIGHT else "left_indent"
        setattr(paragraph.paragraph_format, side, Length(indent * CHARACTER))
        return paragraph

    def lines(self, name: str, align: ALIGN = ALIGN.LEFT, *, indent: int = 0) -> None:
        """A paragraph for each text of the list called `name`."""
        self.each(name, "行")
        self.line(tag("行"), align, indent=indent)
        self.end("for")

    def letter_head(self, title: str) -> None:
        """From the document number to the title; 3 characters are left free for the seal."""
        place = self.document.add_table(1, 1)
        place.alignment, place.autofit = WD_TABLE_ALIGNMENT.RIGHT, False
        set_widths(place, [NUMBER_WIDTH])
        cell = place.cell(0, 0)
        texts = ("{%p if 文書番号 %}", tag("文書番号"), "{%p endif %}", tag("日付"))
        cell.text = texts[0]
        for paragraph in (cell.paragraphs[0], *map(cell.add_paragraph, texts[1:])):
            _space(paragraph, ALIGN.DISTRIBUTE)
        self.line()
        self.lines("宛先", indent=1)
        self.line()
        self.lines("差出人", ALIGN.RIGHT, indent=3)
        self.given("公印省略")
        self.line(tag("公印省略"), ALIGN.RIGHT, indent=1)
        self.end("if")
        self.line()
        self.title(title)

    def title(self, text: str) -> None:
        """The title in the middle, marked as long as it is a draft."""
        run = self.line("", ALIGN.CENTER).add_run(text + tag("案"))
        run.font.size = TITLE
        self.line()

    def letter_foot(self) -> None:
        """以上, then contact and distribution where they are given."""
        self.line("以上", ALIGN.RIGHT, indent=1)
        for heading, name in (("【連絡先】", "連絡先"), ("【配布先】", "配布先")):
            self.given(name)
            self.line(heading, indent=22)
            self.lines(name, indent=23)
            self.end("if")

    def heading(self, text: str, level: int = 1) -> None:
        """A heading, kept with what follows; each level stands one character deeper."""
        self.line(text, indent=level - 1).paragraph_format.keep_with_next = True

    def items(self, rows: Iterable[tuple[str, str]]) -> None:
        """記, and below it numbered items: label, and beside it the text, which hangs."""
        self.line("記", ALIGN.CENTER)
        self.line()
        self._pairs(rows, (34, 66), style=None, height=LINE)

    def box(self, rows: Iterable[tuple[str, str]], *, height: Length = BLANK) -> None:
        """A framed box of labels and texts; where nothing is known a blank stays to write in."""
        self._pairs(rows, (26, 74), style="Table Grid", height=height)

    def grid(self, columns: Sequence[Column], rows: str) -> None:
        """A table with a row for each of the list called `rows`; a blank one where it is empty."""
        parts: list[tuple[str, ...]] = [
            tuple(column.heading for column in columns),
            (f"{{%tr for 行 in {rows} %}}",),
            tuple(tag(f"行.{column.tag}") if column.tag else "" for column in columns),
            ("{%tr endfor %}",),
            (f"{{%tr if not {rows} %}}",),
            (),
            ("{%tr endif %}",),
        ]
        grid = self._table(parts, [column.share for column in columns], "Table Grid")
        for cell in grid.rows[0].cells:
            cell.paragraphs[0].alignment = ALIGN.CENTER
        _set_height(grid.rows[5], BLANK)
        bind_rows(grid)
        self.line()

    def new_page(self, *, across: bool = False) -> None:
        """What follows stands on a page of its own, `across` on the longer edge."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        edges = sorted((section.page_width, section.page_height), reverse=across)
        section.page_width, section.page_height = edges
        section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
        self._measure()

    def each(self, rows: str, name: str) -> None:
        """Begin what is repeated for each row of the list called `rows`, which is called `name`."""
        self.line(f"{{%p for {name} in {rows} %}}")

    def given(self, name: str) -> None:
        """Begin what stands there only where a value is given."""
        self.line(f"{{%p if {name} %}}")

    def end(self, what: str) -> None:
        """End what `each` or `given` began: "for" or "if"."""
        self.line(f"{{%p end{what} %}}")

    def text(self, name: str) -> None:
        """A value in a frame over the whole width, in which a blank stays to write in."""
        grid = self._table([(tag(name),)], (100,), "Table Grid")
        _set_height(grid.rows[0], BLANK)
        self.line()

    def _measure(self) -> None:
        section = cast(Any, self.document.sections[-1])
        self.width = section.page_width - section.left_margin - section.right_margin

    def _pairs(
        self,
        rows: Iterable[tuple[str, str]],
        shares: Sequence[int],
        *,
        style: str | None,
        height: Length,
    ) -> None:
        grid = self._table(list(rows), shares, style)
        for row in grid.rows:
            _set_height(row, height)
        self.line()

    def _table(
        self, rows: Sequence[Sequence[str]], shares: Sequence[int], style: str | None
    ) -> Grid:
        grid = self.document.add_table(len(rows), len(shares), style)
        grid.autofit = False
        set_widths(grid, [self.width * share // sum(shares) for share in shares])
        for row, texts in zip(grid.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
        return grid


def _space(paragraph: Paragraph, align: ALIGN) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = LINE
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST


def _set_height(row: Any, height: Length) -> None:
    row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.AT_LEAST


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = ALIGN.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
