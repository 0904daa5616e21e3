"""One table as it is printed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from unicodedata import east_asian_width

from dates import official_number

LINE_BREAK = "\n"
NARROWEST, WIDEST = 8, 60  # of a column, in half-width letters


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed: text only, every row with a cell for each column.

    A merged cell is repeated on each of its rows; several lines in a cell are separated by a line
    feed. `number` is the table's place in a report, 0 outside of one; `facts` are what is said of
    it above, such as how many rows of a kind it has. Where not `merges`, each cell is printed by
    itself: the rows are different things, whatever they have in common. Raises `ValueError` where a
    row has not as many cells as there are columns.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    number: int = 0
    notes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    merges: bool = True

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{len(self.columns)} columns, but {len(row)} cells: {row}")

    def as_data(self) -> dict[str, Any]:
        """The table as plain data, in the order that readers of the JSON rely on."""
        return {
            "number": self.number,
            "title": self.title,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "notes": list(self.notes),
        }

    @property
    def caption(self) -> str:
        """「第９表　平成28年度の内部監査の実施状況」; outside of a report the title alone."""
        return f"第{official_number(self.number)}表　{self.title}" if self.number else self.title

    def cells(self) -> Iterator[list["Cell"]]:
        """The rows as printed: a cell that repeats the one above it is merged with that.

        Cells are merged only where those left of them are, so that a merged cell never gathers rows
        of different things. A row lists the cells that begin in it, from left to right.
        """
        for number, row in enumerate(self.rows):
            begun = []
            for column, text in enumerate(row):
                if (
                    self.merges
                    and number
                    and self.rows[number - 1][: column + 1] == row[: column + 1]
                ):
                    continue
                begun.append(Cell(text, number, column, self._height(number, column)))
            yield begun

    def widths(self) -> list[int]:
        """The width of each column, in half-width letters."""
        columns = zip(self.columns, *self.rows, strict=True)
        return [column_width(column) for column in columns]

    def _height(self, number: int, column: int) -> int:
        if not self.merges:
            return 1
        same = self.rows[number][: column + 1]
        following = self.rows[number + 1 :]
        return 1 + next(
            (below for below, row in enumerate(following) if row[: column + 1] != same),
            len(following),
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell: its text, where it begins (counted from 0), over how many rows it runs."""

    text: str
    row: int
    column: int
    height: int


@lru_cache(maxsize=10_000)
def text_width(text: str) -> int:
    """Of a line, in half-width letters."""
    return sum(2 if east_asian_width(letter) in "FWA" else 1 for letter in text)


def column_width(cells: Iterable[str]) -> int:
    """The width of a column that holds these cells, in half-width letters."""
    lines = (line for cell in cells for line in cell.split(LINE_BREAK))
    return min(max(NARROWEST, *map(text_width, lines)), WIDEST)
