"""A table as it is drawn on one page: its edges, and the texts of its rows."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from records.imports.reading.errors import TabularError
from records.imports.reading.limits import HEADING_ROWS, MAX_COLUMNS, MAX_ROWS
from records.imports.reading.pdf.texts import Box, Line, is_full, line_of, margin_of, text_in

_WIDE = _("There are more than {limit} columns.")
_MANY = _("There are more than {limit} rows. Please read them in parts.")
_NEAR = 5.0  # points between edges that are the same


@dataclass(frozen=True, slots=True)
class Drawn:
    """The cells of a table, each with its lines; edges in points from the left and the top."""

    box: Box
    cells: list[tuple[Box, list[Line]]]

    @classmethod
    def of(cls, found: dict[str, Any]) -> Self:
        """A table as it was found."""
        cells = [(tuple(one["box"]), list(map(line_of, one["lines"]))) for one in found["cells"]]
        return cls(tuple(found["box"]), cells)

    def columns(self) -> list[float]:
        """The edges of its columns."""
        return edges(x for box, _lines in self.cells for x in (box[0], box[2]))

    def rows(self, columns: Sequence[float]) -> list[list[str]]:
        """The texts of its rows, those of merged cells in all that they cover.

        Raises `TabularError` for more than a table has.
        """
        tops = edges(y for box, _lines in self.cells for y in (box[1], box[3]))
        if len(columns) - 1 > MAX_COLUMNS:
            raise TabularError(_WIDE, limit=MAX_COLUMNS)
        if len(tops) > MAX_ROWS + HEADING_ROWS:
            raise TabularError(_MANY, limit=f"{MAX_ROWS:,}")
        rows = [[""] * (len(columns) - 1) for _row in tops[1:]]
        margin = margin_of(self.cells)
        for box, lines in self.cells:
            text = text_in(box, lines, margin)
            for row in range(nearest(tops, box[1]), nearest(tops, box[3])):
                for column in range(nearest(columns, box[0]), nearest(columns, box[2])):
                    rows[row][column] = text
        return rows

    def goes_on(self, column: int, columns: Sequence[float], after: str) -> bool:
        """Return True if the last text in a column fills its line, so that `after` may go on."""
        bottom, margin = self.box[3], margin_of(self.cells)
        for box, lines in self.cells:
            first, end = nearest(columns, box[0]), nearest(columns, box[2])
            if lines and abs(box[3] - bottom) < _NEAR and first <= column < end:
                return is_full(box, lines[-1], after, margin)
        return False


def edges(values: Iterable[float]) -> list[float]:
    """The values, those that are near each other once."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def nearest(known: Sequence[float], value: float) -> int:
    """The place of the edge that a value is near to."""
    at = bisect_left(known, value)
    return at - 1 if at and (at == len(known) or value - known[at - 1] < known[at] - value) else at


def nearest_below(known: Sequence[float], value: float) -> int:
    """The place of the last edge that is not beyond a value."""
    return bisect_right(known, value + _NEAR) - 1


def is_within(columns: Sequence[float], known: Sequence[float]) -> bool:
    """Return True if all edges are among those that are known, the outer ones the same."""
    return all(abs(known[nearest(known, one)] - one) <= _NEAR for one in columns) and all(
        abs(known[at] - columns[at]) <= _NEAR for at in (0, -1)
    )
