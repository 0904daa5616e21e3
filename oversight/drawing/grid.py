"""A heat map: rows against columns, a sign in each cell besides its colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from oversight.drawing.svg import COLOURS, GROUND, INK, WIDTH, Drawing, Hue, shortened, text_width

NAMES, ROW, INDENT, LONGEST_HEAD = 170, 17, 10, 150


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: the class of its state in the style sheet, its sign, and its colour if it has one."""

    state: str
    sign: str
    hue: Hue | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its name, how far it is indented, and its cells."""

    label: str
    depth: int
    cells: Sequence[GridCell]


def grid(drawing: Drawing, heads: Sequence[str], rows: Sequence[GridRow]) -> SafeString:
    """The cells, their rows named at the left and their columns above, read upwards."""
    width = min((WIDTH - NAMES) / max(len(heads), 1), 40)
    top = min(max(map(text_width, heads), default=0), LONGEST_HEAD) + 8
    for place, head in enumerate(heads):
        x = NAMES + width * (place + 0.5) + 4
        drawing.text(shortened(head, LONGEST_HEAD), x, top - 4, turned=True)
    for number, row in enumerate(rows):
        y, indent = top + ROW * number, INDENT * row.depth
        drawing.text(shortened(row.label, NAMES - indent - 6), indent, y + 13)
        for place, cell in enumerate(row.cells):
            _cell(drawing, cell, NAMES + width * place, y, width)
    return drawing.html(top + ROW * len(rows))


def _cell(drawing: Drawing, cell: GridCell, x: float, y: float, width: float) -> None:
    ink, ground = COLOURS[cell.hue] if cell.hue else (INK, GROUND)
    size = {"x": x, "y": y, "width": width - 1, "height": ROW - 1}
    drawing.add("rect", class_=f"cell cell-{cell.state}", fill=ground, **size)
    place = {"x": x + width / 2, "y": y + 12.5, "text_anchor": "middle"}
    drawing.add("text", cell.sign, class_=f"sign coverage-{cell.state}", fill=ink, **place)
