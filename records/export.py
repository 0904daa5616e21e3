"""One table, and the forms it is handed over in."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LINE_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed: text only, every row with a cell for each column.

    A merged cell is repeated on each of its rows; several lines in a cell are separated by a line
    feed. `number` is the table's place in a report, 0 outside of one. Raises `ValueError` where a
    row has not as many cells as there are columns.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    number: int = 0
    notes: tuple[str, ...] = ()

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


def to_json(tables: Iterable[Table]) -> str:
    """The tables as a JSON array, indented, Japanese left readable."""
    return json.dumps([table.as_data() for table in tables], ensure_ascii=False, indent=2)


def to_markdown(table: Table) -> str:
    """The table as Markdown (GitHub's dialect): a heading, the table, its notes."""
    heading = f"第{table.number}表　{table.title}" if table.number else table.title
    lines = [
        f"## {_markdown(heading)}",
        "",
        _markdown_row(_markdown(column) for column in table.columns),
        _markdown_row(["---"] * len(table.columns)),
        *(_markdown_row(_markdown(cell) for cell in row) for row in table.rows),
    ]
    if table.notes:
        lines += ["", *(_markdown(note) for note in table.notes)]
    return LINE_BREAK.join(lines)


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _markdown(text: str) -> str:
    for special in "\\`*_[]<>|#":
        text = text.replace(special, "\\" + special)
    return text.replace(LINE_BREAK, "<br>")
