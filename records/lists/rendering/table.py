"""One table as it is printed."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any
from unicodedata import east_asian_width

from dates import official_number

LINE_BREAK = "\n"
NARROWEST, WIDEST = 8, 60  # of a column, in half-width letters


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table of a report is laid out on paper, beyond what its texts ask for.

    `widths` are those of the columns in millimetres. `bullet` stands before each line of the last
    column. Where `is_level`, the last lines of a row's cells stand beside each other: the shorter
    cells begin with blank lines.
    """

    widths: tuple[int, ...]
    bullet: str = ""
    is_level: bool = False


@dataclass(frozen=True, slots=True)
class Footnote:
    """A numbered note: its mark stands after the first `term` in a table, else at the caption."""

    mark: int
    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed: text only, every row with a cell for each column.

    A merged cell is repeated on each of its rows; several lines in a cell are separated by a line
    feed. `number` is the table's place in a report, 0 outside of one; `facts` are what is said of
    it above, such as how many rows of a kind it has. Where not `merges`, each cell is printed by
    itself: the rows are different things, whatever they have in common.

    `footnotes` are numbered notes. For documents there is a `layout`, `groups`, of each row the
    beginning of its first cell that stands in a half column before the rest, over all rows of that
    group (empty where there is none), and `continued`, the places of the rows that are printed as
    further lines of the row above.

    Raises `ValueError` where a row has not as many cells as there are columns.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    number: int = 0
    notes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    merges: bool = True
    layout: Layout | None = None
    groups: tuple[str, ...] = ()
    continued: frozenset[int] = frozenset()
    footnotes: tuple[Footnote, ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{len(self.columns)} columns, but {len(row)} cells: {row}")

    def as_data(self) -> dict[str, Any]:
        """The table as plain data, in the order that readers of the JSON rely on.

        Footnotes are there only where there are any.
        """
        footnotes = [[one.mark, one.term, one.text] for one in self.footnotes]
        return {
            "number": self.number,
            "title": self.title,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "notes": list(self.notes),
            **({"footnotes": footnotes} if footnotes else {}),
        }

    @property
    def caption(self) -> str:
        """「第９表　平成28年度の内部監査の実施状況」; outside of a report the title alone."""
        return f"第{official_number(self.number)}表　{self.title}" if self.number else self.title

    @property
    def caption_marks(self) -> list[int]:
        """The marks of footnotes that stand at the caption."""
        return [one.mark for one in self.footnotes if not one.term]

    def cells(self) -> Iterator[list["Cell"]]:
        """The rows as printed: a first cell that repeats the one above it is merged with that.

        A row lists the cells that begin in it, from left to right.
        """
        heights = runs([row[0] for row in self.rows]) if self.merges else [1] * len(self.rows)
        marks = Marks(self.footnotes)
        for number, (row, height) in enumerate(zip(self.rows, heights, strict=True)):
            yield [
                Cell(text, number, column, 1 if column else height, marks.in_text(text))
                for column, text in enumerate(row)
                if column or height
            ]

    def widths(self) -> list[int]:
        """The width of each column, in half-width letters."""
        columns = zip(self.columns, *self.rows, strict=True)
        return [column_width(column) for column in columns]


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell: its text, where it begins (counted from 0), over how many rows it runs.

    `pieces` are its text with the mark of a footnote after each but the last.
    """

    text: str
    row: int
    column: int
    height: int
    pieces: tuple[tuple[str, Footnote | None], ...]


class Marks:
    """Places the marks of a table's footnotes, of which each is set once, in the order of cells."""

    def __init__(self, footnotes: Iterable[Footnote]) -> None:
        self._left = [one for one in footnotes if one.term]

    def in_text(self, text: str) -> tuple[tuple[str, Footnote | None], ...]:
        """The text up to each mark that it has, and what follows the last."""
        found = [one for one in self._left if one.term in text]
        self._left = [one for one in self._left if one not in found]
        ends = sorted((text.index(one.term) + len(one.term), one.mark, one) for one in found)
        starts = [0, *(end for end, _mark, _one in ends)]
        pieces = [
            (text[start:end], one) for start, (end, _mark, one) in zip(starts, ends, strict=False)
        ]
        return (*pieces, (text[starts[-1] :], None))


def runs(keys: Sequence[Hashable]) -> list[int]:
    """Of each place, how many equal keys begin there; 0 where the one before is equal."""
    lengths = []
    for _key, run in groupby(keys):
        length = len(list(run))
        lengths += [length, *[0] * (length - 1)]
    return lengths


@lru_cache(maxsize=10_000)
def text_width(text: str) -> int:
    """Of a line, in half-width letters."""
    return sum(2 if east_asian_width(letter) in "FWA" else 1 for letter in text)


def column_width(cells: Iterable[str]) -> int:
    """The width of a column that holds these cells, in half-width letters."""
    lines = (line for cell in cells for line in cell.split(LINE_BREAK))
    return min(max(NARROWEST, *map(text_width, lines)), WIDEST)
