"""The cells of a table as a document prints them: over several rows and columns, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from records.lists.rendering.table import LINE_BREAK, Table, runs

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A printed cell: its lines, where it begins (row 0 is the headings'), how far it runs."""

    lines: Lines
    row: int
    column: int
    height: int = 1
    width: int = 1


def grid_width(table: Table) -> int:
    """The number of columns in print: the first one has halves where rows are grouped."""
    return len(table.columns) + any(table.groups)


def boxes(table: Table) -> list[list[Box]]:
    """The printed rows from the headings on; each lists the boxes that begin in it."""
    shift = any(table.groups)
    first, *others = table.columns
    heads = [Box((first,), 0, 0, width=1 + shift)]
    heads += [Box((text,), 0, column + shift) for column, text in enumerate(others, 1)]
    rows = list(_rows(table))
    begun = [[*row] for row in _first_boxes(table, [(group, cells[0]) for group, cells in rows])]
    for number, (boxed, (_group, cells)) in enumerate(zip(begun, rows, strict=True), 1):
        boxed += [Box(lines, number, at + shift) for at, lines in enumerate(cells) if at]
    return [heads, *begun]


def _first_boxes(table: Table, firsts: Sequence[tuple[str, Lines]]) -> Iterator[list[Box]]:
    """Of each row the boxes of the first column, which has halves where rows are grouped."""
    shift = any(table.groups)
    alone = range(len(firsts))
    groups = runs([group or at for at, (group, _lines) in enumerate(firsts)])
    heights = runs(firsts if table.merges else alone)
    for at, (group, lines) in enumerate(firsts):
        found = []
        if group and groups[at]:
            found.append(Box((group,), at + 1, 0, groups[at]))
        if heights[at]:
            text = LINE_BREAK.join(lines).removeprefix(group)
            place, width = (1, 1) if group else (0, 1 + shift)
            found.append(Box(_lines(text), at + 1, place, heights[at], width))
        yield found


def _rows(table: Table) -> Iterator[tuple[str, list[Lines]]]:
    """Each printed row's group, and its cells; what continues a row is in it."""
    is_level = table.layout is not None and table.layout.is_level
    groups = table.groups or ("",) * len(table.rows)
    starts = [at for at in range(len(table.rows)) if at not in table.continued]
    for start, end in pairwise([*starts, len(table.rows)]):
        rows = [list(map(_lines, row)) for row in table.rows[start:end]]
        cells = [_together(lines) for lines in zip(*rows, strict=True)]
        yield groups[start], _level(cells) if is_level or len(rows) > 1 else cells


def _together(cells: Sequence[Lines]) -> Lines:
    """The lines of cells that are printed as one: what all of them begin with but once."""
    if len(set(cells)) == 1:
        return cells[0]
    common = takewhile(lambda lines: len(set(lines)) == 1, zip(*cells, strict=False))
    shared = tuple(lines[0] for lines in common)
    return (*shared, *(line for cell in cells for line in cell[len(shared) :]))


def _level(cells: list[Lines]) -> list[Lines]:
    """The cells, all but the first as long as the longest of these, by blank lines above."""
    first, *others = cells
    most = max(map(len, others), default=0)
    return [first, *(("",) * (most - len(lines)) + lines for lines in others)]


def _lines(text: str) -> Lines:
    return tuple(text.split(LINE_BREAK))
