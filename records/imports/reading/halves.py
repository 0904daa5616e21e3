"""Columns that are printed in halves below one heading: a centre beside its departments."""

from collections.abc import Iterator
from dataclasses import replace

from records.imports.reading.grid import Grid, GridRow
from records.imports.reading.headings import names_of, normal
from records.imports.reading.specs import Spec


def without_halves(grid: Grid, spec: Spec) -> Grid:
    """The grid with the whole name of a department where its halves stand beside each other.

    The heading stands above both, or, as Word copies it, once, and rows with halves have a cell
    more than it. A centre over several rows is blank, or repeated, in those below the first. Where
    a second row of headings names the halves, 部 and 課, they stay two columns.
    """
    names = {name for one in spec.columns if one.has_halves for name in names_of(one)}
    return replace(grid, rows=tuple(_whole(grid, names))) if names else grid


def _whole(grid: Grid, names: set[str]) -> Iterator[GridRow]:
    at, width, above, headings = -1, 0, "", []
    for row in grid.rows:
        heads = [normal(text) for text in row.cells]
        if named := names.intersection(heads):
            at, above, headings = heads.index(named.pop()), "", heads
            width = 0 if heads[at] in heads[at + 1 : at + 2] else _filled(row)
        elif any(text and text == head for text, head in zip(heads, headings, strict=False)):
            at = -1  # the headings go on
        is_wider = _filled(row) == width + 1 and bool(row.text(at + 1))
        if at < 0 or (width and not is_wider):
            above = "" if at >= 0 and row.text(at) else above
            yield row
            continue
        text, above = _joined(row.text(at), row.text(at + 1), above)
        blank = () if width else ("",)
        yield replace(row, cells=(*row.cells[:at], text, *blank, *row.cells[at + 2 :]))


def _filled(row: GridRow) -> int:
    """The number of cells up to the last one that is not blank."""
    return max((at for at, text in enumerate(row.cells, 1) if text), default=0)


def _joined(centre: str, name: str, above: str) -> tuple[str, str]:
    """The whole name, and the centre that may go on in the rows below."""
    if name in ("", centre):
        return centre, "" if centre else above
    return (centre or above) + name, centre or above
